import type { AlignedUnit, Weights } from './best-alignment.ts';
import { bestDisorder } from './best-alignment.ts';
import type { Continuum, Runs } from './continuum.ts';
import { codingsOf } from './continuum.ts';
import { Effort } from './effort.ts';
import type { Figure, Reason } from './figure.ts';
import { alphaOf, figure, undefinedFor } from './figure.ts';
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
  readonly precision: Figure;
  /** Mean number of units of a coder; texts are pooled by it. */
  readonly unitsPerCoder: number;
  readonly samples: number;
  readonly sampler: Sampler;
  readonly seed: number;
};

type Coding = readonly Omit<AlignedUnit, 'coder'>[];

/** What one gamma may take in all: a minute, or so. */
const MOST_STEPS = 4_000_000_000;
/** To draw a unit and to put it in order. */
const UNIT_STEPS = 10;

/**
 * Gamma (Mathet, Widlöcher & Métivier 2015, Computational Linguistics 41(3), 437-479): 1 - observed /
 * expected disorder of best alignments, of units of the labels to report on.
 */
export function gamma(continuum: Continuum, options: GammaOptions): Gamma {
  const { sampler, samples, seed } = options;
  const { length, labels, units, coders } = codingsOf(continuum);
  const codings = coders.map((_, coder): Coding =>
    labels.flatMap((label, at) => unitsOf(units[at]?.[coder], label)),
  );
  const unitsPerCoder = codings.flat().length / codings.length;
  const undefinedGamma = (reason: Reason): Gamma => {
    const none = undefinedFor(reason);
    const [observedDisorder, expectedDisorder, value] = [none, none, none];
    return { observedDisorder, expectedDisorder, value, precision: none, ...made };
  };
  const made = { unitsPerCoder: unitsPerCoder || 0, samples, sampler, seed };
  if (codings.length < 2) return undefinedGamma('too-few-coders');
  if (unitsPerCoder === 0) return undefinedGamma('nothing-coded');
  const effort = new Effort(MOST_STEPS);
  const observed = disorderOf(codings, options, effort);
  if (observed === null) return undefinedGamma('too-dense');
  const draw = samplerOf(sampler, codings, length, seeded(seed));
  const drawn: number[] = [];
  while (drawn.length < samples) {
    const disorder = disorderOf(draw(), options, effort);
    if (disorder === null) {
      return { ...undefinedGamma('too-dense'), observedDisorder: figure(observed) };
    }
    drawn.push(disorder);
  }
  const expected = sumOf(drawn) / samples;
  return {
    observedDisorder: figure(observed),
    expectedDisorder: figure(expected),
    value: gammaOf(observed, expected),
    precision: precisionOf(drawn, expected),
    ...made,
  };
}

function precisionOf(drawn: readonly number[], mean: number): Figure {
  if (drawn.length < 2) return undefinedFor('too-few-samples');
  if (mean === 0) return undefinedFor('no-variation');
  const variance = sumOf(drawn.map((each) => (each - mean) ** 2)) / (drawn.length - 1);
  return figure((1.96 * Math.sqrt(variance / drawn.length)) / mean);
}

/** Where nothing is observed to be out of order it is 1, whatever is expected. */
export function gammaOf(observed: number, expected: number): Figure {
  return observed === 0 ? figure(1) : alphaOf(observed, expected, 'no-variation');
}

function unitsOf(runs: Runs | undefined, label: string): Coding {
  return Array.from(runs?.starts ?? [], (start, at) => ({
    start,
    end: runs?.ends[at] ?? start,
    label,
  }));
}

/** The disorder of the best alignment, by the mean number of units of a coder; null where it is too far to find. */
function disorderOf(codings: readonly Coding[], weights: Weights, effort: Effort): number | null {
  const units = codings.flatMap((coding, coder) => coding.map((unit) => ({ ...unit, coder })));
  // Many samples of many units that need no effort take their time too.
  if (!effort.spend(UNIT_STEPS * units.length)) return null;
  const disorder = bestDisorder(units, codings.length, weights, effort);
  if (disorder === null) return null;
  // What is left of whole numbers by rounding alone is nothing.
  const isNothing = disorder <= units.length * 1e-12;
  return isNothing ? 0 : (disorder * codings.length) / units.length;
}

function samplerOf(
  sampler: Sampler,
  codings: readonly Coding[],
  length: number,
  random: Random,
): () => readonly Coding[] {
  if (sampler === 'statistical') return statistical(codings, random);
  return () => {
    // One in which nobody marked anything says nothing of disorder.
    for (;;) {
      const drawn = shuffled(codings, length, random);
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

/** After pygamma-agreement 0.5.9, also where it is peculiar; see the comments. */
function statistical(codings: readonly Coding[], random: Random): () => readonly Coding[] {
  const units = codings.flat();
  const numbers = momentsOf(codings.map((coding) => coding.length));
  const lengths = momentsOf(units.map(({ start, end }) => end - start));
  // One gap of 0 more than there are.
  const gaps = momentsOf([0, ...codings.flatMap((coding) => gapsOf(coding))]);
  return () =>
    codings.map((_, coder) => {
      // Rounded towards 0; the first coder, before whom there is nothing, has one at least.
      const many = Math.abs(Math.trunc(normal(numbers, random)));
      const drawn: { start: number; end: number; label: string }[] = [];
      let at = 0;
      for (let each = 0; each < (coder === 0 ? Math.max(1, many) : many); each += 1) {
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
  return ordered
    .map(({ start }, at) => start - (ordered[at - 1]?.end ?? 0))
    .filter((gap, at) => at > 0 || gap > 0);
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
