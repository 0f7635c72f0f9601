/** Windows-1252's characters for the bytes 0x80 to 0xBF, as they appear when UTF-8 is read in that encoding. */
const TAIL =
  '[\\u0080-\\u00bf\\u20ac\\u201a\\u0192\\u201e\\u2026\\u2020\\u2021\\u02c6\\u2030\\u0160\\u2039\\u0152\\u017d\\u2018\\u2019\\u201c\\u201d\\u2022\\u2013\\u2014\\u02dc\\u2122\\u0161\\u203a\\u0153\\u017e\\u0178]';
const TWICE = new RegExp(`[\\u00c2-\\u00df]${TAIL}|[\\u00e0-\\u00ef]${TAIL}${TAIL}`, 'g');
const NON_ASCII = /[^\u0000-\u007f]+/g; // oxlint-disable-line no-control-regex

/** Whether most of the text's letters beyond ASCII look like UTF-8 that was read as Windows-1252. */
export function looksDoubleEncoded(text: string): boolean {
  const sample = text.slice(0, 200_000);
  const pairs = sample.match(TWICE)?.length ?? 0;
  if (pairs === 0) return false;
  const runs = sample.match(NON_ASCII)?.length ?? 0;
  return pairs >= runs * 0.3;
}
