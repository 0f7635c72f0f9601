import type { DemoTurn } from './demo-study.ts';

const TURN_START = /^\[(\d\d):(\d\d):(\d\d)\] ([^:\n]+): (.+)$/u;

/**
 * Reads the one layout of the demo's transcripts: paragraphs on a line each with an empty line
 * between them, a turn beginning with `[00:03:12] Speaker: words`, and any other paragraph going
 * on with the turn before it.
 *
 * @throws Error naming `place` and the paragraph (from 1) where the text does not begin with a
 *   turn, a paragraph runs over a line, or a time goes backwards.
 */
export function readTurns(text: string, place: string): DemoTurn[] {
  const turns: { speaker: string; start: number; paragraphs: string[] }[] = [];
  for (const [index, paragraph] of text.trim().split('\n\n').entries()) {
    const where = `${place}, paragraph ${index + 1}`;
    if (paragraph.includes('\n')) throw new Error(`${where}: a paragraph stands on one line.`);
    const match = TURN_START.exec(paragraph);
    const last = turns.at(-1);
    if (match === null) {
      if (last === undefined) throw new Error(`${where}: a transcript begins with a turn.`);
      last.paragraphs.push(paragraph);
      continue;
    }
    const [, hours, minutes, seconds, speaker = '', words = ''] = match;
    const start = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    if (last !== undefined && start < last.start)
      throw new Error(`${where}: its time is before that of the turn above it.`);
    turns.push({ speaker, start, paragraphs: [words] });
  }
  return turns.map(({ speaker, start, paragraphs }) => ({
    speaker,
    start,
    text: paragraphs.join('\n'),
  }));
}
