import { listens } from '@triad/storage/test-server';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const START_MS = 60_000;

export type ProgramOrder = {
  readonly command: string;
  readonly args: readonly string[];
  /** On loopback; the program is there when somebody listens. */
  readonly port: number;
  readonly cwd?: string;
  /** In the place of this process's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What ends it at once, with all that it started; default SIGKILL. */
  readonly killedBy?: NodeJS.Signals;
};

/** A program in a process of its own that listens on a port, and is killed and started anew. */
export class Program {
  readonly #order: ProgramOrder;
  #child: ChildProcess | null = null;
  #gone: Promise<unknown> = Promise.resolve();
  /** What it said on both of its outputs, of all its runs. */
  said = '';

  constructor(order: ProgramOrder) {
    this.#order = order;
  }

  get port(): number {
    return this.#order.port;
  }

  /** Resolves when it listens; rejects, with what it said, if it ends before that or takes too long. */
  async start(): Promise<void> {
    const { command, args, port, cwd, environment, killedBy = 'SIGKILL' } = this.#order;
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
      ...(environment === undefined ? {} : { env: environment }),
    });
    this.#child = child;
    // A run that is broken off leaves nothing behind.
    const end = (): void => void child.kill(killedBy);
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    this.#gone = once(child, 'close');
    for (const output of [child.stdout, child.stderr]) {
      output.on('data', (chunk: Buffer) => (this.said += chunk.toString('utf8')));
    }
    const endMs = performance.now() + START_MS;
    while (!(await listens(port))) {
      if (child.exitCode !== null || child.signalCode !== null || performance.now() > endMs) {
        throw new Error(`${command} does not listen: ${this.said.slice(-2_000)}`);
      }
      await delay(20);
    }
  }

  async kill(): Promise<void> {
    await this.#end(this.#order.killedBy ?? 'SIGKILL');
  }

  /** In order, and with time for it. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#child?.kill(signal);
    await this.#gone;
  }
}
