import { randomUUID } from 'node:crypto';
import type { changeDecisionBody, decideBody, Outcome, Ruling, StrategyName } from '@triad/collab';
import { LIMITS, placeOf } from '@triad/collab';
import { StorageError } from '@triad/storage';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { DecisionBody } from '../data/adjudication-records.ts';
import type { TranscriptBody } from '../data/records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import type { Membership } from '../projects/membership.ts';
import { keepIfTranscript } from '../projects/still-there.ts';
import { refuse } from '../refusal.ts';
import { agreedBy } from './agreed-spans.ts';
import type { Agreed, Place } from './agreed-spans.ts';
import { announceDecisions } from './announce-decisions.ts';
import { besideRedactions } from './beside-redactions.ts';
import type { Standing } from './standing.ts';
import { basisFor, findPlace, standingOf } from './standing.ts';

/**
 * A lead decides a place that nobody has decided. Refuses with `decisions/moved` where text or place are
 * not as the lead saw them, `decisions/decided-already` where somebody was there before, and as
 * {@link agreedBy} does.
 */
export async function decide(
  context: Context,
  transcript: Row<TranscriptBody>,
  me: Membership,
  { text, spans, outcome, why }: z.infer<typeof decideBody>,
): Promise<Row<DecisionBody>> {
  const { tables } = context;
  const made = await besideRedactions(context, transcript.id, async () => {
    const standing = await standingFor(context, transcript, me, text);
    const place = findPlace(standing.now, spans);
    if (place === null) throw refuse('decisions/moved');
    await refuseDecided(context, standing, place, null);
    const id = randomUUID();
    const agreed = await agreedNow(context, standing, outcome, { place, decision: id });
    const by = { by: me.member.id, strategy: null, batch: null, why };
    const row = await insertFirst(context, transcript, id, {
      project: me.project.id,
      transcript: transcript.id,
      round: standing.now.basis.round.id,
      place: placeOf(place.group),
      spans: spansOf(place),
      rulings: [ruling(context, 1, agreed.outcome, { ...by, place })],
      agreed: agreed.agreed,
    });
    await keepIfTranscript(tables, transcript, () => tables.decisions.remove(id));
    return row;
  });
  await tell(context, transcript, made);
  return made;
}

/**
 * A lead decides it otherwise, or takes the decision back (`outcome` null): the rulings before stay. What
 * has no place any more can be taken back alone. Refuses as {@link decide} does, with
 * `decisions/too-many-rulings`, and with `storage/conflict` where the lead saw another version.
 */
export async function changeDecision(
  context: Context,
  transcript: Row<TranscriptBody>,
  me: Membership,
  seen: Row<DecisionBody>,
  { version, text, spans, outcome, why }: z.infer<typeof changeDecisionBody>,
): Promise<Row<DecisionBody>> {
  const { tables } = context;
  const changed = await besideRedactions(context, transcript.id, async () => {
    const standing = await standingFor(context, transcript, me, text);
    const row = standing.decisions.find(({ id }) => id === seen.id);
    if (row === undefined) throw refuse('decisions/moved');
    const { body } = asSeen(row, version);
    if (body.rulings.length >= LIMITS.rulings) {
      throw refuse('decisions/too-many-rulings', LIMITS.rulings);
    }
    const place = placeFor(standing, row, spans);
    const by = { by: me.member.id, strategy: null, batch: null, why };
    const number = body.rulings.length + 1;
    if (outcome === null) {
      const back = ruling(context, number, null, { ...by, place: place ?? body });
      return tables.decisions.update(row, {
        ...body,
        rulings: [...body.rulings, back],
        agreed: [],
      });
    }
    if (place === null) throw refuse('decisions/moved');
    await refuseDecided(context, standing, place, row.id);
    const agreed = await agreedNow(context, standing, outcome, { place, decision: row.id });
    return tables.decisions.update(row, {
      ...body,
      place: keyFor(standing, row, place),
      spans: spansOf(place),
      rulings: [...body.rulings, ruling(context, number, agreed.outcome, { ...by, place })],
      agreed: agreed.agreed,
    });
  });
  await tell(context, transcript, changed);
  return changed;
}

async function standingFor(
  context: Context,
  transcript: Row<TranscriptBody>,
  { project }: Membership,
  text: string,
): Promise<Standing> {
  const standing = await standingOf(context, await basisFor(context, project, transcript));
  if (standing.now.stamp.text.state !== text) throw refuse('decisions/moved');
  return standing;
}

/** The place that a decision is on, as the lead sees it; null where none is left of it. */
function placeFor(
  { now: there, onPlaces }: Standing,
  { id, body }: Row<DecisionBody>,
  spans: readonly string[],
): Place | null {
  const least = onPlaces.placeOf.get(id);
  if (least === undefined) {
    const known = new Set(body.spans.map(({ span }) => span));
    if (spans.some((span) => !known.has(span))) throw refuse('decisions/moved');
    return null;
  }
  const place = findPlace(there, spans);
  if (place === null || placeOf(place.group) !== least) throw refuse('decisions/moved');
  return place;
}

/** Two leads never decide one place without the one knowing of the other; `own` is the one that is changed. */
async function refuseDecided(
  { tables }: Pick<Context, 'tables'>,
  { onPlaces }: Standing,
  { group }: Place,
  own: string | null,
): Promise<void> {
  const other = onPlaces.byPlace.get(placeOf(group));
  if (other === undefined || other.id === own) return;
  throw await decidedAlready(tables, other);
}

async function decidedAlready(
  tables: Context['tables'],
  { body }: Row<Pick<DecisionBody, 'rulings'>>,
): Promise<Error> {
  const member = await tables.members.get(body.rulings.at(-1)?.by ?? '');
  const account = member && (await tables.accounts.get(member.body.account));
  return refuse('decisions/decided-already', account?.body.name ?? null);
}

/** Of a place that two decide at once the one that is stored first stands. */
async function insertFirst(
  { tables }: Context,
  transcript: Row<TranscriptBody>,
  id: string,
  body: DecisionBody,
): Promise<Row<DecisionBody>> {
  try {
    return await tables.decisions.insert(id, body);
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'storage/not-unique') throw error;
    const other = await tables.decisions.one('place', placeKey(transcript.id, body));
    throw other === null ? error : await decidedAlready(tables, other);
  }
}

export function placeKey(
  transcript: string,
  { round, place }: Pick<DecisionBody, 'round' | 'place'>,
): string {
  return `${transcript}/${round}/${place}`;
}

/** The place's key, unless another decision has it: then it keeps its own. */
function keyFor({ decisions }: Standing, row: Row<DecisionBody>, { group }: Place): string {
  const key = placeOf(group);
  const isTaken = decisions.some(({ id, body }) => id !== row.id && body.place === key);
  return isTaken ? row.body.place : key;
}

async function agreedNow(
  { adjudication }: Pick<Context, 'adjudication'>,
  { now: { basis, stamp } }: Standing,
  outcome: Outcome,
  { place, decision }: { readonly place: Place; readonly decision: string },
): Promise<Agreed> {
  const { state } = stamp.text;
  const index = await adjudication.texts.indexOf(basis.transcript.id, state);
  if (index === null) throw refuse('decisions/moved');
  return agreedBy(outcome, place, index, decision);
}

export function spansOf({ spans }: Place): DecisionBody['spans'] {
  return spans.map(({ id, member, role, edges }) => ({ member, span: id, role, edges }));
}

export function ruling(
  context: Pick<Context, 'clock'>,
  number: number,
  outcome: Outcome | null,
  {
    by,
    strategy,
    batch,
    why,
    place,
  }: {
    readonly by: string;
    readonly strategy: StrategyName | null;
    readonly batch: string | null;
    readonly why: string;
    readonly place: { readonly spans: readonly { readonly member: string }[] };
  },
): Ruling {
  const ownSpan = place.spans.some(({ member }) => member === by);
  return { number, outcome, by, strategy, batch, at: now(context), why, ownSpan };
}

/** Who watches is told first; the consensus follows. */
async function tell(
  context: Context,
  transcript: Row<TranscriptBody>,
  { id, version, body }: Row<DecisionBody>,
): Promise<void> {
  void context.adjudication.consensus.level(transcript.id, body.round);
  await announceDecisions(context, transcript, id, version);
}
