/*
 * What XML cannot hold, or the library would drop, is written as `_xHHHH_`, its UTF-16 unit in hex,
 * and the underscore of what looks like that already as `_x005F_` (ECMA-376 part 1, 22.9.2.19,
 * ST_Xstring). Excel, LibreOffice and most readers decode it. So nothing of a text is lost.
 */

/**
 * Controls but tab and line feed (XML makes a line feed of a carriage return), characters that are
 * none, the replacement character, which the library takes for one of them, and surrogates alone.
 */
const UNSPEAKABLE =
  // oxlint-disable-next-line no-control-regex -- these are what is meant
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFDD0-\uFDEF\uFFFD-\uFFFF]|\p{Surrogate}|(?=[^\u0000-\uFFFF])\p{Noncharacter_Code_Point}/gu;

const LOOKS_ESCAPED = /_(?=x[0-9A-Fa-f]{4}_)/gu;

/** Names that every object has: the library looks texts up in one, and finds these. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** A text as it stands in a cell of a workbook. */
export function escapeText(text: string): string {
  if (INHERITED.has(text)) return escapeUnits(text.slice(0, 1)) + text.slice(1);
  return text.replaceAll(LOOKS_ESCAPED, '_x005F_').replaceAll(UNSPEAKABLE, escapeUnits);
}

function escapeUnits(text: string): string {
  return Array.from({ length: text.length }, (_, index) => {
    const hex = text.charCodeAt(index).toString(16).toUpperCase().padStart(4, '0');
    return `_x${hex}_`;
  }).join('');
}
