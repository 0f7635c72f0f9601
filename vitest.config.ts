import { defineConfig } from 'vitest/config';

/** One run for every package and what crosses them; browsers and real servers need the longer limits. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'packages',
          // One less than there are processors would be one on a machine of two: they wait for disks and threads.
          maxWorkers: 2,
          include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'across',
          maxWorkers: 2,
          include: ['test/*.test.ts', 'test/faults/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/support/browser-setup.ts',
          // Each wait in them has its own limit: this one is for what hangs, not for a busy machine.
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // Chromium itself loses a page now and then (test/support/device-stage.ts). What CI needs a
          // second try for it names aloud: it is to be mended, not to be got used to.
          retry: process.env['CI'] === 'true' ? 1 : 0,
          // Behind the rest, two at a time: that fills two cores; three wait for one another.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
