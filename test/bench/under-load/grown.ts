import { benchRate, LAYERS } from '../load/rate.ts';

/* The same late in a study. */

await benchRate({
  name: 'grown',
  title: 'a span every 5 s each, 2,000 spans in each document',
  everyMs: 5_000,
  forMs: process.argv.includes('--short') ? 10_000 : 60_000,
  // 1,340 that were folded and up to as many again after them: 2,010 each, all together.
  study: { layers: LAYERS, spans: 1_340, tails: true },
  goals: {
    acknowledgedMs: [5, 15],
    deliveredMs: [5, 12],
    processorS: 0.5,
    memoryMb: 350,
    aheadAtP99: true,
  },
});
