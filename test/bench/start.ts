import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { against, median, printTable, say } from './support/figures.ts';
import { withFolder } from './support/folder.ts';
import { describeMachine } from './support/machine.ts';

/*
 * The one command of the README on a machine that never saw it: a fresh clone of what is committed,
 * empty caches, until the first page is served; and the same again, as on every other day.
 */

const AGAIN = 5;
const FIRST_GOAL_S = 60;
const AGAIN_GOAL_S = 3;
const LIMIT_MS = 240_000;
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

say(`start: ${describeMachine()}`);
await withFolder(async (folder) => {
  const clone = join(folder, 'triad');
  await promisify(execFile)('git', ['clone', '--quiet', '--no-hardlinks', REPOSITORY, clone]);
  const environment = {
    ...withoutPackageManager(process.env),
    npm_config_cache: join(folder, 'npm'),
    npm_config_store_dir: join(folder, 'store'),
    pnpm_config_store_dir: join(folder, 'store'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_DATA_HOME: join(folder, 'share'),
    XDG_STATE_HOME: join(folder, 'state'),
    TRIAD_DATA: join(folder, 'data'),
    TRIAD_PORT: '0',
  };
  const first = await start(clone, environment);
  const again: number[] = [];
  for (let run = 0; run < AGAIN; run += 1) again.push(await start(clone, environment));
  printTable(
    '`npx -y pnpm@12 start` to the first page served, s',
    ['', 'median', 'slowest'],
    [
      ['fresh clone, empty caches', first.toFixed(1), ''],
      [`again, ${AGAIN} times`, median(again).toFixed(2), Math.max(...again).toFixed(2)],
    ],
  );
  say(
    `\n${against(`first under ${FIRST_GOAL_S} s`, first < FIRST_GOAL_S)}\n${against(
      `again under ${AGAIN_GOAL_S} s`,
      median(again) < AGAIN_GOAL_S,
    )}`,
  );
});

/** Seconds from the command to an answer with the page. */
async function start(folder: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const began = performance.now();
  // A group of its own, so that the server under the package manager ends with it.
  const child = spawn('npx', ['-y', 'pnpm@12', 'start'], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = once(child, 'exit');
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)));
  const limit = setTimeout(() => end(child.pid), LIMIT_MS);
  try {
    for await (const line of createInterface(child.stdout)) {
      const address = /https?:\/\/\S+/.exec(line)?.[0];
      if (address === undefined) continue;
      const answer = await fetch(address);
      const page = await answer.text();
      if (!answer.ok || !page.includes('<script')) {
        throw new Error(`the page was answered with ${answer.status}`);
      }
      return (performance.now() - began) / 1000;
    }
    throw new Error(`the command ended before it served a page:\n${errors}`);
  } finally {
    clearTimeout(limit);
    end(child.pid);
    await exited;
  }
}

function end(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

/** The surroundings as of a shell, not of a script that a package manager runs. */
function withoutPackageManager(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^p?npm_/i.test(name) && !['NODE', 'INIT_CWD'].includes(name),
  );
  const path = (environment['PATH'] ?? '')
    .split(':')
    .filter((folder) => !folder.includes('node_modules'))
    .join(':');
  return { ...Object.fromEntries(kept), PATH: path };
}
