import { Annotator } from './annotator.ts';
import type { Stage } from './live-stage.ts';
import type { Person } from './person.ts';
import { enterMember } from './team.ts';
import { until } from './until.ts';

/** By name of the coder: words, and the key that marks them. */
export type Coded = Readonly<Record<string, readonly (readonly [quote: string, key: string])[]>>;

/**
 * Coders, by name, mark words each with a key in a blind round, unseen by one another, and say that they
 * are done. Answers them in their order.
 */
export async function codeBlind(
  stage: Stage,
  ana: Person,
  project: string,
  transcript: string,
  coded: Coded,
): Promise<readonly Person[]> {
  const coders: Person[] = [];
  for (const name of Object.keys(coded)) {
    coders.push(await enterMember(stage, ana, project, name));
  }
  const members = await ana.call('listMembers', { project });
  const idOf = (name: string): string => members.find((each) => each.name === name)?.id ?? '';
  await ana.call(
    'openRound',
    { project },
    {
      kind: 'blind',
      title: 'Pilot',
      transcripts: [transcript],
      coders: Object.keys(coded).map(idOf),
      due: { at: '2999-01-01T12:00:00Z', zone: 'Europe/London' },
      ownEarlier: false,
    },
  );
  for (const [at, marks] of Object.values(coded).entries()) {
    const coder = coders[at];
    if (coder === undefined) throw new Error('a coder without a browser');
    const annotator = await new Annotator(coder).open(project, transcript);
    for (const [quote, key] of marks) {
      await annotator.drag(quote);
      await annotator.press(key);
    }
    await annotator.says('Saved');
    await coder.page.getByRole('switch', { name: 'I am done' }).click({ force: true });
    await until(
      'they are done',
      () => coder.page.getByRole('switch', { name: 'I am done' }).isChecked(),
      true,
    );
  }
  return coders;
}
