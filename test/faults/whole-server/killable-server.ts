import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ACT_BEGINS, ACT_ENDS } from '../../../apps/server/src/long-act.ts';
import { WORKSPACE } from '../../support/workspace.ts';

const CLI = join(WORKSPACE, 'apps', 'server', 'src', 'cli.ts');

/** One line of the server's log. */
export type LogLine = {
  readonly level: number;
  readonly msg: string;
  readonly act?: string;
  readonly id?: string;
  /** When it was read here, in ms of this process. */
  readonly readMs: number;
};

export type ServerSetting = {
  /** Beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A command, with its arguments, that runs what follows it. */
  readonly under?: readonly string[];
  /** Options of Node. */
  readonly nodeOptions?: readonly string[];
};

/** The real server in a process of its own, that is killed and comes back on the same port. */
export class KillableServer {
  readonly folder: string;
  readonly #setting: ServerSetting;
  #port = '0';
  #child: ChildProcess | null = null;
  #gone: Promise<unknown> = Promise.resolve();
  #origin = '';
  #setupToken = '';
  readonly #listeners = new Set<(line: LogLine) => void>();
  /** Of the process that runs, or ran last. */
  lines: LogLine[] = [];

  constructor(folder: string, setting: ServerSetting = {}) {
    this.folder = folder;
    this.#setting = setting;
  }

  /** Of the process that runs; with `under`, of what that is. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Whether the process is there: it may have ended by itself. */
  get running(): boolean {
    const child = this.#child;
    return child !== null && child.exitCode === null && child.signalCode === null;
  }

  /** Without a slash at its end. */
  get origin(): string {
    return this.#origin;
  }

  /** Of the first-run page. */
  get setupToken(): string {
    return this.#setupToken;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    this.lines = [];
    const { environment = {}, under = [], nodeOptions = [] } = this.#setting;
    const serve = [CLI, 'serve', '--port', this.#port, '--data', this.folder];
    const [command = '', ...args] = [...under, process.execPath, ...nodeOptions, ...serve];
    const child = spawn(command, args, {
      cwd: WORKSPACE,
      env: { ...process.env, TRIAD_LOG: 'debug', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    // A run that is broken off leaves no server behind.
    const end = (): void => void child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    this.#gone = once(child, 'close');
    createInterface(child.stderr).on('line', (line) => this.#hear(line));
    const printed = new Promise<string>((resolve) => {
      createInterface(child.stdout).on('line', (line) => {
        const url = /https?:\/\/\S+/.exec(line)?.[0];
        if (url !== undefined) resolve(url);
      });
    });
    const url = await Promise.race([
      printed,
      this.#gone.then(() => {
        throw new Error(`the server ended before it listened: ${this.lines.at(-1)?.msg ?? ''}`);
      }),
    ]);
    const { origin, port, hash } = new URL(url);
    this.#origin = origin;
    this.#port = port;
    if (hash !== '') this.#setupToken = hash.slice(1);
  }

  /** Ends it without a chance to write anything more; resolves when its last line was read. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#gone;
  }

  async stop(): Promise<void> {
    this.#child?.kill('SIGTERM');
    await this.#gone;
  }

  /** Holds it as it is, connections and all, so that it does nothing; or lets it go on. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Calls back with each line from now on, until the returned function is called. */
  listen(listener: (line: LogLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Whether an act was begun and not ended when the process came to its end; `id` null: any of them.
   */
  wasInside(act: string, id: string | null): boolean {
    const about = this.lines.filter((line) => line.act === act && (id ?? line.id) === line.id);
    const count = (what: string): number => about.filter(({ msg }) => msg === what).length;
    return id === null
      ? count(ACT_BEGINS) > count(ACT_ENDS)
      : count(ACT_BEGINS) > 0 && count(ACT_ENDS) === 0;
  }

  #hear(text: string): void {
    const line = { ...parse(text), readMs: performance.now() };
    this.lines.push(line);
    for (const listener of this.#listeners) listener(line);
  }
}

function parse(text: string): Omit<LogLine, 'readMs'> {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return { level: 0, msg: text };
  }
}
