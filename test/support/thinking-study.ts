import type { Marks } from './blind-round.ts';
import { markBlind, openBlindRound, sayDone } from './blind-round.ts';
import { importFile } from './import-file.ts';
import type { Stage } from './live-stage.ts';
import type { Person } from './person.ts';
import { enterLead, enterMember } from './team.ts';

/* Two real interviews on tools for thought, and what two coders mark of them blind. */

export const TOOLS = 'transcripts/metamuse-tools-for-thought-rev.txt';
export const COLLECTIVE = 'transcripts/metamuse-collective-intelligence-teams-style.docx';

/** Of the first interview: a triad on which the coders differ, and a pair that nobody ties. */
export const TRIP = 'short trip up to the Baltic sea';
export const FRESH = 'fresh surroundings refresh your brain creatively';
const BRAIN = 'refresh your brain creatively';
export const POWER = 'how powerful that effect is';
const OUTSIDE = 'anything that lets you externalize your thoughts';
export const PAPER = 'pen and paper';
/** Of the second: a triad of which one coder misses the outcome, and a dyad. */
export const LITTLE = "I don't have a great extended working memory";
export const EXTENSION = 'an extension of my working memory';
export const SHORTER = 'extension of my working memory';
export const AVAILABLE = 'I will have the relevant information available';
export const ADHD = 'very severe ADHD for my whole life';
export const ORGANIZE = 'organize my own thinking as I was thinking';

const UNTIED: Marks = [
  [OUTSIDE, 'm'],
  [PAPER, 'c'],
];
const DYAD: Marks = [
  [ADHD, 'c', 't'],
  [ORGANIZE, 'm', 'Escape'],
];
const BEN: readonly Marks[] = [
  [[TRIP, 'c', 't'], [FRESH, 'm'], [POWER, 'o', 'Escape'], ...UNTIED],
  [[LITTLE, 'c', 't'], [EXTENSION, 'm'], [AVAILABLE, 'o', 'Escape'], ...DYAD],
];
const CLEO: readonly Marks[] = [
  [[TRIP, 'c', 't'], [BRAIN, 'm'], [POWER, 'c', 'Escape'], ...UNTIED],
  [[LITTLE, 'c', 't'], [SHORTER, 'm', 'Escape'], ...DYAD],
];

/** The four, in one project with the two interviews. */
export type Team = {
  readonly stage: Stage;
  readonly ana: Person;
  readonly tom: Person;
  readonly ben: Person;
  readonly cleo: Person;
  readonly project: string;
  readonly tools: string;
  readonly collective: string;
};

/** Two leads and two coders, who have coded both files blind in a round that is still open. */
export async function codedBlind(stage: Stage, files: readonly string[]): Promise<Team> {
  const ana = await enterLead(stage, 'Ana Lima');
  const { id: project } = await ana.call('createProject', {}, { title: 'Thinking' });
  const [tools = '', collective = ''] = [
    await importFile(ana, project, files[0] ?? ''),
    await importFile(ana, project, files[1] ?? ''),
  ];
  const tom = await enterMember(stage, ana, project, 'Tom Hart', ['lead', 'reviewer']);
  const ben = await enterMember(stage, ana, project, 'Ben Okoro');
  const cleo = await enterMember(stage, ana, project, 'Cleo Marsh');
  await openBlindRound(ana, project, [tools, collective], [ben, cleo]);
  const code = async (coder: Person, [first = [], second = []]: readonly Marks[]) => {
    await markBlind(coder, project, tools, first);
    await markBlind(coder, project, collective, second);
    await sayDone(coder);
  };
  await Promise.all([code(ben, BEN), code(cleo, CLEO)]);
  return { stage, ana, tom, ben, cleo, project, tools, collective };
}
