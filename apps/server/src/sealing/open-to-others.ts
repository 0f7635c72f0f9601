import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What of the keys others than the server's user can get at, and the mode that it should have. */
export type OpenToOthers = {
  readonly path: string;
  /** Octal, as `ls` and `chmod` have it. */
  readonly mode: string;
  readonly closed: string;
};

/** Bits of a mode that give something to group or others. */
const TO_OTHERS = 0o077;
/** Files of keys that are looked at together. */
const AT_ONCE = 64;

/**
 * The folder of keys, the server's key and the key store, where their modes let others in: made by
 * us they never do, but copied, restored or mounted they may. Of the keys of transcripts the first
 * alone. None on Windows, which has no such modes.
 */
export async function findOpenKeys(keysFolder: string): Promise<readonly OpenToOthers[]> {
  if (process.platform === 'win32') return [];
  const keys = join(keysFolder, 'keys');
  const found = await Promise.all([
    look(keysFolder, '700'),
    look(join(keysFolder, 'server.key'), '600'),
    look(keys, '700'),
  ]);
  return [...found, await firstIn(keys)].filter((each) => each !== null);
}

async function firstIn(folder: string): Promise<OpenToOthers | null> {
  const files = await readdir(folder).catch(() => []);
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const some = files.slice(at, at + AT_ONCE).map((name) => look(join(folder, name), '600'));
    const open = (await Promise.all(some)).find((each) => each !== null);
    if (open !== undefined) return open;
  }
  return null;
}

/** Null where it is closed, or not there. */
async function look(path: string, closed: string): Promise<OpenToOthers | null> {
  const mode = (await stat(path).catch(() => null))?.mode ?? 0;
  if ((mode & TO_OTHERS) === 0) return null;
  return { path, mode: (mode & 0o777).toString(8).padStart(3, '0'), closed };
}
