import { analyse } from 'chardet';
import iconv from 'iconv-lite';

/** A legacy encoding that explains some bytes, and how to read with it. */
export type LegacyEncoding = {
  /** As people know it, e.g. `Windows-1252`. */
  readonly name: string;
  /** False where another encoding explains the bytes nearly as well. */
  readonly sure: boolean;
  decode(bytes: Uint8Array): string;
};

/** Tried always, beside what chardet proposes; the earlier wins a tie. */
const USUAL = [
  'Windows-1252',
  'Windows-1250',
  'Windows-1251',
  'Windows-1255',
  'Windows-1256',
  'Windows-1253',
  'Windows-1254',
  'Windows-1257',
  'KOI8-R',
  'macintosh',
  'Shift_JIS',
  'GB18030',
  'Big5',
  'EUC-JP',
  'EUC-KR',
];

/** ISO 8859 is told from Windows' own code pages by bytes that text hardly uses; the latter hold all of the former. */
const SUPERSET: Readonly<Record<string, string>> = {
  'ISO-8859-1': 'Windows-1252',
  'ISO-8859-2': 'Windows-1250',
  'ISO-8859-5': 'ISO-8859-5',
  'ISO-8859-6': 'Windows-1256',
  'ISO-8859-7': 'Windows-1253',
  'ISO-8859-8': 'Windows-1255',
  'ISO-8859-9': 'Windows-1254',
};

function canonical(name: string): string {
  const wider = SUPERSET[name] ?? name;
  return USUAL.find((usual) => usual.toLowerCase() === wider.toLowerCase()) ?? wider;
}

const SAMPLE_BYTES = 20_000;

/**
 * The encoding that reads these bytes best. chardet's guess is one voice; the other is how the result reads: words of
 * one script, no capitals after small letters, no controls, no symbols in the middle of words.
 */
export function decodeSingleByte(bytes: Uint8Array): LegacyEncoding {
  const sample = richSample(bytes);
  const confidence = new Map<string, number>();
  for (const match of analyse(sample).slice(0, 8)) {
    const name = canonical(match.name);
    if (iconv.encodingExists(name))
      confidence.set(name, Math.max(confidence.get(name) ?? 0, match.confidence));
  }
  const names = [
    ...new Set([
      ...USUAL,
      ...[...confidence.keys()].filter((name) => !/^(utf|ascii|iso-2022)/i.test(name)),
    ]),
  ];
  const ranked = names
    .map((name, index) => ({
      name,
      score:
        readability(iconv.decode(Buffer.from(sample), name), name) +
        (confidence.get(name) ?? 0) / 400 -
        index * 0.002,
    }))
    .toSorted((a, b) => b.score - a.score);
  const best = ranked[0]?.name ?? 'Windows-1252';
  const sure = (ranked[0]?.score ?? 0) - (ranked[1]?.score ?? 0) > 0.02;
  return { name: best, sure, decode: (all) => iconv.decode(Buffer.from(all), best) };
}

/** Bytes around those beyond ASCII, which alone tell encodings apart. */
function richSample(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= SAMPLE_BYTES) return bytes;
  const pieces: Uint8Array[] = [];
  let size = 0;
  let at = 0;
  while (at < bytes.length && size < SAMPLE_BYTES) {
    if ((bytes[at] ?? 0) < 0x80) {
      at += 1;
      continue;
    }
    let from = at;
    while (from > 0 && at - from < 40 && bytes[from - 1] !== 0x0a) from -= 1;
    const to = Math.min(bytes.length, at + 40);
    pieces.push(bytes.subarray(from, to), Uint8Array.of(0x0a));
    size += to - from + 1;
    at = to;
  }
  return Buffer.concat(pieces);
}

const WORD = /[\p{L}\p{M}]+/gu;
const SYMBOL_IN_WORD = /\p{L}[^\p{L}\p{M}\p{N}\s'’`´"\-‐‑–_./:·׳״,]\p{Ll}/gu;
const NON_ASCII = /[^\u0000-\u007f]/gu; // oxlint-disable-line no-control-regex
const BAD = /[\u0080-\u009f\ufffd\ue000-\uf8ff]|\p{Cn}/gu;
/** Letters that a code page has and running text hardly uses. */
const RARE = /[ªº¹²³¼½¾ÐÞðþ¬¦¶¤¨¸¯§©®±×÷µˇ˘˙˛˝\u0370-\u0375\u037b-\u037d]/gu;
/** Signs of running text, where words do not stand on both sides. */
const COMMON_SYMBOLS = /(?<!\p{L})[“”‘’«»„…–—€¿¡°\u00a0]|[“”‘’«»„…–—€¿¡°\u00a0](?!\p{L})/gu;

/** About 1 for text that reads well, lower by each oddity; counted per character beyond ASCII. */
function readability(text: string, name: string): number {
  const beyond = text.match(NON_ASCII)?.length ?? 0;
  if (beyond === 0) return 0;
  let faults = (text.match(BAD)?.length ?? 0) * 3;
  faults += (text.match(RARE)?.length ?? 0) * 0.7 + (text.match(SYMBOL_IN_WORD)?.length ?? 0);
  const good = (text.match(COMMON_SYMBOLS)?.length ?? 0) * 0.2;
  for (const [word] of text.matchAll(WORD)) {
    if (!/[^\u0000-\u007f]/.test(word)) continue; // oxlint-disable-line no-control-regex
    if (/\p{Ll}\p{Lu}/u.test(word)) faults += 1.5;
    if (scriptsOf(word) > 1) faults += 1.5;
  }
  const multiByte = /^(shift|gb|big5|euc)/i.test(name) ? multiByteFaults(text) : 0;
  return 1 + (good - faults) / beyond - multiByte;
}

function scriptsOf(word: string): number {
  const scripts = [
    /\p{Script=Latin}/u,
    /\p{Script=Cyrillic}/u,
    /\p{Script=Greek}/u,
    /\p{Script=Hebrew}/u,
    /\p{Script=Arabic}/u,
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
    /\p{Script=Hangul}/u,
  ];
  return scripts.filter((script) => script.test(word)).length;
}

/** East Asian text is mostly common characters with its own punctuation; Western bytes read so are rare ones amid ASCII. */
function multiByteFaults(text: string): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 1;
  const eastern =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)
      ?.length ?? 0;
  const punctuation =
    /[、。，：；？！「」]/u.test(text) || /[\p{Script=Hiragana}\p{Script=Hangul}]/u.test(text);
  return (eastern >= letters * 0.5 ? 0 : 1) + (punctuation ? 0 : 0.5);
}
