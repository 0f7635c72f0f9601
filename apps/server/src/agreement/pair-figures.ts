import type { MeasureName, PooledFigure } from '@triad/agreement';
import type { PairFigures } from '@triad/collab';
import type { Role } from '@triad/realist';
import { CORE_ROLES, isRole } from '@triad/realist';

type OfPair = PooledFigure & { readonly pair: readonly [string, string] };

/** Coder against coder, of those figures that are of two. */
export function pairsIn(pooled: readonly PooledFigure[]): readonly PairFigures[] {
  const pairs = Map.groupBy(pooled.filter(isOfPair), ({ pair }) => pair.join(' '));
  return [...pairs.values()].map((own) => pairOf(own));
}

function isOfPair(found: PooledFigure): found is OfPair {
  return found.pair !== null;
}

function pairOf(own: readonly OfPair[]): PairFigures {
  const of = (measure: MeasureName, label: string | null): OfPair | undefined =>
    own.find((each) => each.measure === measure && each.label === label);
  const [a, b] = own[0]?.pair ?? ['', ''];
  const used = own.flatMap(({ label, spans }) =>
    isRole(label) && (spans > 0 || CORE_ROLES.includes(label)) ? [label] : [],
  );
  const roles = [...new Set(used)];
  const all = of('spanF1Exact', null);
  return {
    a,
    b,
    transcripts: all?.transcripts ?? 0,
    spans: all?.spans ?? 0,
    exact: all?.value ?? null,
    overlap: of('spanF1Overlap', null)?.value ?? null,
    overlapOneToOne: of('spanF1OneToOne', null)?.value ?? null,
    roles: roles.map((role: Role) => ({
      role,
      spans: of('spanF1Exact', role)?.spans ?? 0,
      exact: of('spanF1Exact', role)?.value ?? null,
      overlap: of('spanF1Overlap', role)?.value ?? null,
      overlapOneToOne: of('spanF1OneToOne', role)?.value ?? null,
      agreement: of('characterAgreement', role)?.value ?? null,
      kappa: of('characterKappa', role)?.value ?? null,
      dice: of('dice', role)?.value ?? null,
    })),
  };
}
