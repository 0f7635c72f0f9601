import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ALLOCATOR } from '../../../apps/server/src/allocator.ts';
import type { ServerOrder, ServerReady } from './server-process.ts';

const SCRIPT = fileURLToPath(new URL('server-process.ts', import.meta.url));
const PLAIN_SCRIPT = fileURLToPath(new URL('plain-server-process.ts', import.meta.url));

export type RunningServer = ServerReady & { readonly pid: number; end(): Promise<void> };

/** The whole server of Triad, with the settings under which it starts itself; `nodeOptions` are of its process. */
export function startServer(
  order: ServerOrder,
  nodeOptions: readonly string[] = [],
): Promise<RunningServer> {
  return start([...nodeOptions, SCRIPT, JSON.stringify(order)], ALLOCATOR);
}

/** `@y/websocket-server`, which stores nothing. */
export function startPlainServer(nodeOptions: readonly string[] = []): Promise<RunningServer> {
  return start([...nodeOptions, PLAIN_SCRIPT], {});
}

async function start(
  command: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const child = spawn(process.execPath, command, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...settings },
  });
  const exited = once(child, 'exit');
  const line = once(createInterface(child.stdout), 'line');
  const first = await Promise.race([line, exited.then(() => null)]);
  if (first === null) throw new Error('the server ended before it listened');
  return {
    ...(JSON.parse(String(first[0])) as ServerReady),
    pid: child.pid ?? 0,
    end: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
