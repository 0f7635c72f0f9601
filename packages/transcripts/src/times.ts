/** A time stamp found in text, at `from` up to `to` (UTF-16, half open). */
export type Stamp = {
  readonly from: number;
  readonly to: number;
  /** Seconds. */
  readonly start: number;
  /** Seconds; null where the stamp is one instant. */
  readonly end: number | null;
  /** Stands in brackets, between `#` signs or as a range: no one writes so in running words. */
  readonly marked: boolean;
  /** How many numbers, e.g. 3 for `00:12:03`. */
  readonly parts: number;
};

const CLOCK = String.raw`\d{1,3}(?::\d{1,2}){1,3}(?:[.,]\d{1,3}|-\d(?=#))?`;
const UNITS = String.raw`(?:\d{1,3}\s?h(?:\s?\d{1,2}\s?m(?:in)?)?(?:\s?\d{1,2}\s?s(?:ec)?)?|\d{1,3}\s?m(?:in)?\s?\d{1,2}\s?s(?:ec)?)`;
const ARROW = String.raw`\s*(?:-{1,3}>|–>|→|[-–—])\s*`;
/** Chats write the whole date before the time of day. */
const DATE = String.raw`(?:\d{4}-\d{2}-\d{2}[T ])?`;
const TIME = String.raw`(?:${CLOCK}|${UNITS})`;
const ONE = new RegExp(
  `${DATE}(${TIME})Z?(?:${ARROW}(${TIME}))?(?![\\d:]|\\p{L}|\\s?[ap]\\.?m\\b)`,
  'uiy',
);
const OPEN = /\\?[[({<#]\s*/y;
const CLOSES: Readonly<Record<string, RegExp>> = {
  '[': /\s*\\?\]/y,
  '(': /\s*\\?\)/y,
  '{': /\s*\}/y,
  '<': /\s*>/y,
  '#': /#/y,
};

/** The stamp that begins exactly at `at`, with its brackets; null where none does. */
export function readStamp(text: string, at: number): Stamp | null {
  OPEN.lastIndex = at;
  const open = OPEN.exec(text);
  ONE.lastIndex = open === null ? at : OPEN.lastIndex;
  const time = ONE.exec(text);
  if (time === null) return null;
  const first = time[1] ?? '';
  const second = time[2];
  const start = toSeconds(first);
  const end = second === undefined ? null : toSeconds(second);
  if (start === null || (second !== undefined && end === null)) return null;
  const parts = first.split(':').length;
  if (open === null) {
    const bare = /^\d{1,3}(?::\d{2}){1,3}/.test(first) || parts >= 3;
    if (!bare && end === null) return null;
    return { from: at, to: ONE.lastIndex, start, end, marked: end !== null, parts };
  }
  const close = CLOSES[open[0].trim().replace('\\', '')];
  if (close === undefined) return null;
  close.lastIndex = ONE.lastIndex;
  if (!close.test(text)) return null;
  return { from: at, to: close.lastIndex, start, end, marked: true, parts };
}

/** The stamp that the whole text is; null where there are other words. */
export function wholeStamp(text: string): Stamp | null {
  if (text.length > 60) return null;
  const stamp = readStamp(text, 0);
  return stamp !== null && text.slice(stamp.to).trim() === '' ? stamp : null;
}

/** Longer than any stamp with its brackets. */
const TRAILING_REACH = 48;
const TRAILING =
  /(?:#\d[^#]{3,16}#|\\?[[({]\s*\d[^[\](){}]{2,36}[\])}]|(?<=^|\s)\d{1,3}(?::\d{2}){2}(?:[.,]\d{1,3})?)\s*$/u;

/** `words #00:12:03-4#`, `words [00:12:03]`, `words 00:12:03`: the stamp at the end of a text; null where none is. */
export function trailingStamp(text: string): Stamp | null {
  const tail = text.slice(-TRAILING_REACH);
  const found = TRAILING.exec(tail);
  if (found === null) return null;
  const stamp = readStamp(text, text.length - tail.length + found.index);
  return stamp !== null && text.slice(stamp.to).trim() === '' ? stamp : null;
}

/**
 * `12:03`, `00:12:03`, `00:12:03.250`, `00:12:03,250`, `00:12:03-2` (tenths), `01:00:12:03` (days first, as mission
 * times have it), `1h 4m 12s`. Null where a part after the first is over 59 (or 23 for hours after days).
 */
export function toSeconds(written: string): number | null {
  const units = /^(?:(\d+)\s?h)?\s?(?:(\d+)\s?m(?:in)?)?\s?(?:(\d+)\s?s(?:ec)?)?$/i.exec(written);
  if (units !== null)
    return Number(units[1] ?? 0) * 3600 + Number(units[2] ?? 0) * 60 + Number(units[3] ?? 0);
  const [clock = '', fraction = ''] = written.split(/[.,-]/);
  const numbers = clock.split(':').map(Number);
  const seconds = numbers.at(-1) ?? 0;
  const minutes = numbers.at(-2) ?? 0;
  const hours = numbers.at(-3) ?? 0;
  const days = numbers.at(-4) ?? 0;
  if (seconds > 59 || (numbers.length > 2 && minutes > 59) || (numbers.length > 3 && hours > 23))
    return null;
  const whole = days * 86_400 + hours * 3600 + minutes * 60 + seconds;
  return fraction === '' ? whole : whole + Number(`0.${fraction}`);
}
