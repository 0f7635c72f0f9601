import type { Figure, Reason } from './figure.ts';
import { figure, kappaOf, undefinedFor } from './figure.ts';
import type { CountedTable } from './table.ts';
import { pairsOf, sumOf } from './table.ts';

/** What two coders gave to the units that both coded. */
type Joint = {
  readonly both: number;
  readonly agreed: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
};

function jointOf({ cells, units, values }: CountedTable, first: number, second: number): Joint {
  const [a, b] = [new Float64Array(values.length), new Float64Array(values.length)];
  let [both, agreed] = [0, 0];
  for (let unit = 0; unit < units; unit += 1) {
    const one = cells[first * units + unit] ?? -1;
    const other = cells[second * units + unit] ?? -1;
    if (one < 0 || other < 0) continue;
    both += 1;
    if (one === other) agreed += 1;
    a[one] = (a[one] ?? 0) + 1;
    b[other] = (b[other] ?? 0) + 1;
  }
  return { both, agreed, a, b };
}

/** Cohen's kappa of these two coders over the units that both coded (Cohen 1960). */
function kappaOfPair(table: CountedTable, first: number, second: number): Figure {
  const { both, agreed, a, b } = jointOf(table, first, second);
  if (both === 0) return undefinedFor('nothing-pairable');
  return kappaOf(agreed / both, sumOf(a.map((each, k) => each * (b[k] ?? 0))) / both ** 2);
}

/** Of tables of two coders alone; null where the table is one. */
function whyNotTwo(table: CountedTable): Reason | null {
  if (table.coders < 2) return 'too-few-coders';
  if (table.coders > 2) return 'not-two-coders';
  return table.pairable.length === 0 ? 'nothing-pairable' : null;
}

/** Cohen's kappa (Cohen 1960): chance by each coder's own proportions. Two coders. */
export function cohenKappa(table: CountedTable): Figure {
  const why = whyNotTwo(table);
  return why === null ? kappaOfPair(table, 0, 1) : undefinedFor(why);
}

/** Scott's pi (Scott 1955): chance by the proportions of both together. Two coders. */
export function scottPi(table: CountedTable): Figure {
  const why = whyNotTwo(table);
  if (why !== null) return undefinedFor(why);
  const { both, agreed, a, b } = jointOf(table, 0, 1);
  const expected = sumOf(a.map((each, k) => ((each + (b[k] ?? 0)) / (2 * both)) ** 2));
  return kappaOf(agreed / both, expected);
}

/** Bennett's S: chance is one over the number of values that occur in the table. Two coders. */
export function bennettS(table: CountedTable): Figure {
  const why = whyNotTwo(table);
  if (why !== null) return undefinedFor(why);
  const { both, agreed } = jointOf(table, 0, 1);
  return kappaOf(agreed / both, 1 / table.values.length);
}

/** Values of each unit, the same in every one; else why there is none. */
function evenly({ coders, sizes }: CountedTable): number | Reason {
  if (coders < 2) return 'too-few-coders';
  const [first] = sizes;
  if (first === undefined) return 'nothing-pairable';
  return sizes.every((size) => size === first) ? first : 'values-missing';
}

/** Mean over units of the share of pairs that agree. */
function agreeingShare({ counts, sizes }: CountedTable, each: number): number {
  let agreed = 0;
  for (const n of counts) agreed += n * (n - 1);
  return agreed / (each * (each - 1)) / sizes.length;
}

/** Of all values of all units, the share of each. */
function pooled({ counts, sizes, values }: CountedTable, each: number): Float64Array {
  const shares = new Float64Array(values.length);
  for (const [at, n] of counts.entries()) {
    shares[at % values.length] = (shares[at % values.length] ?? 0) + n;
  }
  return shares.map((n) => n / (sizes.length * each));
}

/** Fleiss' kappa (Fleiss 1971): every unit with as many values. With two coders it is Scott's pi. */
export function fleissKappa(table: CountedTable): Figure {
  const each = evenly(table);
  if (typeof each === 'string') return undefinedFor(each);
  return kappaOf(agreeingShare(table, each), sumOf(pooled(table, each).map((p) => p ** 2)));
}

/** 1 - sum n_uk (m - n_uk) / (N m (m - 1) p_k (1 - p_k)) of each value k (Fleiss 1971). */
export function fleissKappaByCategory(table: CountedTable): ReadonlyMap<string, Figure> {
  const each = evenly(table);
  if (typeof each === 'string') {
    return new Map(table.values.map((value) => [String(value), undefinedFor(each)]));
  }
  const many = table.values.length;
  const shares = pooled(table, each);
  const apart = new Float64Array(many);
  for (const [at, n] of table.counts.entries()) {
    apart[at % many] = (apart[at % many] ?? 0) + n * (each - n);
  }
  return new Map(
    table.values.map((value, k) => {
      const share = shares[k] ?? 0;
      const chance = table.sizes.length * each * (each - 1) * share * (1 - share);
      const found =
        chance === 0 ? undefinedFor('no-variation') : figure(1 - (apart[k] ?? 0) / chance);
      return [String(value), found];
    }),
  );
}

/**
 * Kappa of several coders (Davies & Fleiss 1982; Artstein & Poesio 2008, section 2.5): chance is the
 * mean over pairs of coders of sum p_i(k) p_j(k). Every coder has a value for every unit.
 */
export function multiKappa(table: CountedTable): Figure {
  const each = evenly(table);
  if (typeof each === 'string') return undefinedFor(each);
  if (each !== table.coders) return undefinedFor('values-missing');
  const pairs = pairsOf(table.coders);
  const chances = pairs.map(([first, second]) => {
    const { both, a, b } = jointOf(table, first, second);
    return sumOf(a.map((one, k) => one * (b[k] ?? 0))) / both ** 2;
  });
  return kappaOf(agreeingShare(table, each), sumOf(chances) / pairs.length);
}

/** Plain mean of Cohen's kappa over pairs of coders (Light 1971); undefined if one of them is. */
export function meanPairwiseKappa(table: CountedTable): Figure {
  if (table.coders < 2) return undefinedFor('too-few-coders');
  const kappas = pairsOf(table.coders).map(([a, b]) => kappaOfPair(table, a, b).value);
  const known = kappas.filter((each) => each !== null);
  if (known.length < kappas.length) return undefinedFor('a-pair-undefined');
  return figure(sumOf(known) / known.length);
}
