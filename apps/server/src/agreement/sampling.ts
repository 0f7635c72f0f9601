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
