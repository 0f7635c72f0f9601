import type { AgreedSpan } from '@triad/collab';
import { closeBlindRound, codeBlind } from './blind-round.ts';
import { importInterview } from './interview.ts';
import type { Stage } from './live-stage.ts';
import type { Person } from './person.ts';
import { enterLead } from './team.ts';

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
  const coded = { 'Ben Okoro': MARKED, 'Cleo Marsh': MARKED };
  const [ben, cleo] = await codeBlind(stage, lead, project, transcript, coded);
  if (ben === undefined || cleo === undefined) throw new Error('a coder is missing');
  await closeBlindRound(lead, project);
  return { lead, ben, cleo, project, transcript, quotes: await agree(lead, transcript) };
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
