import { benchRate, LAYERS } from '../load/rate.ts';

/* 500 people at work on 100 documents that were just begun. */

await benchRate({
  name: 'steady',
  title: 'a span every 5 s each',
  everyMs: 5_000,
  forMs: process.argv.includes('--short') ? 10_000 : 60_000,
  study: { layers: LAYERS, spans: 0, tails: false },
  goals: {
    acknowledgedMs: [5, 15],
    deliveredMs: [5, 12],
    processorS: 0.5,
    memoryMb: 160,
    aheadAtP99: false,
  },
});
