import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A server of the test's own, in a temporary folder, on a loopback port. */
export type ServerOfTests = {
  readonly uri: string;
  /** Where its files are; null for one that is not ours. */
  readonly folder: string | null;
  /** Ends it at once (SIGKILL), as a crash would. Its data stay. */
  kill(): Promise<void>;
  /** Starts it anew on the same data and port; nothing where it runs. */
  start(): Promise<void>;
  /** Holds it as it is, connections and all, so that it answers nothing; or lets it go on. */
  pause(): void;
  resume(): void;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
};

const START_TIMEOUT_MS = 60_000;

/** `argumentsFor` says how the program is called to serve `folder` on `port`. */
export async function startServer(
  protocol: 'mongodb' | 'redis',
  program: string,
  argumentsFor: (folder: string, port: number) => readonly string[],
): Promise<ServerOfTests> {
  const folder = await mkdtemp(join(tmpdir(), `triad-${protocol}-`));
  const port = await freePort();
  let running: ChildProcess | null = null;

  const server: ServerOfTests = {
    uri: `${protocol}://127.0.0.1:${port}`,
    folder,
    async start() {
      if (running !== null && running.exitCode === null && running.signalCode === null) return;
      // Its standard input ends with this process, by which the stand-in knows when to end. Nothing else
      // of this process is given to it: one that is left behind must not keep anybody waiting.
      const child = spawn(program, argumentsFor(folder, port), {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      running = child;
      const deadline = Date.now() + START_TIMEOUT_MS;
      while (!(await listens(port))) {
        if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
          child.kill('SIGKILL');
          throw new Error(`${program} does not serve (exit code ${child.exitCode})`);
        }
        await delay(20);
      }
    },
    async kill() {
      const child = running;
      running = null;
      if (child === null || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    pause: () => void running?.kill('SIGSTOP'),
    resume: () => void running?.kill('SIGCONT'),
    async stop() {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

/** Below those that systems give to whoever asks for any, and to connections. */
const PORTS = { from: 15_000, to: 32_000 } as const;

/**
 * A port of this machine that is free just now: for an address that others know before anybody listens there.
 * Of a range of its own: one that the system gives would be given to somebody else as soon as it is closed.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(PORTS.from, PORTS.to);
    const probe = createServer().listen(port, '127.0.0.1');
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
  throw new Error('no port is free');
}

/** Whether anybody listens there, on loopback. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
