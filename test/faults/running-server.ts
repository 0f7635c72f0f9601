import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ServerOrder, ServerReady } from './server-process.ts';

const SCRIPT = fileURLToPath(new URL('server-process.ts', import.meta.url));

export type RunningServer = ServerReady & {
  /** Sends it a signal (itself, not what traces it) and waits for its end. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
};

/** Starts the server in a process of its own; `under` is a command that runs it, with its arguments. */
export async function startServerProcess(
  order: ServerOrder,
  under: readonly string[] = [],
): Promise<RunningServer> {
  const [command = process.execPath, ...rest] = [
    ...under,
    process.execPath,
    SCRIPT,
    JSON.stringify(order),
  ];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const line = once(createInterface(child.stdout), 'line');
  const first = await Promise.race([line, exited.then(() => null)]);
  if (first === null) throw new Error('the server process ended before it listened');
  const ready = JSON.parse(String(first[0])) as ServerReady;
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) process.kill(ready.pid, signal);
    await exited;
  };
  onTestFinished(() => end('SIGKILL').catch(() => undefined));
  return { ...ready, end };
}
