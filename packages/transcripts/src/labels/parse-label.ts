import type { SourceLine } from '../source-line.ts';
import { readStamp, wholeStamp, type Stamp } from '../times.ts';

/**
 * How a label is set off from the words.
 * `voice`: said by the format. `nick`: `<nick> words`. `timed`: a time stands beside it. `inline`: `Label: words`.
 * `own`: `Label:` alone on its line. `bare`: the label alone, without a colon. `strong`: bold, then words.
 * `bracket`: `[Label] words`. `dash`: `Label - words`. `dot`: `Q. words`. `tab`: label, tab, words.
 */
export type LabelForm =
  | 'voice'
  | 'nick'
  | 'timed'
  | 'inline'
  | 'own'
  | 'bare'
  | 'strong'
  | 'bracket'
  | 'dash'
  | 'dot'
  | 'tab';

/** One way to read the beginning of a line as a label. */
export type Candidate = {
  readonly form: LabelForm;
  /** White space collapsed; without colon, stamp and mark-up. */
  readonly label: string;
  /** Where in the line the words begin; the line's length where there are none. */
  readonly bodyFromUtf16: number;
  readonly start: number | null;
  readonly end: number | null;
  readonly strong: boolean;
};

/** What can be told of a line by itself. */
export type LineReading = {
  /** The line is a time stamp and nothing else. */
  readonly stamp: Stamp | null;
  /** A stamp at the beginning, before other words. */
  readonly leading: Stamp | null;
  /** Likeliest first. */
  readonly candidates: readonly Candidate[];
};

/** Labels end within this many UTF-16 units; what lies beyond is never looked at, however long the line. */
const REACH = 140;
/** Tags of HTML are no one's name. */
const NICK =
  /^<(?!\/|(?:a|abbr|b|big|br|cite|code|del|div|em|font|h\d|hr|i|img|ins|li|mark|ol|p|pre|q|s|small|span|strong|sub|sup|table|td|th|tr|u|ul|v)>)([\p{L}\p{N}_][^<>\s]{0,40}(?: [\p{Lu}\p{Lo}\p{N}#][\p{L}\p{N}_.'’#-]{0,30}){0,3})>\s*/u;
/** `Mr. Smith. Thank you`, `The Chairman. Go on`: two to five capitalised words and a full stop, as records of hearings have it. */
const TITLED =
  /^(\p{Lu}[\p{L}'’-]*\.?(?: (?:\p{Lu}[\p{L}'’-]*(?:\. (?=\p{Lu}[\p{L}'’-]*\.))?|of|the|and|de|von)){1,4}?)\. +(?=[\p{Lu}["“(])/u;
/** `<Name:>`, `<< mark >> Name: << mark >>`: a label that a database has set in tags. */
const TAGGED =
  /^(?:<{1,2}\s*([^<>:：]{1,90})\s*[:：]\s*>{1,2}|<<[^<>]{1,30}>>\s*([^<>:：]{1,90})[:：]\s*<<[^<>]{1,30}>>)$/u;
const SEPARATOR = /[\s|\u2013\u2014-]*/y;
const AFTER_STAMP = /\s*(?:[:：]|[-–—]+\s)?\s*/y;

/** In captions times are the format's own: what looks like one among the words is words. */
export function readLine(line: SourceLine, cues: boolean): LineReading {
  const text = line.text;
  const stamp = cues ? null : wholeStamp(text);
  if (line.voice !== null) {
    const voice = line.voice.trim().replace(/\s+/gu, ' ');
    const candidate: Candidate = {
      form: 'voice',
      label: voice,
      bodyFromUtf16: 0,
      start: null,
      end: null,
      strong: false,
    };
    return { stamp: null, leading: null, candidates: voice === '' ? [] : [candidate] };
  }
  if (stamp !== null) return { stamp, leading: null, candidates: [] };
  const leading = cues ? null : readStamp(text, 0);
  const from = leading === null ? 0 : skip(SEPARATOR, text, leading.to);
  const candidates: Candidate[] = [];
  const tagged = TAGGED.exec(text.slice(from, from + REACH));
  const nick = NICK.exec(text.slice(from, from + REACH));
  if (tagged !== null) {
    const label = tidy(tagged[1] ?? tagged[2] ?? '');
    if (label !== '')
      candidates.push(make('own', label, text.length, leading, isStrong(line, from)));
  } else if (nick !== null) {
    candidates.push(make('nick', `<${nick[1] ?? ''}>`, from + nick[0].length, leading, false));
  } else {
    const set = labelBySign(line, from, leading);
    if (set !== null) candidates.push(set);
    candidates.push(...labelByLayout(line, from, leading));
  }
  return { stamp: null, leading, candidates };
}

/** A label that a colon or a time stamp ends. */
function labelBySign(line: SourceLine, from: number, leading: Stamp | null): Candidate | null {
  const text = line.text;
  const chevrons = /^>{1,3}\s*/.exec(text.slice(from, from + 6))?.[0].length ?? 0;
  const begin = from + chevrons;
  const limit = Math.min(text.length, begin + REACH);
  const bracketed = readBracketedName(text, begin);
  if (bracketed !== null) return finish(line, bracketed.label, bracketed.to, begin, leading);
  for (let at = begin; at < limit; at += 1) {
    const sign = text[at] ?? '';
    if (sign === ':' || sign === '：') {
      // `http://`, `10:30`, `::cue`.
      if (text[at + 1] === '/' || text[at + 1] === ':') return null;
      if (
        /\d/.test(text[at - 1] ?? '') &&
        /\d/.test(text[at + 1] ?? '') &&
        /\d{1,2}:\d\d\b/.test(text.slice(Math.max(begin, at - 2), at + 3))
      )
        return null;
      return finish(line, text.slice(begin, at), at, begin, leading);
    }
    const mayBegin =
      sign === '[' ||
      sign === '(' ||
      sign === '#' ||
      sign === '{' ||
      (sign === '\\' && text[at + 1] === '[') ||
      (/\d/.test(sign) && /[\s,|–—-]/u.test(text[at - 1] ?? ''));
    if (!mayBegin || at === begin) continue;
    const stamp = readStamp(text, at);
    if (stamp === null) continue;
    // `Name 0:26` needs the line to end there: running words hold times too.
    const after = skip(AFTER_STAMP, text, stamp.to);
    const ended = after >= text.length || /[:：\-–—]/u.test(text.slice(stamp.to, after));
    if (!stamp.marked && !ended) return null;
    return make('timed', tidy(text.slice(begin, at)), after, stamp, isStrong(line, begin));
  }
  return null;
}

/** Corner brackets set names off in Chinese and Japanese. */
const BRACKETED = String.raw`^(?:\\?[[(]([^[\]()]{1,60}?)\\?[\])]|[【〔［]([^【】〔〕［］]{1,60}?)[】〕］])`;
const BRACKETED_NAME = new RegExp(
  `${BRACKETED}(?:(?=\\s*[:：]|\\s+[[(]?\\d{1,2}:\\d\\d)|(?<=[】〕］])(?=\\s*[[(（]?\\d{1,2}:\\d\\d))`,
  'u',
);
const BRACKETED_THEN_WORDS = new RegExp(`${BRACKETED}(?:\\s+|(?<=[】〕］]))(?=\\S)`, 'u');

/** `[Name]:`, `[Name] 00:12`, `(Name):`, `【Name】00:12`. */
function readBracketedName(
  text: string,
  at: number,
): { readonly label: string; readonly to: number } | null {
  const found = BRACKETED_NAME.exec(text.slice(at, at + REACH));
  return found === null ? null : { label: found[1] ?? found[2] ?? '', to: at + found[0].length };
}

/** The label is known up to `to`: looks at colon, stamp and words behind it. */
function finish(
  line: SourceLine,
  name: string,
  to: number,
  begin: number,
  leading: Stamp | null,
): Candidate | null {
  const text = line.text;
  const label = tidy(name);
  if (label === '') return null;
  const colon = skip(/\s*[:：]?\s*/y, text, to);
  const strong = isStrong(line, begin);
  const stamp = readStamp(text, colon);
  if (stamp !== null && (stamp.marked || text.slice(stamp.to).trim() === '')) {
    return make('timed', label, skip(AFTER_STAMP, text, stamp.to), stamp, strong);
  }
  const body = colon;
  const form = leading !== null ? 'timed' : body >= text.length ? 'own' : 'inline';
  return make(form, label, body, leading, strong);
}

/** Labels that only the layout shows; decided on for the whole file, never line by line. */
function labelByLayout(line: SourceLine, from: number, leading: Stamp | null): Candidate[] {
  const text = line.text;
  const found: Candidate[] = [];
  const strongTo = line.strongUtf16;
  if (strongTo > from && strongTo < text.length && strongTo - from <= REACH) {
    const label = tidy(text.slice(from, strongTo));
    if (label !== '')
      found.push(make('strong', label, skip(/\s*/y, text, strongTo), leading, true));
  }
  const head = text.slice(from, from + REACH);
  const tab = /^([^\t]{1,60}?) *\t\s*/u.exec(head);
  if (tab !== null)
    found.push(make('tab', tidy(tab[1] ?? ''), from + tab[0].length, leading, false));
  const bracket = BRACKETED_THEN_WORDS.exec(head);
  if (bracket !== null) {
    const label = tidy(bracket[1] ?? bracket[2] ?? '');
    found.push(make('bracket', label, from + bracket[0].length, leading, isStrong(line, from)));
  }
  const dash = /^([^\t–—:]{1,40}?)\s+[-–—]+\s+/u.exec(head);
  if (dash !== null)
    found.push(make('dash', tidy(dash[1] ?? ''), from + dash[0].length, leading, false));
  const dot = /^(\p{Lu}{1,3})\.(?:\s*[-–—])?\s+/u.exec(head);
  if (dot !== null) found.push(make('dot', dot[1] ?? '', from + dot[0].length, leading, false));
  const titled = dot === null ? TITLED.exec(head) : null;
  if (titled !== null) {
    found.push(make('dot', tidy(titled[1] ?? ''), from + titled[0].length, leading, false));
  }
  const stopped = /^\p{Lu}[\p{L}'’-]*\.? \p{Lu}[\p{L}'’-]*\.$/u.test(head);
  if (text.length - from <= 80 && (stopped || !/[.,;:!?。，？！]$/u.test(text))) {
    const inner = /^[[(【〔［]([^[\]()【】〔〕［］]+)[\])】〕］]$/u.exec(head);
    found.push(
      make(
        leading === null ? 'bare' : 'timed',
        tidy(inner?.[1] ?? (stopped ? text.slice(from, -1) : text.slice(from))),
        text.length,
        leading,
        isStrong(line, from),
      ),
    );
  }
  return found;
}

function make(
  form: LabelForm,
  label: string,
  bodyFromUtf16: number,
  stamp: Stamp | null,
  strong: boolean,
): Candidate {
  return {
    form,
    label,
    bodyFromUtf16,
    start: stamp?.start ?? null,
    end: stamp?.end ?? null,
    strong,
  };
}

function isStrong(line: SourceLine, from: number): boolean {
  return line.strongUtf16 > from;
}

function tidy(label: string): string {
  return label.replace(/\s+/gu, ' ').replace(/^[\s*_>•]+|[\s*_,|–—-]+$/gu, '');
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
