import type { Limits, Resampling } from './limits.ts';
import { limitsOf } from './limits.ts';
import type { MeasureName, Subject } from './measures.ts';
import { measuresOfAll } from './pooled.ts';
import { seeded } from './random.ts';
import type { TranscriptSums } from './transcript-sums.ts';

/** The interval of a figure. */
export type FigureLimits = Subject & {
  readonly measure: MeasureName;
  /** Null where fewer than two texts add to the figure, or no resample has one. */
  readonly limits: Limits;
  /** Resamples in which the figure is undefined; they are left out. */
  readonly undefinedIn: number;
};

/**
 * Intervals of the figures of `poolFigures`, in its order: whole texts are drawn with replacement, as
 * many as there are, and every figure is calculated anew; the limits are 2.5 and 97.5 percent.
 *
 * For one text or a few: `bootstrapPassages`.
 * @throws RangeError as `poolFigures`
 */
export function bootstrapTranscripts(
  all: readonly TranscriptSums[],
  { resamples, seed }: Resampling,
): readonly FigureLimits[] {
  const drawn = Array.from({ length: resamples }, drawing(all.length, seed));
  return measuresOfAll(all).flatMap(({ label, pair, sumsOf, figuresOf }) => {
    const sums = all.map((transcript) => sumsOf(transcript));
    const adding = sums.flatMap((own, at) =>
      typeof own === 'string' ? [] : [{ at, own: Float64Array.from(own) }],
    );
    const width = adding[0]?.own.length ?? 0;
    const values: Partial<Record<MeasureName, number[]>> = {};
    for (const times of drawn) {
      const added = new Float64Array(width);
      let many = 0;
      for (const { at, own } of adding) {
        const often = times[at] ?? 0;
        if (often === 0) continue;
        many += often;
        for (let place = 0; place < width; place += 1) {
          added[place] = (added[place] ?? 0) + often * (own[place] ?? 0);
        }
      }
      if (many === 0) continue;
      for (const [measure, { value }] of figuresOf(added)) {
        const known = (values[measure] ??= []);
        if (value !== null) known.push(value);
      }
    }
    return figuresOf(new Float64Array(width)).map(([measure]) => {
      const known = values[measure] ?? [];
      const limits = adding.length < 2 ? null : limitsOf(known);
      return { measure, label, pair, limits, undefinedIn: resamples - known.length };
    });
  });
}

/** How often each of so many texts is drawn, anew with each call. */
function drawing(texts: number, seed: number): () => Uint32Array {
  const random = seeded(seed);
  return () => {
    const times = new Uint32Array(texts);
    for (let draw = 0; draw < texts; draw += 1) {
      const at = random.int(texts);
      times[at] = (times[at] ?? 0) + 1;
    }
    return times;
  };
}
