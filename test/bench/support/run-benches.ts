import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { refuseOtherNode } from '../../../apps/server/src/node-version.ts';

/**
 * Runs the benches of a folder that are named on the command line, or all, one after the other, each
 * in a process of its own that is ended when its minutes are up.
 */
export async function runBenches(
  folder: URL,
  minutesOf: Readonly<Record<string, number>>,
): Promise<void> {
  refuseOtherNode();
  const given = process.argv.slice(2);
  const options = given.filter((argument) => argument.startsWith('--'));
  const names = given.filter((argument) => !argument.startsWith('--'));
  const unknown = names.filter((name) => !(name in minutesOf));
  if (unknown.length > 0) {
    console.error(
      `There is no bench ${unknown.join(', ')}; there are ${Object.keys(minutesOf).join(', ')}.`,
    );
    process.exit(2);
  }
  for (const [name, minutes] of Object.entries(minutesOf)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const script = fileURLToPath(new URL(`${name}.ts`, folder));
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
}
