import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandProblem } from '../sentence-for.ts';
import { hashWebSources, readStamp, writeStamp } from './build-stamp.ts';

/** Builds the web app if its sources changed since it was last built; true if it did. */
export async function buildWebIfChanged(
  workspace: string,
  say: (line: string) => void,
): Promise<boolean> {
  const dist = join(workspace, 'apps/web/dist');
  const sources = await hashWebSources(workspace);
  if ((await readStamp(dist)) === sources && existsSync(join(dist, 'index.html'))) return false;
  say('Building the web app; this is done once for each change.');
  await build(join(workspace, 'apps/web'));
  await writeStamp(dist, sources);
  return true;
}

async function build(web: string): Promise<void> {
  const { code, output } = await run(process.execPath, [viteOf(web), 'build'], web);
  if (code === 0) return;
  throw new CommandProblem(
    `The web app could not be built. Run 'npx -y pnpm@12 install' and try again. The builder said: ${lastLines(output)}`,
  );
}

/** Vite belongs to the web app, not to the server. */
function viteOf(web: string): string {
  return join(web, 'node_modules/vite/bin/vite.js');
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    let output = '';
    const hear = (chunk: Buffer): void => {
      output = (output + String(chunk)).slice(-20_000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

function lastLines(output: string): string {
  return output
    .replace(new RegExp(String.raw`\u001B\[[0-9;]*m`, 'g'), '')
    .trim()
    .split('\n')
    .slice(-12)
    .join('\n');
}
