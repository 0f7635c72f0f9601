import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Packages of other implementations that bring native add-ons, at these versions. `better-sqlite3` 12
 * aborts under Node 24.19 and later (nodejs/node#65446); 13 does not, and has its add-on in the package.
 */
const PACKAGES = {
  private: true,
  dependencies: {
    '@hocuspocus/server': '4.7.0',
    '@hocuspocus/extension-sqlite': '4.7.0',
    'better-sqlite3': '13.2.0',
    'y-protocols': '1.0.7',
    yjs: '13.6.33',
  },
  overrides: { 'better-sqlite3': '13.2.0' },
};
const FOLDER = 'hocuspocus-4.7.0-sqlite-13.2.0';
const MOST_MS = 120_000;

const run = promisify(execFile);

/**
 * The folder in which they are installed, outside of the repository and kept between runs; or why
 * there is none. At first use npm fetches them.
 */
export async function findPeerPackages(): Promise<{ readonly folder: string } | string> {
  const folder = join(cacheFolder(), 'triad-bench', FOLDER);
  const done = join(folder, 'installed');
  if (existsSync(done)) return { folder };
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(PACKAGES));
  try {
    await run('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, timeout: MOST_MS });
  } catch (error) {
    const told = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    return `npm could not install them: ${told.trim().split('\n').at(-1) ?? ''}`;
  }
  await writeFile(done, '');
  return { folder };
}

function cacheFolder(): string {
  const named = process.env['XDG_CACHE_HOME'];
  if (named !== undefined && named !== '') return named;
  return process.platform === 'darwin'
    ? join(homedir(), 'Library', 'Caches')
    : join(homedir(), '.cache');
}
