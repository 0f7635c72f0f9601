import type { AlignedUnit, Weights } from './best-alignment.ts';
import { bestDisorder } from './best-alignment.ts';
import type { Continuum } from './continuum.ts';
import type { Figure } from './figure.ts';
import { alphaOf, undefinedFor } from './figure.ts';
import type { Random } from './random.ts';
import { seeded } from './random.ts';
import { sumOf } from './table.ts';

/**
 * How random codings are drawn.
 *
 * - `shuffle` (Mathet, Widlöcher & Métivier 2015, section 5.2): for each coder one of the codings is
 *   drawn, cut at a random place, and its two parts are swapped. Cuts stay half a mean unit apart.
 * - `statistical` (pygamma-agreement, DKPro): numbers, lengths and gaps from normal distributions,
 *   labels by how often they occur.
 */
export type Sampler = 'shuffle' | 'statistical';

export type GammaOptions = Weights & {
  readonly sampler: Sampler;
  readonly samples: number;
  readonly seed: number;
};

export type Gamma = {
  readonly observedDisorder: Figure;
  readonly expectedDisorder: Figure;
  readonly value: Figure;
  /** Half the width of the interval of the expected disorder, as a share of it: 1.96 cv / sqrt(n). */
  readonly precision: number | null;
  readonly samples: number;
  readonly sampler: Sampler;
  readonly seed: number;
};

type Coding = readonly Omit<AlignedUnit, 'coder'>[];

/**
 * Gamma (Mathet, Widlöcher & Métivier 2015, Computational Linguistics 41(3), 437-479): 1 - observed /
 * expected disorder of best alignments.
 * @throws RangeError where so many units lie together that a best alignment cannot be found
 */
export function gamma(continuum: Continuum, options: GammaOptions): Gamma {
  const { sampler, samples, seed } = options;
  const codings = continuum.coders.map(({ spans }) =>
    spans.filter(({ start, end }) => end > start),
  );
  const made = { samples, sampler, seed };
  const why = codings.length < 2 ? 'too-few-coders' : 'nothing-coded';
  if (codings.length < 2 || codings.every((coding) => coding.length === 0)) {
    const none = undefinedFor(why);
    const [observedDisorder, expectedDisorder, value] = [none, none, none];
    return { observedDisorder, expectedDisorder, value, precision: null, ...made };
  }
  const observed = disorderOf(codings, options);
  const draw = samplerOf(sampler, codings, continuum.length, seeded(seed));
  const drawn = Array.from({ length: samples }, () => disorderOf(draw(), options));
  const expected = sumOf(drawn) / samples;
  const spread = Math.sqrt(sumOf(drawn.map((each) => (each - expected) ** 2)) / (samples - 1));
  return {
    observedDisorder: { value: observed, reason: null },
    expectedDisorder: { value: expected, reason: null },
    value:
      observed === 0 ? { value: 1, reason: null } : alphaOf(observed, expected, 'no-variation'),
    precision: samples > 1 ? (1.96 * spread) / expected / Math.sqrt(samples) : null,
    ...made,
  };
}

/** The disorder of the best alignment, by the mean number of units of a coder; 0 with no unit. */
function disorderOf(codings: readonly Coding[], weights: Weights): number {
  const units = codings.flatMap((coding, coder) => coding.map((unit) => ({ ...unit, coder })));
  if (units.length === 0) return 0;
  return (bestDisorder(units, codings.length, weights) * codings.length) / units.length;
}

function samplerOf(
  sampler: Sampler,
  codings: readonly Coding[],
  length: number,
  random: Random,
): () => readonly Coding[] {
  const draw = sampler === 'shuffle' ? shuffled : statistical;
  return () => {
    // One in which nobody marked anything says nothing of disorder.
    for (;;) {
      const drawn = draw(codings, length, random);
      if (drawn.some((coding) => coding.length > 0)) return drawn;
    }
  };
}

function shuffled(codings: readonly Coding[], length: number, random: Random): readonly Coding[] {
  const units = codings.flat();
  const apart = sumOf(units.map(({ start, end }) => end - start)) / units.length / 2;
  const cuts: number[] = [];
  return codings.map(() => {
    const coding = codings[random.int(codings.length)] ?? [];
    const cut = cutAt(cuts, length, apart, random);
    cuts.push(cut);
    return coding.map((unit) => {
      const by = unit.start < cut ? length - cut : -cut;
      return { ...unit, start: unit.start + by, end: unit.end + by };
    });
  });
}

/** A place that keeps away from the cuts before; anywhere, where these leave no room. */
function cutAt(cuts: readonly number[], length: number, apart: number, random: Random): number {
  for (let tries = 0; tries < 100; tries += 1) {
    const cut = random.int(length);
    if (cuts.every((other) => Math.abs(cut - other) >= apart)) return cut;
  }
  return random.int(length);
}

function statistical(codings: readonly Coding[], _: number, random: Random): readonly Coding[] {
  const units = codings.flat();
  const numbers = momentsOf(codings.map((coding) => coding.length));
  const lengths = momentsOf(units.map(({ start, end }) => end - start));
  const gaps = momentsOf(codings.flatMap((coding) => gapsOf(coding)));
  return codings.map(() => {
    const many = Math.round(Math.abs(normal(numbers, random)));
    const drawn: { start: number; end: number; label: string }[] = [];
    let at = 0;
    for (let each = 0; each < many; each += 1) {
      const start = at + normal(gaps, random);
      let long = 0;
      while (long <= 0) long = Math.abs(normal(lengths, random));
      at = start + long;
      drawn.push({ start, end: at, label: units[random.int(units.length)]?.label ?? '' });
    }
    return drawn;
  });
}

/** From the beginning to the first unit, and from each to the next; below zero where they overlap. */
function gapsOf(coding: Coding): readonly number[] {
  const ordered = coding.toSorted((a, b) => a.start - b.start || a.end - b.end);
  return ordered.map(({ start }, at) => start - (ordered[at - 1]?.end ?? 0));
}

type Moments = { readonly mean: number; readonly spread: number };

function momentsOf(numbers: readonly number[]): Moments {
  const mean = sumOf(numbers) / numbers.length;
  return { mean, spread: Math.sqrt(sumOf(numbers.map((x) => (x - mean) ** 2)) / numbers.length) };
}

/** Box & Muller 1958. */
function normal({ mean, spread }: Moments, random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.float()));
  return mean + spread * radius * Math.cos(2 * Math.PI * random.float());
}
