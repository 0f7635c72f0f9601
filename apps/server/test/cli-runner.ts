import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { until } from './documents-support/condition.ts';

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string };

/** A command of the workspace, as a process of its own. */
export class Process {
  out = '';
  err = '';
  code: number | null | undefined;
  readonly child: ChildProcess;

  constructor(
    script: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    /** A command that is to run it, such as one that gives it a disk of its own. */
    under: readonly string[] = [],
  ) {
    const [command = '', ...rest] = [...under, process.execPath, SOURCES + script, ...args];
    this.child = spawn(command, rest, {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.out += String(chunk)));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.err += String(chunk)));
    this.child.on('close', (code) => (this.code = code));
    onTestFinished(() => {
      this.child.kill('SIGKILL');
    });
  }

  async ended(): Promise<Ran> {
    await new Promise<void>((resolve) => {
      if (this.code !== undefined) resolve();
      else this.child.on('close', () => resolve());
    });
    return { code: this.code ?? null, out: this.out, err: this.err };
  }

  /** The address that a server prints, once it does. */
  async address(): Promise<{ readonly origin: string; readonly setupUrl: string | null }> {
    const pattern = /(http:\/\/[^\s/]+)(\/setup#[\w-]{43})?\n/;
    await until('the server prints its address', () => {
      if (this.code !== undefined) throw new Error(`it ended: ${this.err}`);
      return pattern.test(this.out);
    });
    const [whole = '', origin = '', setup] = pattern.exec(this.out) ?? [];
    return { origin, setupUrl: setup === undefined ? null : whole.trim() };
  }
}

/** Runs `triad …` to its end. */
export function triad(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Process('cli.ts', args, environment).ended();
}
