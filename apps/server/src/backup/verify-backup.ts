import type { SqliteCopy, StoreCounts } from '@triad/storage';
import { readSqliteCopy, SQLITE_FILE, StorageError } from '@triad/storage';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { refuse } from '../refusal.ts';
import { measureFile } from './files.ts';
import type { Manifest } from './manifest.ts';
import { parseManifest } from './manifest.ts';
import { MANIFEST_FILE } from './names.ts';
import { checkDocuments } from './check-documents.ts';
import type { CheckedDocuments } from './check-documents.ts';
import { openSealed } from './open-sealed.ts';
import type { OpenedSealed } from './open-sealed.ts';
import type { ServerKey } from '../sealing/server-key.ts';

export type VerifiedBackup = {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly documents: CheckedDocuments;
};

/** More is not read for a manifest. */
const MOST_MANIFEST_BYTES = 1024 * 1024;

/**
 * Reads a backup from end to end, without a server and without writing a byte; blocks its thread.
 * Throws {@link Refusal}: `backup/none`, `backup/newer`, or `backup/damaged` with what is wrong. A
 * document that could not be read when the backup was made is no damage of the backup; it is named.
 */
export function verifyBackup(folder: string): VerifiedBackup {
  const manifest = readManifest(folder);
  checkFiles(folder, manifest);
  try {
    const copy = readSqliteCopy(join(folder, SQLITE_FILE));
    try {
      return { folder, manifest, documents: checkStore(folder, copy, manifest) };
    } finally {
      copy.close();
    }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    if (error.code === 'storage/newer') throw refuse('backup/newer', folder);
    throw damaged(folder, error.message);
  }
}

/**
 * Opens all that is sealed in a backup that was verified; null where nothing is. Refuses with
 * `sealing/…`, and with `backup/not-opened` where something does not open.
 */
export async function tryKeys(
  folder: string,
  keysFolder: string,
  serverKey: ServerKey | null,
): Promise<OpenedSealed | null> {
  const copy = readSqliteCopy(join(folder, SQLITE_FILE));
  try {
    const opened = await openSealed(copy, keysFolder, serverKey);
    const [first] = opened?.closed ?? [];
    if (first !== undefined)
      throw refuse('backup/not-opened', opened?.closed.length ?? 0, first, keysFolder);
    return opened;
  } finally {
    copy.close();
  }
}

/** The manifest alone, whole; the files that it names are not looked at. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST_FILE);
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw refuse('backup/none', folder);
  const manifest =
    size > MOST_MANIFEST_BYTES ? 'damaged' : parseManifest(readFileSync(path, 'utf8'));
  if (manifest === 'newer') throw refuse('backup/newer', folder);
  if (manifest === 'damaged') {
    throw damaged(folder, `${MANIFEST_FILE} is not as it was written`);
  }
  return manifest;
}

function checkFiles(folder: string, { files }: Manifest): void {
  const known = new Set([MANIFEST_FILE, ...files.map(({ name }) => name)]);
  // SQLite would take up a journal or log that somebody laid beside the store.
  const foreign = readdirSync(folder).find((name) => !known.has(name));
  if (foreign !== undefined) {
    const named = JSON.stringify(foreign);
    throw damaged(folder, `there is a file that is not in its manifest, ${named}`);
  }
  if (!known.has(SQLITE_FILE)) throw damaged(folder, `${SQLITE_FILE} is not in its manifest`);
  for (const { name, bytes, sha256 } of files) {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) throw damaged(folder, `${name} is missing`);
    if (!stats.isFile() || stats.size !== bytes) {
      throw damaged(folder, `${name} has ${stats.size} bytes instead of ${bytes}`);
    }
    if (measureFile(path).sha256 !== sha256) {
      throw damaged(folder, `${name} is not as it was written (its SHA-256 differs)`);
    }
  }
}

function checkStore(folder: string, copy: SqliteCopy, manifest: Manifest): CheckedDocuments {
  const [fault] = copy.faults();
  if (fault !== undefined) throw damaged(folder, `${SQLITE_FILE} is broken: ${fault}`);
  if (copy.schema !== manifest.store.schema) {
    throw damaged(folder, `${SQLITE_FILE} has other tables than its manifest says`);
  }
  const counts: StoreCounts = copy.counts();
  if (!isDeepStrictEqual({ ...counts }, { ...manifest.counts })) {
    throw damaged(folder, `${SQLITE_FILE} does not hold what its manifest counts`);
  }
  return checkDocuments(copy);
}

function damaged(folder: string, what: string) {
  return refuse('backup/damaged', folder, what);
}
