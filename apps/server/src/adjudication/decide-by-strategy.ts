import { randomUUID } from 'node:crypto';
import type { Outcome, Ruling, StrategyName } from '@triad/collab';
import { LIMITS, placeOf } from '@triad/collab';
import type { Group, Proposed } from '@triad/consolidation';
import { StorageError } from '@triad/storage';
import type { TextIndex } from '@triad/collab';
import type { Basis } from '../agreement/basis.ts';
import type { Context } from '../context.ts';
import type { DecisionBody } from '../data/adjudication-records.ts';
import type { Row } from '../data/table.ts';
import { keepIfTranscript } from '../projects/still-there.ts';
import { Refusal, refuse } from '../refusal.ts';
import { agreedBy } from './agreed-spans.ts';
import type { Agreed, Place } from './agreed-spans.ts';
import { announceDecisions } from './announce-decisions.ts';
import { besideRedactions } from './beside-redactions.ts';
import { ruling, spansOf } from './decide.ts';
import { isWaiting } from './decisions-on-places.ts';
import type { OnPlaces } from './decisions-on-places.ts';
import type { Standing } from './standing.ts';
import { findPlaces, standingOf } from './standing.ts';

/*
 * Many decisions with one command. Each stands by itself, so one that a crash cut has decided some of its
 * places: giving the command again decides the rest.
 */

/** Records that are written at once. */
const AT_ONCE = 200;

type Command = {
  /** Member id of the lead. */
  readonly by: string;
  readonly strategy: StrategyName;
  readonly batch: string;
  readonly why: string;
  /** State of the text that the lead sees; absent: whatever is there now. */
  readonly text?: string;
};

/**
 * At a lead's command the strategy decides every place of a transcript that nobody has decided. Places for
 * which it proposes nothing stay open, and so do those of which a person took the decision back: these wait
 * for a person. All bear the batch, by which they are undone together. Refuses with `decisions/moved` and as
 * comparing does.
 */
export async function decideByStrategy(
  context: Context,
  basis: Basis,
  how: Command,
): Promise<{ readonly decided: number; readonly leftOpen: number }> {
  const { transcript, round } = basis;
  const done = await besideRedactions(context, transcript.id, async () => {
    const standing = await standingOf(context, basis, [how.strategy]);
    const { state } = standing.now.stamp.text;
    if (how.text !== undefined && how.text !== state) throw refuse('decisions/moved');
    const index = await context.adjudication.texts.indexOf(transcript.id, state);
    if (index === null) throw refuse('decisions/moved');
    const due = dueIn(context, standing, index, how);
    const decided = await writeAll(context, due).finally(() =>
      keepIfTranscript(context.tables, transcript, () => removeAll(context, due)),
    );
    return { decided, leftOpen: openIn(standing) - decided };
  });
  if (done.decided > 0) await tellOfMany(context, transcript, round.id, how.batch);
  return done;
}

/** How many places of a transcript wait for somebody. */
export async function countOpen(context: Context, basis: Basis): Promise<number> {
  return openIn(await standingOf(context, basis));
}

/**
 * Takes back what the batch decided, where nothing else was decided there since: that is `left`. Refuses
 * with `decisions/no-batch`.
 */
export async function undoBatch(
  context: Context,
  transcript: Basis['transcript'],
  batch: string,
  by: string,
): Promise<{ readonly decided: number; readonly left: number }> {
  const { tables, adjudication } = context;
  const rounds = new Set<string>();
  const done = await besideRedactions(context, transcript.id, async () => {
    const { decisions } = await adjudication.decisions.of(transcript.id);
    const all = decisions.filter(({ body }) => body.rulings.some((each) => isOf(each, batch)));
    if (all.length === 0) throw refuse('decisions/no-batch');
    const due = all.filter(({ body }) => {
      const last = body.rulings.at(-1);
      return last !== undefined && isOf(last, batch) && body.rulings.length < LIMITS.rulings;
    });
    await inParts(due, async (row) => {
      const { body } = row;
      rounds.add(body.round);
      const how = { by, strategy: null, batch, why: '', place: body };
      const back = ruling(context, body.rulings.length + 1, null, how);
      await tables.decisions.update(row, { ...body, rulings: [...body.rulings, back], agreed: [] });
    });
    const left = all.filter(({ body }) => !isTakenBack(body, batch)).length - due.length;
    return { decided: due.length, left };
  });
  for (const round of rounds) void adjudication.consensus.level(transcript.id, round);
  if (done.decided > 0) await announceDecisions(context, transcript, batch, 0);
  return done;
}

/** It decided there: its own undoing bears the batch, too. */
function isOf({ batch, outcome }: Ruling, of: string): boolean {
  return batch === of && outcome !== null;
}

function isTakenBack({ rulings }: DecisionBody, batch: string): boolean {
  const last = rulings.at(-1);
  return last?.batch === batch && last.outcome === null;
}

/** Whether a strategy may decide a place: nobody has, or what decided it was undone with its batch. */
export function isLeftToStrategies({ byPlace }: OnPlaces, group: Group): boolean {
  const row = byPlace.get(placeOf(group));
  if (row === undefined) return true;
  return isWaiting(row) && row.body.rulings.at(-1)?.batch !== null;
}

/** What the strategy says, in the form in which a person says it. */
export function outcomeOf(
  { start, end, label, from }: Proposed,
  { hull, shared }: Group,
  strategy: StrategyName,
): Outcome {
  const [only] = from;
  if (strategy.startsWith('coder:') && only !== undefined) return { kind: 'coder', span: only };
  if (start === hull[0] && end === hull[1]) return { kind: 'union', role: label };
  if (start === shared[0] && end === shared[1]) return { kind: 'intersection', role: label };
  return { kind: 'drawn', role: label, startUtf16: start, endUtf16: end };
}

type Due = {
  readonly id: string;
  readonly before: Row<DecisionBody> | null;
  readonly body: DecisionBody;
};

function dueIn(
  context: Pick<Context, 'clock'>,
  { now, onPlaces }: Standing,
  index: TextIndex,
  { by, strategy, batch, why }: Command,
): readonly Due[] {
  const { basis, rows } = now;
  const groups = new Map(rows.groups.map((group) => [group.id, group]));
  const places = findPlaces(now);
  const due: Due[] = [];
  for (const proposed of now.proposals.get(strategy) ?? []) {
    const group = groups.get(proposed.group);
    const place = places.get(proposed.group);
    if (group === undefined || place === undefined || !isLeftToStrategies(onPlaces, group))
      continue;
    const before = onPlaces.byPlace.get(placeOf(group)) ?? null;
    const id = before?.id ?? randomUUID();
    const rulings = before?.body.rulings ?? [];
    const agreed = agreedOrOpen(outcomeOf(proposed, group, strategy), place, index, id);
    if (agreed === null || rulings.length >= LIMITS.rulings) continue;
    const how = { by, strategy, batch, why, place };
    const body: DecisionBody = {
      project: basis.transcript.body.project,
      transcript: basis.transcript.id,
      round: basis.round.id,
      place: before?.body.place ?? placeOf(group),
      spans: spansOf(place),
      rulings: [...rulings, ruling(context, rulings.length + 1, agreed.outcome, how)],
      agreed: agreed.agreed,
    };
    due.push({ id, before, body });
  }
  return due;
}

/** What cannot be agreed so, such as a run of space, is left to a person. */
function agreedOrOpen(
  outcome: Outcome,
  place: Place,
  index: TextIndex,
  decision: string,
): Agreed | null {
  try {
    return agreedBy(outcome, place, index, decision);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** How many were written: where somebody was quicker, theirs stands. */
async function writeAll({ tables }: Pick<Context, 'tables'>, due: readonly Due[]): Promise<number> {
  let written = 0;
  await inParts(due, async ({ id, before, body }) => {
    try {
      if (before === null) await tables.decisions.insert(id, body);
      else await tables.decisions.update(before, body);
      written += 1;
    } catch (error) {
      const isRace =
        error instanceof StorageError &&
        (error.code === 'storage/not-unique' || error.code === 'storage/conflict');
      if (!isRace) throw error;
    }
  });
  return written;
}

/** Gone with its transcript. */
async function removeAll({ tables }: Pick<Context, 'tables'>, due: readonly Due[]): Promise<void> {
  await inParts(due, async ({ id }) => void (await tables.decisions.remove(id)));
}

async function inParts<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE) {
    await Promise.all(items.slice(at, at + AT_ONCE).map(act));
  }
}

/** Places that wait for somebody, those on which all agree too. */
function openIn({ now, onPlaces }: Standing): number {
  return now.rows.groups.filter((group) => {
    const row = onPlaces.byPlace.get(placeOf(group));
    return row === undefined || isWaiting(row);
  }).length;
}

async function tellOfMany(
  context: Context,
  transcript: Basis['transcript'],
  round: string,
  batch: string,
): Promise<void> {
  void context.adjudication.consensus.level(transcript.id, round);
  await announceDecisions(context, transcript, batch, 0);
}
