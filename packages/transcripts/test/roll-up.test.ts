import { describe, expect, test } from 'vitest';
import { asLines, codes, importText } from './reading.ts';
import { lostWords } from './words-kept.ts';

const cue = (from: number, to: number, ...lines: string[]): string =>
  `00:00:${String(from).padStart(2, '0')}.000 --> 00:00:${String(to).padStart(2, '0')}.000\n${lines.join('\n')}\n\n`;

describe('captions that roll up', () => {
  test('of a recogniser give each line once, an empty upper row or not', async () => {
    const text = `WEBVTT\n\n${[
      cue(0, 2, ' ', 'hello<00:00:00.500><c> there</c>'),
      cue(2, 2, 'hello there', ' '),
      cue(2, 4, 'hello there', 'how<00:00:02.500><c> are</c>'),
      cue(4, 4, 'how are', ' '),
      cue(4, 6, 'how are', 'you<00:00:04.500><c> today</c>'),
    ].join('')}`;
    const transcript = await importText('vtt', text);
    expect(asLines(transcript.turns)).toEqual([
      '(none) 0-2: hello there',
      '(none) 2-4: how are',
      '(none) 4-6: you today',
    ]);
    expect(transcript.leftOut.map((piece) => piece.text)).toEqual([
      'hello there',
      'hello there',
      'how are',
      'how are',
    ]);
    expect(codes(transcript)).toEqual(['captions/roll-up', 'transcript/no-speakers']);
  });

  test('of three rows lose no word', async () => {
    const rows = Array.from({ length: 9 }, (_, nth) => `row ${'abcdefghi'[nth]}`);
    const text = rows.map((_, nth) =>
      cue(nth, nth + 1, ...rows.slice(Math.max(0, nth - 2), nth + 1)),
    );
    const transcript = await importText('srt', text.join(''));
    expect(transcript.turns.map((turn) => turn.text)).toEqual(rows);
    expect(lostWords(text.join('').replace(/^.*-->.*$/gmu, ''), transcript)).toEqual([]);
  });

  test('keep comments where they stood', async () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const text = rows.map((_, nth) =>
      cue(nth, nth + 1, ...rows.slice(Math.max(0, nth - 1), nth + 1)),
    );
    const cues = [...text.slice(0, 4), 'NOTE here\n\n', ...text.slice(4)].join('');
    const transcript = await importText('vtt', `WEBVTT\n\n${cues}`);
    expect(transcript.turns.map((turn) => turn.text)).toEqual(rows);
    expect(transcript.leftOut.find((piece) => piece.text === 'NOTE here')?.beforeTurn).toBe(4);
  });

  test('may be people who repeat themselves', async () => {
    const text = ['no', 'no', 'no', 'yes', 'yes', 'yes', 'yes'].map((word, nth) =>
      cue(nth, nth + 1, word),
    );
    const transcript = await importText('srt', text.join(''));
    expect(transcript.turns).toHaveLength(7);
    expect(codes(transcript)).not.toContain('captions/roll-up');
  });

  test('in part only are kept as they are, and the person is told', async () => {
    const text = [['a'], ['a', 'b'], ['b', 'c'], ['d'], ['d', 'e'], ['f'], ['g'], ['g', 'h']].map(
      (rows, nth) => cue(nth, nth + 1, ...rows),
    );
    const transcript = await importText('srt', text.join(''));
    expect(transcript.turns).toHaveLength(8);
    expect(transcript.warnings[0]).toMatchObject({ code: 'captions/roll-up', line: 5 });
  });
});
