import { createReadStream } from 'node:fs';
import { CommandProblem } from '../sentence-for.ts';

/** More is not read into memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What a JSON file in UTF-8 holds. Throws {@link CommandProblem}, which names the file, where it cannot be read. */
export async function readJsonFile(path: string): Promise<unknown> {
  const bytes = await readBounded(path);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new CommandProblem(`${path} is not JSON. Give a file that holds one JSON value.`);
  }
}

async function readBounded(path: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST_BYTES) {
        throw new CommandProblem(`${path} is larger than ${MOST_BYTES / (1024 * 1024)} MB.`);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') throw new CommandProblem(`There is no file ${path}. Check its path.`);
    if (code === 'EISDIR') throw new CommandProblem(`${path} is a folder. Name one file.`);
    if (code === 'EACCES') throw new CommandProblem(`${path} may not be read. Check its rights.`);
    throw error;
  }
  return Buffer.concat(chunks);
}
