import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KillableServer } from './killable-server.ts';

const FOLDER = join(tmpdir(), 'triad-compiled');
let ready: Promise<void> | null = null;

/**
 * For the environment of servers: Node keeps there what it made of the sources, which is half of what a
 * start costs. It is written by a process that ends in order, which those of a trial do not: so one is
 * started and ended first, unless an earlier run did.
 */
export async function compileCache(): Promise<Readonly<Record<string, string>>> {
  const environment = { NODE_COMPILE_CACHE: FOLDER };
  if (!existsSync(FOLDER)) ready ??= fill(environment);
  await ready;
  return environment;
}

async function fill(environment: Readonly<Record<string, string>>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'triad-trial-'));
  const server = new KillableServer(join(folder, 'data'), { environment });
  await server.start();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
