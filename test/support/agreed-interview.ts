import type { AgreedSpan } from '@triad/collab';
import { Annotator } from './annotator.ts';
import { importInterview } from './interview.ts';
import type { Stage } from './live-stage.ts';
import type { Person } from './person.ts';
import { enterLead, enterMember } from './team.ts';
import { until } from './until.ts';

/** What both coders mark of the invented interview, and as what. */
const MARKED = [
  ['My doctor wrote it on a card', 'c'],
  ['Nobody there asked what was wrong with me', 'c'],
  ['that was a relief', 'm'],
  ['I felt useful again', 'o'],
  ['Peter found the silence hard', 'c'],
] as const;

/** An interview that two coders coded blind, and of which all that they agree on is agreed. */
export type AgreedInterview = {
  readonly lead: Person;
  readonly ben: Person;
  readonly cleo: Person;
  readonly project: string;
  readonly transcript: string;
  /** In the order of the text. */
  readonly quotes: readonly AgreedSpan[];
};

export async function makeAgreedInterview(stage: Stage): Promise<AgreedInterview> {
  const lead = await enterLead(stage, 'Ana Lima');
  const { id: project } = await lead.call('createProject', {}, { title: 'Allotments' });
  const transcript = await importInterview(lead, project);
  const ben = await enterMember(stage, lead, project, 'Ben Okoro');
  const cleo = await enterMember(stage, lead, project, 'Cleo Marsh');
  const members = await lead.call('listMembers', { project });
  const idOf = ({ name }: Person): string => members.find((each) => each.name === name)?.id ?? '';
  const round = await lead.call(
    'openRound',
    { project },
    {
      kind: 'blind',
      title: 'Pilot',
      transcripts: [transcript],
      coders: [idOf(ben), idOf(cleo)],
      due: { at: '2999-01-01T12:00:00Z', zone: 'Europe/London' },
      ownEarlier: false,
    },
  );
  for (const coder of [ben, cleo]) {
    const annotator = await new Annotator(coder).open(project, transcript);
    for (const [quote, key] of MARKED) {
      await annotator.drag(quote);
      await annotator.press(key);
    }
    await annotator.says('Saved');
    const done = coder.page.getByRole('switch', { name: 'I am done' });
    await done.click({ force: true });
    await until('they are done', () => done.isChecked(), true);
  }
  const { version } = await readRound(lead, project, round.id);
  await lead.call('closeRound', { project, round: round.id }, { version, transcripts: null });
  return { lead, ben, cleo, project, transcript, quotes: await agree(lead, transcript) };
}

async function readRound(lead: Person, project: string, round: string) {
  const { rounds } = await lead.call('readProject', { project });
  const found = rounds.find(({ id }) => id === round);
  if (found === undefined) throw new Error('no such round');
  return found;
}

/** The strategy decides all of it, at the lead's command. */
async function agree(lead: Person, transcript: string): Promise<readonly AgreedSpan[]> {
  const { transcript: shown } = await lead.call('readAdjudication', { transcript });
  await lead.call(
    'decideMany',
    { transcript },
    { text: shown.result?.text, strategy: 'majority', why: 'Both coders marked it.' },
  );
  const decisions = await lead.call('listDecisions', { transcript });
  return decisions
    .flatMap(({ agreed }) => agreed)
    .toSorted((a, b) => (a.range?.[0] ?? 0) - (b.range?.[0] ?? 0));
}
