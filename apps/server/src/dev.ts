import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuseOtherNode } from './node-version.ts';
import { WORKSPACE_FOLDER } from './settings.ts';

/*
 * `pnpm dev`: everything on one port with reload. The server is started anew when one of its files
 * changes; the web app is changed in place by Vite. (Node's own --watch puts messages of its own
 * among those of the worker threads, so the watching is done here.)
 */

const SETTLE_MS = 150;
const SERVER = fileURLToPath(new URL('web/dev-server.ts', import.meta.url));

refuseOtherNode();
let child: ChildProcess | null = null;
let stopping = false;
let timer: NodeJS.Timeout | undefined;

function start(): void {
  const started = fork(SERVER, process.argv.slice(2), { stdio: 'inherit' });
  child = started;
  started.on('exit', (code) => {
    if (child === started) child = null;
    if (stopping) process.exit(0);
    // One that could not start waits for the next change, unless it was only asked for help.
    if (code === 0) process.exit(0);
    process.stderr.write('Waiting for a change before the server is started anew.\n');
  });
}

function restart(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    process.stdout.write('Changed: the server is started anew.\n');
    const before = child;
    if (before === null) {
      start();
      return;
    }
    before.removeAllListeners('exit');
    before.once('exit', start);
    before.kill('SIGTERM');
  }, SETTLE_MS);
}

const packages = join(WORKSPACE_FOLDER, 'packages');
const folders = [
  fileURLToPath(new URL('.', import.meta.url)),
  ...readdirSync(packages).map((name) => join(packages, name, 'src')),
];
for (const folder of folders) {
  try {
    watch(folder, { recursive: true }, (_event, file) => {
      if (file !== null && /\.(ts|json)$/.test(file)) restart();
    });
  } catch {
    // A package that is not there yet.
  }
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopping = true;
    if (child === null) process.exit(0);
    child.kill('SIGTERM');
  });
}
start();
