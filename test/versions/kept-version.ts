import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import type { Digest } from '../../apps/server/src/migrate/digest.ts';
import type { Found } from './read-found.ts';

/*
 * What each release left behind, in a folder named for it: `expected.json`, what must be found, and
 * `kept.br`, in which there are
 *
 *   data/           a data folder whose server has ended
 *   data.keys/      its keys, the server's too: nobody's but a made-up study's
 *   backups/        one backup of it
 *   mongodb.bson    the same data in MongoDB (dumpDatabase of @triad/storage/test-server)
 *
 * A line of JSON with names and sizes in bytes, then the files one behind the other, all of it
 * packed by Brotli: three times the same sealed words, which no other way of packing makes one. A folder
 * is made once, with its release, and never again.
 */

export const VERSIONS_FOLDER = fileURLToPath(new URL('.', import.meta.url));
const EXPECTED = 'expected.json';
const PACKED = 'kept.br';

export type Expected = {
  /** Of the data folder and of the database alike, before anything opened them. */
  readonly digest: Digest;
  /** By the lead, whom {@link LEAD} signs in. */
  readonly found: Found;
};

export const LEAD = { email: 'lea@example.org', password: 'a long enough one' } as const;

/** Of all that are kept, the oldest first. */
export async function listKept(): Promise<readonly string[]> {
  const entries = await readdir(VERSIONS_FOLDER, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

export async function readExpected(version: string): Promise<Expected> {
  return JSON.parse(await readFile(join(VERSIONS_FOLDER, version, EXPECTED), 'utf8')) as Expected;
}

/** Lays a kept version out in a folder that is empty, for its owner alone, as a server leaves it. */
export async function unpack(version: string, to: string): Promise<void> {
  const packed = await readFile(join(VERSIONS_FOLDER, version, PACKED));
  const bytes = await promisify(brotliDecompress)(packed);
  const end = bytes.indexOf('\n');
  let at = end + 1;
  for (const { name, size } of JSON.parse(bytes.toString('utf8', 0, end)) as readonly Entry[]) {
    const file = join(to, name);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, bytes.subarray(at, at + size), { mode: 0o600 });
    at += size;
  }
}

/** Keeps what lies in a folder, and what must be found in it; throws where that version is kept already. */
export async function pack(version: string, from: string, expected: Expected): Promise<string> {
  const folder = join(VERSIONS_FOLDER, version);
  if (existsSync(folder)) throw new Error(`${version} is kept already, and is never made again`);
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const list: readonly Entry[] = files.map((file, index) => ({
    name: relative(from, file).split(sep).join('/'),
    size: contents[index]?.length ?? 0,
  }));
  const bytes = Buffer.concat([Buffer.from(`${JSON.stringify(list)}\n`), ...contents]);
  const packed = await promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  await mkdir(folder);
  await writeFile(join(folder, PACKED), packed);
  await writeFile(join(folder, EXPECTED), `${JSON.stringify(expected, null, 2)}\n`);
  return folder;
}

type Entry = { readonly name: string; readonly size: number };
