import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { ensureWebBuilt } from './web-build.ts';
import { WORKSPACE } from './workspace.ts';

const CLI = join(WORKSPACE, 'apps', 'server', 'src', 'cli.ts');

/** What `triad demo` prints. */
export type DemoStudy = {
  readonly project: { readonly id: string; readonly title: string };
  readonly members: readonly {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly string[];
    readonly link: string;
  }[];
};

/** The real server, in a process of its own, on a data folder of its own. */
export class TriadServer {
  readonly #folder: string;
  #child: ChildProcess;
  #address: string;
  /** Where the first account is made, as the server printed it. */
  readonly setupUrl: string;

  static async start(): Promise<TriadServer> {
    await ensureWebBuilt();
    // The keys come to stand beside the data.
    const folder = join(await mkdtemp(join(tmpdir(), 'triad-e2e-')), 'data');
    const { child, url } = await serve(folder, '0');
    return new TriadServer(folder, child, url);
  }

  private constructor(folder: string, child: ChildProcess, setupUrl: string) {
    this.#folder = folder;
    this.#child = child;
    this.#address = new URL(setupUrl).origin;
    this.setupUrl = setupUrl;
  }

  /** Without a slash at the end. */
  get address(): string {
    return this.#address;
  }

  /** Ends it without a chance to write anything more. */
  async kill(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  /** Starts it again after {@link kill}, on the same port and data. */
  async startAgain(): Promise<void> {
    const { child } = await serve(this.#folder, new URL(this.#address).port);
    this.#child = child;
  }

  /** Runs `triad demo` against this server. */
  async makeDemo(): Promise<DemoStudy> {
    return (await run(['demo', '--data', this.#folder])) as DemoStudy;
  }

  /** Runs `triad backup` beside this server; answers the backup's folder. */
  async backUp(): Promise<string> {
    const made = await run(['backup', '--data', this.#folder]);
    return (made as { readonly backup: string }).backup;
  }

  /** Runs `triad restore`, after {@link kill}; what was there is moved aside. */
  async restore(backup: string): Promise<void> {
    await run(['restore', backup, '--to', this.#folder, '--move-aside']);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await exited;
    }
    await rm(dirname(this.#folder), { recursive: true, force: true });
  }
}

async function run(args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], {
    cwd: WORKSPACE,
  });
  return JSON.parse(stdout);
}

async function serve(
  folder: string,
  port: string,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [CLI, 'serve', '--port', port, '--data', folder], {
    cwd: WORKSPACE,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A test run that is broken off leaves no server behind.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const ended = once(child, 'exit').then(() => {
    throw new Error('the server ended before it printed its address');
  });
  const url = await Promise.race([ended, addressFrom(child)]);
  ended.catch(() => undefined);
  return { child, url };
}

/** The first address that is printed. The pipe stays read, so that no output blocks the server. */
function addressFrom({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('the server has no output');
  const lines = createInterface(stdout);
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      const url = /https?:\/\/\S+/.exec(line)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
}
