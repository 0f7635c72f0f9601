import { runBenches } from './support/run-benches.ts';

/*
 * `pnpm bench:load [name …] [--short] [--alone] [--profile]`: what one server carries, and beside it
 * other servers of Yjs documents, by the same clients on loopback. docs/performance.md has figures.
 */

await runBenches(new URL('./under-load/', import.meta.url), {
  steady: 8,
  tenfold: 6,
  grown: 12,
  people: 4,
  'slow-disk': 4,
  'slow-reader': 3,
  crowd: 4,
  cold: 6,
  memory: 12,
  losses: 8,
  several: 4,
});
