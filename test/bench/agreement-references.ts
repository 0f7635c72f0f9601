import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Continuum, Table } from '@triad/agreement';

/* Other implementations, each in a process of its own. They are looked for and not installed. */

/** A Python that has pygamma-agreement and krippendorff. */
const PYTHON = process.env['TRIAD_PYTHON'] ?? 'python3';
/** The jar of dkpro-statistics-agreement. */
const DKPRO = process.env['TRIAD_DKPRO'] ?? '';
const MOST_MS = 8 * 60_000;

/** Milliseconds of each calculation, and what came out; or why there is none. */
export type Taken = { readonly ms: readonly number[]; readonly value: number } | string;

const run = promisify(execFile);

async function answer(command: string, args: readonly string[]): Promise<Taken> {
  try {
    const { stdout } = await run(command, args, { timeout: MOST_MS, maxBuffer: 1024 * 1024 });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Taken;
  } catch (error) {
    const text = String(error instanceof Error && 'stderr' in error ? error.stderr : error);
    if (/ENOENT|ModuleNotFoundError/.test(String(error) + text)) return 'not present';
    if (error instanceof Error && 'killed' in error && error.killed === true) {
      return `ended after ${MOST_MS / 60_000} minutes`;
    }
    return `failed: ${text.trim().split('\n').at(-1) ?? ''}`;
  }
}

const scriptOf = (name: string): string =>
  fileURLToPath(new URL(`references/${name}`, import.meta.url));

/** pygamma-agreement: gamma with 30 samples of its statistical sampler; the value is the observed disorder. */
export async function pygamma(folder: string, continuum: Continuum): Promise<Taken> {
  const file = join(folder, 'gamma.json');
  await writeFile(file, JSON.stringify(continuum));
  return await answer(PYTHON, [scriptOf('reference.py'), 'gamma', file]);
}

/** fast-krippendorff: nominal alpha. */
export async function krippendorff(folder: string, table: Table): Promise<Taken> {
  const file = join(folder, 'alpha.json');
  await writeFile(file, JSON.stringify({ table }));
  return await answer(PYTHON, [scriptOf('reference.py'), 'alpha', file]);
}

/** DKPro Statistics: alpha for unitizing of 1995, over labels. */
export async function dkproUnitizing(folder: string, continuum: Continuum): Promise<Taken> {
  const lines = continuum.coders.flatMap(({ spans }, coder) =>
    spans.map(({ start, end, label }) => `${coder} ${start} ${end} ${label}`),
  );
  return await dkpro(folder, 'alphaU', [
    `${continuum.coders.length} ${continuum.length}`,
    ...lines,
  ]);
}

/** DKPro Statistics: nominal alpha. */
export async function dkproCoding(folder: string, table: Table): Promise<Taken> {
  const units = (table[0] ?? []).map((_, unit) => table.map((row) => row[unit] ?? '-').join(' '));
  return await dkpro(folder, 'alpha', [String(table.length), ...units]);
}

async function dkpro(folder: string, name: string, lines: readonly string[]): Promise<Taken> {
  if (!existsSync(DKPRO)) return 'not present';
  const file = join(folder, `${name}.txt`);
  await writeFile(file, `${lines.join('\n')}\n`);
  return await answer('java', ['-cp', DKPRO, scriptOf('DkproReference.java'), name, file]);
}
