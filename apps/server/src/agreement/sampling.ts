import type { GammaOptions } from '@triad/agreement';

/** As pygamma and DKPro have it; told with the figure. */
export const GAMMA: GammaOptions = {
  alpha: 1,
  beta: 1,
  sampler: 'shuffle',
  samples: 30,
  seed: 1,
};

export const BOOTSTRAP = { resamples: 1_000, seed: 1 } as const;

/** With fewer transcripts their passages are drawn: a handful of transcripts can be drawn in few ways. */
const FEWEST_DRAWN = 10;

/** What is drawn anew for an interval. */
export function drawnOf(transcripts: number): 'transcripts' | 'passages' {
  return transcripts < FEWEST_DRAWN ? 'passages' : 'transcripts';
}
