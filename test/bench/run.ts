import { runBenches } from './support/run-benches.ts';

/*
 * `pnpm bench [name …] [--profile | --short]`: runs the benches named, or all. They print tables and
 * keep nothing; docs/performance.md has figures taken with them.
 */

await runBenches(new URL('./', import.meta.url), {
  adjudicate: 8,
  'agreement-page': 5,
  agreement: 30,
  cmocs: 6,
  consolidate: 2,
  edit: 8,
  import: 2,
  layer: 4,
  members: 3,
  paint: 8,
  remote: 8,
  sealing: 2,
  share: 3,
  start: 8,
});
