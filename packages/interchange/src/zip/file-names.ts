import { uniqueNames } from '../unique-names.ts';

/** UTF-16 units of a file's name: three bytes each at most, so no file system's 255 is met. */
const NAME_UTF16 = 80;

/** Names of devices on Windows, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/iu;

/**
 * Names that any system can unpack into one folder: no folders, no way out of it, nothing that a
 * name may not hold, 80 UTF-16 units, different whatever their case. The ending stays.
 */
export function fileNames(names: readonly string[]): readonly string[] {
  return uniqueNames(names.map(allowed), NAME_UTF16, endingOf);
}

function allowed(name: string): string {
  const plain = name
    .toWellFormed()
    .normalize('NFC')
    // oxlint-disable-next-line no-control-regex -- these are what is not allowed
    .replaceAll(/[<>:"/\\|?*\u0000-\u001F\u007F-\u009F]|\p{Bidi_Control}/gu, '-')
    .replaceAll(/^[\s.]+|[\s.]+$/gu, '');
  if (plain === '') return 'file';
  return DEVICE.test(plain) ? `-${plain}` : plain;
}

function endingOf(name: string): string {
  return /\.[A-Za-z0-9]{1,8}$/u.exec(name)?.[0] ?? '';
}
