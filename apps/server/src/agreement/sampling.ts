import type { GammaOptions, Resampling } from '@triad/agreement';

/** As pygamma and DKPro have it; told with the figure. */
export const GAMMA: GammaOptions = {
  alpha: 1,
  beta: 1,
  sampler: 'shuffle',
  samples: 30,
  seed: 1,
};

/** With fewer transcripts their passages are drawn: a handful of transcripts can be drawn in few ways. */
const FEWEST_DRAWN = 10;

export type Drawing = Resampling & { readonly what: 'transcripts' | 'passages' };

/** What is drawn anew for an interval, and how often: of passages every figure is worked out anew. */
export function drawingOf(transcripts: number): Drawing {
  return transcripts < FEWEST_DRAWN
    ? { what: 'passages', resamples: 400, seed: 1 }
    : { what: 'transcripts', resamples: 1_000, seed: 1 };
}
