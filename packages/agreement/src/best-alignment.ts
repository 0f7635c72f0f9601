import { bestSaving } from './best-packing.ts';
import type { Effort } from './effort.ts';
import type { Together } from './walk-along.ts';

/** A unit of a coder, by the coder's place in the list. */
export type AlignedUnit = {
  readonly coder: number;
  readonly start: number;
  readonly end: number;
  readonly label: string;
};

/** Weights of position and of label in the distance of two units; the distance from an empty place is 1. */
export type Weights = { readonly alpha: number; readonly beta: number };

/** More sets than this are not kept in memory. */
const MOST_SETS = 500_000;

/** How far two units are apart (Mathet, Widlöcher & Métivier 2015, section 4). */
function distance(u: AlignedUnit, v: AlignedUnit, { alpha, beta }: Weights): number {
  const apart = Math.abs(u.start - v.start) + Math.abs(u.end - v.end);
  const position = apart / (u.end - u.start + v.end - v.start);
  return alpha * position * position + (u.label === v.label ? 0 : beta);
}

/**
 * The disorder of the best alignment of these units, its unitary disorders added: an exact optimum.
 * A unit alone has the disorder 1, so what is looked for is what is saved by putting units together:
 * first every set that can be worth it, then the sets without a common unit that save most.
 *
 * @param units of positive length
 * @returns null where the effort ends before the optimum is found
 */
export function bestDisorder(
  units: readonly AlignedUnit[],
  coders: number,
  weights: Weights,
  effort: Effort,
): number | null {
  const ordered = units.toSorted(
    (a, b) => a.start + a.end - (b.start + b.end) || a.start - b.start || a.coder - b.coder,
  );
  const sets = worthwhile(ordered, coders, weights, effort);
  const saved = sets === null ? null : bestSaving(sets, ordered.length, effort);
  return saved === null ? null : ordered.length - saved;
}

/** A unit that may still join, and how far it is from those who are in, all together. */
type Candidate = { readonly unit: number; readonly apart: number };

/**
 * Every set of units, of as many coders, from which none is better off alone; a larger set's units are
 * further from the others together, so that a set grows only while each is near enough to them.
 */
function worthwhile(
  units: readonly AlignedUnit[],
  coders: number,
  weights: Weights,
  effort: Effort,
): readonly Together[] | null {
  const pairs = (coders * (coders - 1)) / 2;
  // A unit that is further from the others than this is better off alone, however many they are.
  const far = pairs + coders - 1;
  const found: Together[] = [];
  /** Takes each candidate in; `apart` is how far each member is from the others together. */
  const grow = (
    members: readonly number[],
    apart: readonly number[],
    candidates: readonly Candidate[],
  ): boolean => {
    if (!effort.spend(candidates.length)) return false;
    const size = members.length + 1;
    for (const [at, { unit, apart: own }] of candidates.entries()) {
      const joining = units[unit];
      if (joining === undefined) continue;
      const all = [...members, unit];
      const apartNow = [...apart, own];
      let sum = own;
      let furthest = own;
      for (const [place, member] of members.entries()) {
        const other = units[member] ?? joining;
        const now = (apart[place] ?? 0) + distance(other, joining, weights);
        apartNow[place] = now;
        sum += now;
        furthest = Math.max(furthest, now);
      }
      if (furthest >= far) continue;
      const saving = size - 1 + ((size * (size - 1)) / 2 - sum / 2) / pairs;
      if (saving > 0 && furthest < pairs + size - 1) {
        found.push({ units: all, saving });
        if (found.length > MOST_SETS) return false;
      }
      if (size === coders) continue;
      const next: Candidate[] = [];
      for (let later = at + 1; later < candidates.length; later += 1) {
        const { unit: other, apart: before } = candidates[later] ?? { unit: 0, apart: far };
        const candidate = units[other];
        if (candidate === undefined || candidate.coder === joining.coder) continue;
        const together = before + distance(joining, candidate, weights);
        if (together < far) next.push({ unit: other, apart: together });
      }
      if (!grow(all, apartNow, next)) return false;
    }
    return true;
  };
  // Nearer than `far` in position alone: apart by less than this share of both lengths.
  const reach = weights.alpha > 0 ? Math.sqrt(far / weights.alpha) : Infinity;
  const longest = units.reduce((most, { start, end }) => Math.max(most, end - start), 0);
  for (const [first, unit] of units.entries()) {
    const most = unit.start + unit.end + reach * (unit.end - unit.start + longest);
    const near: Candidate[] = [];
    for (let other = first + 1; other < units.length; other += 1) {
      const candidate = units[other];
      if (candidate === undefined || candidate.start + candidate.end > most) break;
      if (candidate.coder === unit.coder) continue;
      const apart = distance(unit, candidate, weights);
      if (apart < far) near.push({ unit: other, apart });
    }
    if (!grow([first], [0], near)) return null;
  }
  return found;
}
