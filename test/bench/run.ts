import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { refuseOtherNode } from '../../apps/server/src/node-version.ts';

/*
 * `pnpm bench [name …] [--profile | --short]`: runs the benches named, or all, one after the other,
 * each in a process of its own that is ended when its time is up. They print tables and keep
 * nothing; docs/performance.md has figures taken with them.
 */

const BENCHES: Readonly<Record<string, number>> = {
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
};

refuseOtherNode();
const given = process.argv.slice(2);
const options = given.filter((argument) => argument.startsWith('--'));
const names = given.filter((argument) => !argument.startsWith('--'));
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(
    `There is no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.`,
  );
  process.exit(2);
}

for (const [name, minutes] of Object.entries(BENCHES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const script = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [script, ...options], { stdio: 'inherit' });
  const limit = setTimeout(() => {
    console.error(`${name} took longer than its ${minutes} minutes and was ended.`);
    child.kill('SIGTERM');
  }, minutes * 60_000);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(limit);
  if (code !== 0) process.exitCode = 1;
  console.log('');
}
