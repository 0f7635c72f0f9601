import { readStamp, wholeStamp } from '../times.ts';

/** Mark-up of a label is looked for in this much of a line. */
const MAX_LABEL = 600;
const BOLD = /^([>\s]*(?:[-*+]\s+(?=\*\*|__))?)(\*\*\*|\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\2/u;
const ITALIC =
  /^([>\s]*)([*_])([^*_\s][^*_]{0,80}[^*_\s]?)\2(?=\s*[:：])|^([>\s]*)([*_])([^*_]{1,80}[:：])\5/u;
const LIST_MARK = /^[-*+]\s+/u;
const AFTER_STAMP = /^[\s|–—-]*/u;

export type StrongBeginning = {
  readonly text: string;
  /** Length of the beginning that was marked, a stamp before it included; 0 where nothing was. */
  readonly strongUtf16: number;
};

/** Takes away Markdown's signs around a bold (or, before a colon, italic) beginning, also behind a time stamp. */
export function takeStrong(text: string): StrongBeginning {
  const plain = takeMarks(text);
  // `**[00:12]** **Name:** words`
  const marked = plain.text.slice(0, plain.strongUtf16);
  if (plain.strongUtf16 > 0 && wholeStamp(marked) === null) return plain;
  const mark = LIST_MARK.exec(plain.text)?.[0].length ?? 0;
  const stamp = readStamp(plain.text, mark);
  if (stamp === null) return plain;
  const rest = plain.text.slice(stamp.to);
  const from = stamp.to + (AFTER_STAMP.exec(rest)?.[0].length ?? 0);
  const behind = takeMarks(plain.text.slice(from));
  if (behind.strongUtf16 === 0) return plain;
  return {
    text: plain.text.slice(mark, from) + behind.text,
    strongUtf16: from - mark + behind.strongUtf16,
  };
}

/**
 * The same for plain text, where such signs count only around a label: they end in a colon or stand before one. What is
 * else between asterisks is the author's.
 */
export function takeStrongLabel(text: string): StrongBeginning {
  if (!/[*_]/u.test(text.slice(0, MAX_LABEL))) return { text, strongUtf16: 0 };
  const taken = takeStrong(text);
  const { strongUtf16 } = taken;
  const isLabel =
    /[:：]\s*$/u.test(taken.text.slice(0, strongUtf16)) ||
    /^\s*[:：]/u.test(taken.text.slice(strongUtf16));
  return strongUtf16 > 0 && isLabel ? taken : { text, strongUtf16: 0 };
}

function takeMarks(text: string): StrongBeginning {
  const bold = BOLD.exec(text.slice(0, MAX_LABEL));
  if (bold !== null) {
    const inner = bold[3] ?? '';
    const whole = (inner + text.slice(bold[0].length)).trim();
    return { text: whole, strongUtf16: Math.min(inner.length, whole.length) };
  }
  const italic = ITALIC.exec(text.slice(0, MAX_LABEL));
  if (italic !== null) {
    const inner = italic[3] ?? italic[6] ?? '';
    return { text: (inner + text.slice(italic[0].length)).trim(), strongUtf16: inner.length };
  }
  const quoted = text.replace(/^[>\s]+/u, '');
  return { text: quoted === '' ? text : quoted, strongUtf16: 0 };
}
