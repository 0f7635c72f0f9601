import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WORKSPACE } from './workspace.ts';

const WEB = join(WORKSPACE, 'apps', 'web');
/** What the built pages are made of. */
const SOURCES = [
  join(WEB, 'src'),
  join(WEB, 'index.html'),
  join(WEB, 'vite.config.ts'),
  join(WEB, 'package.json'),
  ...['collab', 'realist', 'transcripts'].map((name) => join(WORKSPACE, 'packages', name, 'src')),
];

/** Builds the web app unless what is built is younger than everything it is made of. */
export async function ensureWebBuilt(): Promise<void> {
  const built = await stat(join(WEB, 'dist', 'index.html')).catch(() => null);
  const changed = Math.max(...(await Promise.all(SOURCES.map(youngest))));
  if (built !== null && built.mtimeMs > changed) return;
  const vite = join(WEB, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: WEB,
    // What people get, not what this run's own NODE_ENV would make of it.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('the web app could not be built; see above why');
}

/** When the youngest file of a folder was changed, milliseconds. */
async function youngest(path: string): Promise<number> {
  const { mtimeMs } = await stat(path);
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => []);
  const times = await Promise.all(
    entries.map((entry) => stat(join(entry.parentPath, entry.name)).then((one) => one.mtimeMs)),
  );
  return Math.max(mtimeMs, ...times);
}
