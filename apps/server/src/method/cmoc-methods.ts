import type { ReviewAnswerKind } from '@triad/collab';
import type { CmocState, Verdict } from '@triad/realist';
import { CMOC_STATES, VERDICTS } from '@triad/realist';
import { knownCmocs, summaryOf } from '../cmocs/summaries.ts';
import type { Context } from '../context.ts';
import type { SignOffBody } from '../data/cmoc-records.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { CmocMethodsFacts } from './methods-of-cmocs.ts';
import { methodsOfCmocs } from './methods-of-cmocs.ts';
import { methodOf } from './settings.ts';

const REVIEW_ANSWERS: readonly ReviewAnswerKind[] = ['fits', 'does-not-fit', 'in-my-experience'];

/**
 * How the CMOCs of a project came about, to be put into a paper. Who codes anything blind is told nothing of
 * decisions and candidates: how many there are tells of others' work.
 */
export async function cmocMethods(
  context: Context,
  project: Row<ProjectBody>,
  { isBlind }: { readonly isBlind: boolean },
): Promise<string> {
  const { tables } = context;
  const { cmocs, present } = await knownCmocs(context, project.id);
  const [versions, signOffs, lineages, links, replies] = await Promise.all([
    tables.cmocVersions.find('project', project.id),
    tables.signOffs.find('project', project.id),
    tables.lineages.find('project', project.id),
    tables.reviewLinks.count('project', project.id),
    tables.reviewReplies.find('project', project.id),
  ]);
  const numbers = new Map(cmocs.map(({ row }) => [row.id, row.body.versions]));
  // One that a crash cut off from its CMOC is none.
  const shown = versions.filter(({ body }) => body.number <= (numbers.get(body.cmoc) ?? 0));
  const states = cmocs.map((each) => summaryOf(each, present).state);
  const living = cmocs.filter(({ row }) => row.body.life === 'living');
  const parts = living.flatMap(({ content }) => content.parts);
  const stands = lineages.filter(({ body }) => body.state === 'stands');
  const up = new Set(
    living.flatMap(({ row, latest }) =>
      latest !== null && latest.body.number > row.body.setAside ? [latest.id] : [],
    ),
  );
  return methodsOfCmocs({
    settings: methodOf(project).settings,
    consolidation: isBlind ? null : await countConsolidation(context, project.id),
    cmocs: tally<CmocState>(CMOC_STATES, states),
    parts: parts.length,
    inferredParts: parts.filter(({ inferred }) => inferred).length,
    combined: stands.filter(({ body }) => body.kind === 'combine').length,
    divided: stands.filter(({ body }) => body.kind === 'divide').length,
    versions: cmocs.reduce((sum, { row }) => sum + row.body.versions, 0),
    quorums: counted(shown, ({ body }) => JSON.stringify(body.quorum)).map(
      ([{ body }, frozen]) => ({
        quorum: body.quorum,
        versions: frozen,
      }),
    ),
    versionsOf: cmocs.filter(({ row }) => row.body.versions > 0).length,
    signers: new Set(signOffs.map(({ body }) => body.member)).size,
    signOffs: tally<Verdict>(
      VERDICTS,
      signOffs.map(({ body }) => body.verdict),
    ),
    objections: countObjections(
      signOffs.map(({ body }) => body),
      up,
    ),
    reviews: {
      links,
      ...tally<ReviewAnswerKind>(
        REVIEW_ANSWERS,
        replies.map(({ body }) => body.kind),
      ),
    },
    version: context.version,
  });
}

async function countConsolidation(
  { tables }: Context,
  project: string,
): Promise<CmocMethodsFacts['consolidation']> {
  const [decisions, answers, candidates] = await Promise.all([
    tables.decisions.find('project', project),
    tables.decisionReplies.find('project', project),
    tables.candidates.find('project', project),
  ]);
  const rulings = decisions.flatMap(({ body }) => body.rulings.at(-1) ?? []);
  const standing = rulings.filter(({ outcome }) => outcome !== null);
  const proposed = candidates.filter(({ body }) => !body.outdated || body.state !== 'open');
  const of = (isOne: (body: (typeof proposed)[number]['body']) => boolean): number =>
    proposed.filter(({ body }) => isOne(body)).length;
  return {
    byLeads: standing.filter(({ strategy }) => strategy === null).length,
    byStrategy: counted(
      standing.flatMap(({ strategy }) => strategy ?? []),
      (strategy) => strategy,
    ).map(([strategy, places]) => ({ strategy, places })),
    takenBack: rulings.length - standing.length,
    onOwnSpans: standing.filter(({ strategy, ownSpan }) => strategy === null && ownSpan).length,
    answers: {
      accepts: answers.filter(({ body }) => body.stance === 'accepts').length,
      differs: answers.filter(({ body }) => body.stance === 'differs').length,
    },
    candidates: {
      sketches: of(({ from }) => from === 'sketches'),
      closeness: of(({ from }) => from === 'closeness'),
      accepted: of(({ state }) => state === 'accepted'),
      setAside: of(({ state }) => state === 'set-aside'),
    },
  };
}

/** `up`: versions that are up for sign-off now. */
function countObjections(
  signOffs: readonly SignOffBody[],
  up: ReadonlySet<string>,
): CmocMethodsFacts['objections'] {
  const said = signOffs.flatMap(({ earlier, ...body }) => [
    ...earlier.map((before) => ({ ...before, isOpen: false })),
    { ...body, isOpen: up.has(body.of) },
  ]);
  const objections = said.filter(({ verdict }) => verdict === 'object');
  const ended = (how: 'withdrawn' | 'went-on'): number =>
    objections.filter((each) => each.ended?.how === how).length;
  const notEnded = objections.filter((each) => each.ended === null);
  const open = notEnded.filter(({ isOpen }) => isOpen).length;
  return {
    withdrawn: ended('withdrawn'),
    wentOn: ended('went-on'),
    overtaken: notEnded.length - open,
    open,
  };
}

/** The first of each kind with how many there are, the most first. */
function counted<Item>(
  items: readonly Item[],
  kindOf: (item: Item) => string,
): readonly (readonly [Item, number])[] {
  return [...Map.groupBy(items, kindOf).values()]
    .flatMap((alike) => (alike[0] === undefined ? [] : [[alike[0], alike.length] as const]))
    .sort(([a, many], [b, more]) => more - many || (kindOf(a) < kindOf(b) ? -1 : 1));
}

function tally<Key extends string>(
  keys: readonly Key[],
  of: readonly Key[],
): Readonly<Record<Key, number>> {
  const counts = new Map<Key, number>(keys.map((key) => [key, 0]));
  for (const key of of) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Object.fromEntries(counts) as Readonly<Record<Key, number>>;
}
