import { createReadStream } from 'node:fs';
import { CommandProblem } from '../sentence-for.ts';

/** More is not read into memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a file that holds one JSON value, in UTF-8.
 * @throws CommandProblem naming the file
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const bytes = await readBounded(path);
  try {
    // Fatal: bytes that are no UTF-8 would become other words.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new CommandProblem(`${path}: This is not JSON in UTF-8.`);
  }
}

async function readBounded(path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // A pipe does not tell its size before: one byte too many is read, and no more.
    for await (const chunk of createReadStream(path, { end: MOST_BYTES })) {
      chunks.push(chunk as Uint8Array);
      size += (chunk as Uint8Array).length;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new CommandProblem(`${path}: ${SENTENCES[code] ?? `It cannot be read (${code}).`}`);
  }
  if (size <= MOST_BYTES) return Buffer.concat(chunks);
  const most = MOST_BYTES / (1024 * 1024);
  throw new CommandProblem(`${path}: The file is larger than ${most} MB; split it.`);
}

const SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  EISDIR: 'This is a folder; name a file.',
  EACCES: 'The file may not be read; check its rights.',
};
