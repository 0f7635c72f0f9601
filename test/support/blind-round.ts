import { Annotator } from './annotator.ts';
import type { Stage } from './live-stage.ts';
import type { Person } from './person.ts';
import { enterMember } from './team.ts';
import { until } from './until.ts';

/** Words, and the keys that mark them, one after the other: the first names the role. */
export type Marks = readonly (readonly [quote: string, ...keys: readonly string[]])[];

/** By name of the coder. */
export type Coded = Readonly<Record<string, Marks>>;

/**
 * Coders, by name, mark words in a blind round, unseen by one another, and say that they are done.
 * Answers them in their order.
 */
export async function codeBlind(
  stage: Stage,
  lead: Person,
  project: string,
  transcript: string,
  coded: Coded,
): Promise<readonly Person[]> {
  const coders: Person[] = [];
  for (const name of Object.keys(coded)) {
    coders.push(await enterMember(stage, lead, project, name));
  }
  await openBlindRound(lead, project, [transcript], coders);
  for (const coder of coders) {
    await markBlind(coder, project, transcript, coded[coder.name] ?? []);
    await sayDone(coder);
  }
  return coders;
}

export async function openBlindRound(
  lead: Person,
  project: string,
  transcripts: readonly string[],
  coders: readonly Person[],
): Promise<void> {
  const members = await lead.call('listMembers', { project });
  const idOf = ({ name }: Person): string => members.find((each) => each.name === name)?.id ?? '';
  await lead.call(
    'openRound',
    { project },
    {
      kind: 'blind',
      title: 'Pilot',
      transcripts,
      coders: coders.map(idOf),
      due: { at: '2999-01-01T12:00:00Z', zone: 'Europe/London' },
      ownEarlier: false,
    },
  );
}

/** A coder of the round marks words of one transcript, which stays open. */
export async function markBlind(
  coder: Person,
  project: string,
  transcript: string,
  marks: Marks,
): Promise<void> {
  const annotator = await new Annotator(coder).open(project, transcript);
  for (const [quote, ...keys] of marks) {
    await annotator.drag(quote);
    await annotator.press(...keys);
  }
  await annotator.says('Saved');
}

/** A coder who has a transcript of the round open says that they are done with all of them. */
export async function sayDone(coder: Person): Promise<void> {
  const done = coder.page.getByRole('switch', { name: 'I am done' });
  // The switch moves before the server has it, and whoever closes the round then was quicker.
  const answered = coder.page.waitForResponse((response) => response.url().endsWith('/done'));
  await done.click({ force: true });
  await answered;
  await until('they are done', () => done.isChecked(), true);
}

/** The blind round that is open is closed, with all of its transcripts. */
export async function closeBlindRound(lead: Person, project: string): Promise<void> {
  const { rounds } = await lead.call('readProject', { project });
  const round = rounds.find(({ kind, state }) => kind === 'blind' && state === 'open');
  if (round === undefined) throw new Error('no blind round is open');
  await lead.call(
    'closeRound',
    { project, round: round.id },
    { version: round.version, transcripts: null },
  );
}
