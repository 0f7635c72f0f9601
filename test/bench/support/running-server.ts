import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ENVIRONMENT, FLAGS } from '../../../apps/server/src/process-settings.ts';
import type { HocuspocusOrder } from './hocuspocus-process.ts';
import type { LiveMemory } from './serve-parent.ts';
import type { ServerOrder } from './server-process.ts';

const scriptOf = (name: string): string =>
  fileURLToPath(new URL(`${name}-process.ts`, import.meta.url));

export type ServerReady = { readonly address: string };

export type RunningServer = ServerReady & {
  readonly pid: number;
  /** Lines of its log, as they come. */
  readonly log: readonly string[];
  /** Of a server that was started with `--expose-gc`. */
  memory(): Promise<LiveMemory>;
  /** In good order. */
  end(): Promise<void>;
  /** Without a chance to write anything more. */
  kill(): Promise<void>;
};

/** How a server is started, beside what it serves. */
export type StartOptions = {
  readonly nodeOptions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
};

/** The whole server of Triad, with the settings under which it starts itself. */
export function startServer(
  order: ServerOrder,
  options: StartOptions = {},
): Promise<RunningServer> {
  const nodeOptions = [...FLAGS, ...(options.nodeOptions ?? [])];
  return start('server', JSON.stringify(order), { ...options, nodeOptions }, ENVIRONMENT);
}

/** `@y/websocket-server`, which stores nothing, or keeps LevelDB in a folder. */
export function startPlainServer(
  order: { readonly port: number; readonly level: string | null },
  options: StartOptions = {},
): Promise<RunningServer> {
  const settings = order.level === null ? {} : { YPERSISTENCE: order.level };
  return start('plain-server', String(order.port), options, settings);
}

/** `@hocuspocus/server` with its SQLite extension. */
export function startHocuspocus(
  order: HocuspocusOrder,
  options: StartOptions = {},
): Promise<RunningServer> {
  return start('hocuspocus', JSON.stringify(order), options, {});
}

async function start(
  name: string,
  argument: string,
  { nodeOptions = [], environment = {} }: StartOptions,
  settings: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const child = spawn(process.execPath, [...nodeOptions, scriptOf(name), argument], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...settings, ...environment },
  });
  const exited = once(child, 'exit');
  const log: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    log.push(line);
    // What is not of its log is of what went wrong.
    if (!line.startsWith('{')) process.stderr.write(`${line}\n`);
  });
  // What is read of it is JSON; the server with LevelDB prints a line of its own before.
  const lines = createInterface(child.stdout);
  const waiting: ((value: unknown) => void)[] = [];
  lines.on('line', (line) => {
    if (line.startsWith('{')) waiting.shift()?.(JSON.parse(line));
  });
  const next = (): Promise<unknown> => new Promise((resolve) => waiting.push(resolve));
  const ready = await Promise.race([next(), exited.then(() => null)]);
  if (ready === null) {
    throw new Error(`the server ended before it listened: ${log.slice(-5).join('\n')}`);
  }
  return {
    ...(ready as ServerReady),
    pid: child.pid ?? 0,
    log,
    memory: async () => {
      const told = next();
      child.stdin.write('memory\n');
      return (await told) as LiveMemory;
    },
    end: async () => {
      child.stdin.end();
      await exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
