import { findBasis } from '../agreement/basis.ts';
import type { Basis } from '../agreement/basis.ts';
import type { Context } from '../context.ts';
import type { AgreedBody, DecisionBody } from '../data/adjudication-records.ts';
import type { ProjectBody, TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import type { Adjudicated } from './adjudicated.ts';
import { adjudicated } from './adjudicated.ts';
import type { Place } from './agreed-spans.ts';
import type { OnPlaces } from './decisions-on-places.ts';
import { decisionsOnPlaces } from './decisions-on-places.ts';
import type { KeptDecisions } from './kept-decisions.ts';
import type { AgreedRanges } from './kept-texts.ts';

/** A transcript as it stands compared, and what was decided of its places on the round that it rests on. */
export type Standing = {
  readonly now: Adjudicated;
  readonly decisions: readonly Row<DecisionBody>[];
  readonly replies: KeptDecisions['replies'];
  readonly onPlaces: OnPlaces;
  readonly ranges: AgreedRanges;
};

/** The round on which a transcript rests. Refuses with `agreement/no-round`. */
export async function basisFor(
  { tables }: Pick<Context, 'tables'>,
  project: Row<ProjectBody>,
  transcript: Row<TranscriptBody>,
): Promise<Basis> {
  const basis = await findBasis(tables, project, transcript);
  if (basis === null) throw refuse('agreement/no-round');
  return basis;
}

export async function standingOf(
  context: Context,
  basis: Basis,
  strategies: Parameters<typeof adjudicated>[2] = [],
): Promise<Standing> {
  const { adjudication } = context;
  const { transcript, round } = basis;
  const now = await adjudicated(context, basis, strategies);
  const kept = await adjudication.decisions.of(transcript.id);
  const before = known.get(kept);
  const isSame = before?.rows === now.rows && before.round === round.id;
  const made = isSame ? before : { rows: now.rows, round: round.id, found: find() };
  known.set(kept, made);
  made.found.catch(() => known.delete(kept));
  return { now, replies: kept.replies, ...(await made.found) };

  async function find(): Promise<Found> {
    const decisions = kept.decisions.filter(({ body }) => body.round === round.id);
    const agreed = decisions.flatMap(({ body }) => body.agreed);
    const { state } = now.stamp.text;
    const ranges = await adjudication.texts.rangesOf(transcript.id, state, agreed);
    const { groups, layers } = now.rows;
    const onPlaces = decisionsOnPlaces(groups, layers, decisions, goneOf(agreed, ranges));
    return { decisions, onPlaces, ranges };
  }
}

type Found = Pick<Standing, 'decisions' | 'onPlaces' | 'ranges'>;

/** Of the same decisions and the same comparison it is the same, for everybody who hears of one. */
const known = new WeakMap<
  KeptDecisions,
  { readonly rows: Adjudicated['rows']; readonly round: string; readonly found: Promise<Found> }
>();

function goneOf(agreed: readonly AgreedBody[], ranges: AgreedRanges): ReadonlySet<string> {
  return new Set(agreed.filter((span) => ranges.get(span) === null).map(({ id }) => id));
}

/** A place of what is there now; null where there is none that has just these spans. */
export function findPlace({ groups, rows }: Adjudicated, spans: readonly string[]): Place | null {
  const named = new Set(spans);
  const least = [...named].sort()[0] ?? '';
  const group = groups.get(least);
  if (group === undefined || group.spans.length !== named.size) return null;
  if (!group.spans.every((id) => named.has(id))) return null;
  const own = rows.layers.flatMap(({ member, spans: all }) =>
    all.filter(({ id }) => named.has(id)).map((span) => ({ ...span, member })),
  );
  return { group, spans: own };
}

/** All places of what is there now, by the id of their groups. */
export function findPlaces({ rows }: Adjudicated): ReadonlyMap<string, Place> {
  const byId = new Map(
    rows.layers.flatMap(({ member, spans }) =>
      spans.map((span) => [span.id, { ...span, member }] as const),
    ),
  );
  return new Map(
    rows.groups.map((group) => {
      const spans = group.spans.map((id) => byId.get(id)).filter((span) => span !== undefined);
      return [group.id, { group, spans }];
    }),
  );
}
