import type { SourceLine } from '../source-line.ts';
import { labelShape, readsAsSpeech } from './label-shape.ts';
import type { Candidate } from './parse-label.ts';

const MAX_HEADER_LINES = 80;

/**
 * Where the file's own head ends: `Date: …`, `Interviewer: Jane Doe`, `Present: …` before anyone speaks. Its lines look
 * like labels and are none. Zero where there is no such head.
 */
export function headerEnd(
  lines: readonly SourceLine[],
  primary: readonly (Candidate | null)[],
): number {
  const seen = new Set<string>();
  let lastMeta = -1;
  let labelled = 0;
  let meta = 0;
  for (let index = 0; index < Math.min(lines.length, MAX_HEADER_LINES); index += 1) {
    const line = lines[index];
    const candidate = primary[index] ?? null;
    if (line === undefined || candidate?.form === 'voice' || candidate?.form === 'nick') break;
    if (candidate === null) {
      if (readsAsSpeech(line.text) && !/^\S+$/u.test(line.text)) break;
      continue;
    }
    const isMeta = labelShape(candidate.label).meta;
    if (
      seen.has(candidate.label) ||
      (!isMeta && readsAsSpeech(line.text.slice(candidate.bodyFromUtf16)))
    )
      break;
    seen.add(candidate.label);
    labelled += 1;
    if (!isMeta) continue;
    meta += 1;
    if (meta >= labelled * 0.3) lastMeta = index;
  }
  if (lastMeta < 0) return 0;
  let end = lastMeta + 1;
  while (end < lines.length && lines[end]?.join !== 'paragraph') {
    const candidate = primary[end] ?? null;
    if (
      candidate !== null &&
      seen.has(candidate.label) &&
      lines.some((_, index) => index > end && primary[index]?.label === candidate.label)
    )
      break;
    if (readsAsSpeech(lines[end]?.text ?? '') && lines[end]?.join !== 'wrap') break;
    end += 1;
  }
  return end;
}
