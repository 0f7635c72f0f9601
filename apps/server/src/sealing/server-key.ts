import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../refusal.ts';
import { writeDurably } from './durable-files.ts';
import { KEY_BYTES } from './wrapped-key.ts';

/** The key with which the keys of transcripts are wrapped. */
export type ServerKey = {
  readonly bytes: Uint8Array;
  /** `TRIAD_KEY`, or the path of its file; for sentences to the operator. */
  readonly source: string;
};

const FILE = 'server.key';

/** Refuses with `sealing/bad-key` what is not the base64 of 32 bytes. */
export function parseServerKey(text: string, source: string): ServerKey {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, 'base64');
  // Node reads what it can; only what it would write itself is taken.
  const isExact = bytes.toString('base64').replace(/=+$/, '') === trimmed.replace(/=$/, '');
  if (bytes.length !== KEY_BYTES || !isExact) throw refuse('sealing/bad-key', source);
  return { bytes, source };
}

/** From the file in the folder of keys; null where there is none. */
export async function readServerKey(folder: string): Promise<ServerKey | null> {
  const path = join(folder, FILE);
  try {
    return parseServerKey(await readFile(path, 'utf8'), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Makes one and its file, which is on disk, for its owner alone, when this resolves. */
export async function makeServerKey(folder: string): Promise<ServerKey> {
  const path = join(folder, FILE);
  const bytes = randomBytes(KEY_BYTES);
  await writeDurably(path, `${bytes.toString('base64')}\n`);
  return { bytes, source: path };
}
