import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { InterchangeError } from '../errors.ts';
import { TABLE_LIMITS } from '../limits.ts';
import { fileNames } from './file-names.ts';

export type ZipEntry = { readonly name: string; readonly bytes: Uint8Array };

/** `rw-r--r--`, a plain file. */
const MODE = 0o100644;

/**
 * Files as one archive, in their order, all dated `at`, to two seconds and as UTC, whatever the zone
 * of the machine (but for the hour that a zone skips in spring): the same files and instant give
 * the same bytes. Names are made safe to unpack
 * into one folder, and different; a CSV's text is to be encoded before.
 *
 * @throws InterchangeError beyond `TABLE_LIMITS`, and where `at` is not from 1980 to 2107
 */
export async function writeZip(files: readonly ZipEntry[], at: Date): Promise<Uint8Array> {
  if (files.length > TABLE_LIMITS.files) {
    throw new InterchangeError(
      'interchange/too-many-files',
      `An archive has room for ${TABLE_LIMITS.files} files; export fewer at a time.`,
    );
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (bytes > TABLE_LIMITS.fileBytes) {
    throw new InterchangeError(
      'interchange/too-large',
      `An archive has room for ${TABLE_LIMITS.fileBytes} bytes; export fewer files at a time.`,
    );
  }
  // What an archive's date has room for.
  if (!(at.getUTCFullYear() >= 1980 && at.getUTCFullYear() <= 2107)) {
    throw new InterchangeError('interchange/bad-date', 'An archive is dated from 1980 to 2107.');
  }
  const zip = new ZipFile();
  const names = fileNames(files.map(({ name }) => name));
  for (const [index, file] of files.entries()) {
    zip.addBuffer(Buffer.from(file.bytes), names[index] ?? '', {
      mtime: asLocal(at),
      mode: MODE,
      forceDosTimestamp: true,
    });
  }
  zip.end();
  return new Uint8Array(await buffer(zip.outputStream));
}

/** An archive's date has no zone, and the library writes this machine's. */
function asLocal(at: Date): Date {
  return new Date(
    at.getUTCFullYear(),
    at.getUTCMonth(),
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
  );
}
