import { benchRate, LAYERS } from '../load/rate.ts';

/* The same at ten times the rate. */

await benchRate({
  name: 'tenfold',
  title: 'a span every 0.5 s each',
  everyMs: 500,
  forMs: process.argv.includes('--short') ? 8_000 : 30_000,
  study: { layers: LAYERS, spans: 0, tails: false },
  goals: {
    acknowledgedMs: [6, 20],
    deliveredMs: [6, 20],
    processorS: 0.5,
    memoryMb: 160,
    aheadAtP99: true,
  },
});
