import { uniqueNames } from '../unique-names.ts';

/** UTF-16 units of a sheet's name, by Excel's rule. */
const NAME_UTF16 = 31;

/**
 * Names as Excel allows them: 31 UTF-16 units, none of `[]:*?/\`, no straight apostrophe, not
 * empty, not `History`, different whatever their case. What is not allowed becomes a hyphen.
 */
export function sheetNames(names: readonly string[]): readonly string[] {
  return uniqueNames(names.map(allowed), NAME_UTF16);
}

function allowed(name: string): string {
  const plain = name
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- these are what is not allowed
    .replaceAll(/[[\]:*?/\\\u0000-\u001F\u007F-\u009F\uFDD0-\uFDEF\uFFFD-\uFFFF]/gu, '-')
    .trim()
    // Not allowed at either end, which may also be where a name is cut.
    .replaceAll("'", '’');
  if (plain === '') return 'Sheet';
  // Excel keeps this one for itself.
  return plain.toLowerCase() === 'history' ? `${plain}-` : plain;
}
