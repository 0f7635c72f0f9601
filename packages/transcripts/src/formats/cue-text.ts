/** A stretch of a cue's line, and who says it; null where the cue does not say. */
export type CueSegment = { readonly voice: string | null; readonly text: string };

/** The voice that is open where a line of a cue ends. */
export type VoiceState = { voice: string | null };

/** Tags of WebVTT and of SubRip's habits; anything else in angle brackets is kept as the words that it is. */
const KNOWN_TAG = /^\/?(?:b|i|u|s|c|ruby|rt|lang|font|em|strong|span|br)(?:[.\s/][^<]*)?$/iu;
const TIME_TAG = /^\d{1,4}(?::\d{1,2}){1,2}(?:[.,]\d{1,3})?$/;
const VOICE_OPEN = /^v(?:\.[^\s<>]*)?(?:\s+([\s\S]*))?$/iu;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: '\u00a0',
  lrm: '\u200e',
  rlm: '\u200f',
  quot: '"',
  apos: "'",
};

/** One line of a cue to its stretches, without mark-up, entities resolved. Reads on with the voice of the line before. */
export function parseCueLine(
  line: string,
  state: VoiceState,
): { readonly segments: CueSegment[]; readonly broken: boolean } {
  const segments: CueSegment[] = [];
  let text = '';
  let broken = false;
  let at = 0;
  const push = (): void => {
    const clean = resolveEntities(text)
      .replace(/\{\\[^{}]*\}/gu, '')
      .replace(/\s+/gu, ' ')
      .trim();
    if (clean !== '') segments.push({ voice: state.voice, text: clean });
    text = '';
  };
  while (at < line.length) {
    const open = line.indexOf('<', at);
    if (open < 0) {
      text += line.slice(at);
      break;
    }
    text += line.slice(at, open);
    const close = line.indexOf('>', open);
    if (close < 0) {
      const rest = line.slice(open);
      broken = /^<(?:v\b|\/?[a-z])/iu.test(rest);
      text += rest.replace(/^<v[\s.]+/iu, '');
      break;
    }
    const tag = line.slice(open + 1, close);
    const voice = VOICE_OPEN.exec(tag);
    if (voice !== null) {
      push();
      const name = resolveEntities(voice[1] ?? '')
        .replace(/\s+/gu, ' ')
        .trim();
      state.voice = name === '' ? null : name;
    } else if (/^\/v\s*$/iu.test(tag)) {
      push();
      state.voice = null;
    } else if (!KNOWN_TAG.test(tag) && !TIME_TAG.test(tag) && tag !== '') {
      text += line.slice(open, close + 1);
    } else if (/^br\b/iu.test(tag)) {
      text += ' ';
    }
    at = close + 1;
  }
  push();
  return { segments, broken };
}

function resolveEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,5}));/giu,
    (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      const valid =
        point >= 32 &&
        point <= 0x10ffff &&
        !(point >= 0xd800 && point <= 0xdfff) &&
        !(point >= 0x7f && point < 0xa0);
      return valid ? String.fromCodePoint(point).normalize('NFC') : whole;
    },
  );
}
