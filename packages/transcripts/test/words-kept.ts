import type { Transcript } from '../src/transcript.ts';

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** Mark-up of captions that is recognised and so may go: signature, tags, entities, settings behind times. */
const MARKUP = /^WEBVTT|<\/?(?:[vibuc]|script)\b|&(?:amp|lt|gt|nbsp);|-->.*/gmu;

/**
 * Words of the source that stand neither in a turn nor in what was left out, beyond those that are labels or times. Counts
 * matter: a word said twice must be kept twice.
 */
export function lostWords(source: string, transcript: Transcript): string[] {
  const kept = new Map<string, number>();
  const add = (text: string): void => {
    for (const [word] of text.matchAll(WORD)) kept.set(word, (kept.get(word) ?? 0) + 1);
  };
  for (const turn of transcript.turns) add(turn.text);
  for (const piece of transcript.leftOut) add(piece.text);
  const labelWords = new Set<string>();
  for (const turn of transcript.turns) {
    for (const [word] of (turn.speaker ?? '').matchAll(WORD)) labelWords.add(word);
  }
  const lost: string[] = [];
  const captions = transcript.format === 'vtt' || transcript.format === 'srt';
  const words = captions ? source.replace(MARKUP, ' ') : source;
  for (const [word] of words.normalize('NFC').matchAll(WORD)) {
    const left = kept.get(word) ?? 0;
    if (left > 0) kept.set(word, left - 1);
    else if (!labelWords.has(word) && !/^\d+[hms]?$/u.test(word)) lost.push(word);
  }
  return lost;
}
