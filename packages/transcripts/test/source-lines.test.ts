import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importTranscript, type Transcript } from '../src/index.ts';
import { importText } from './reading.ts';
import { describeShared, readShared, SHARED } from './shared-data.ts';
import { paragraph, table, wordFile } from './word-file.ts';

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

function readWord(body: string, more: Readonly<Record<string, string>> = {}): Promise<Transcript> {
  return importTranscript({ name: 'a.docx', bytes: wordFile(body, more) });
}

/** Words of turns and of pieces left out that do not stand in the lines which these are said to come from. */
function misplaced(transcript: Transcript): string[] {
  const { sourceLines } = transcript;
  const missing = (text: string, from: number, to: number): string[] => {
    const lines = new Set(
      sourceLines
        .slice(from - 1, to)
        .join('\n')
        .match(WORD),
    );
    return (text.match(WORD) ?? []).filter((word) => !lines.has(word));
  };
  return [
    ...transcript.turns.flatMap(({ text, source }) =>
      source === null ? ['(no source)'] : missing(text, source.firstLine, source.lastLine),
    ),
    ...transcript.leftOut.flatMap(({ text, line, lastLine }) =>
      line === null || lastLine === null ? ['(no line)'] : missing(text, line, lastLine),
    ),
  ];
}

describe('lines of the source', () => {
  test('a text file gives its lines as they stand', async () => {
    const transcript = await importText('txt', 'A: yes\r\n\r\n  B: cafe\u0301\rA: no');
    expect(transcript.sourceLines).toEqual(['A: yes', '', '  B: café', 'A: no']);
    expect(transcript.turns[1]?.source).toEqual({ firstLine: 3, lastLine: 3 });
  });

  test('a Word file gives paragraphs, line breaks and rows', async () => {
    const transcript = await readWord(
      [
        paragraph('A title'),
        paragraph(''),
        table([
          ['Time', 'Speaker', 'Words'],
          ['00:01', 'INT', 'How was it?\nAnd why?'],
          ['00:05', 'P1', 'Good.'],
          ['00:09', 'INT', 'Thanks.'],
        ]),
      ].join(''),
    );
    expect(transcript.sourceLines).toEqual([
      'A title',
      '',
      'Time\tSpeaker\tWords',
      '00:01\tINT\tHow was it?',
      'And why?',
      '00:05\tP1\tGood.',
      '00:09\tINT\tThanks.',
    ]);
    expect(transcript.turns.map(({ source }) => source)).toEqual([
      { firstLine: 4, lastLine: 5 },
      { firstLine: 6, lastLine: 6 },
      { firstLine: 7, lastLine: 7 },
    ]);
    expect(transcript.leftOut.map(({ kind, line }) => [kind, line])).toEqual([
      ['preamble', 1],
      ['table', 3],
    ]);
  });

  test('labels and times of a Word file stand in its lines', async () => {
    const transcript = await readWord(
      ['**Jane**   0:03\nSo thanks.', '**Joan**   0:26\nThank you.', '**Jane**   1:02\nBye.']
        .map(paragraph)
        .join(''),
    );
    expect(transcript.sourceLines[0]).toBe('Jane   0:03');
    expect(transcript.turns[1]?.source).toEqual({ firstLine: 3, lastLine: 4 });
  });

  test('no line holds a line end', async () => {
    const transcript = await readWord(paragraph('A: one\u2028two\u0085three') + paragraph('B: no'));
    expect(transcript.sourceLines).toEqual(['A: one', 'two', 'three', 'B: no']);
  });

  test('lines of a Word file are bounded, blank ones too', async () => {
    const importing = importTranscript(
      { name: 'a.docx', bytes: wordFile(paragraph('A: yes') + '<w:p/>'.repeat(40)) },
      { limits: { lines: 40 } },
    );
    await expect(importing).rejects.toMatchObject({ code: 'transcript/too-large' });
  });

  test('a piece within a turn says where it stood', async () => {
    const transcript = await importText(
      'txt',
      'The Chair:\nWe begin.\n(Applause.)\nNow then.\n\nMr Smith:\nThanks.\n\nThe Chair:\nYes?\n\nMr Smith:\nNo.\n',
    );
    const [piece] = transcript.leftOut;
    expect(piece).toMatchObject({ kind: 'interjection', line: 3, beforeTurn: 1, withinUtf16: 9 });
    expect(transcript.turns[0]?.text.slice(0, 9)).toBe('We begin.');
  });

  test('what stands before the first speaker keeps its order with headings', async () => {
    const transcript = await importText(
      'md',
      'Taped in May.\n\n## Present\n\nJane and Maria.\nAlso Tom.\n\n**Jane:** So how was it in the end?\n\n**Maria:** It was good, all in all, and so we stayed on for longer.\n\n**Jane:** Why did you?\n\n**Maria:** Because the others had come as well, and nobody minded.\n',
    );
    expect(transcript.leftOut.map(({ kind, line, lastLine }) => [kind, line, lastLine])).toEqual([
      ['preamble', 1, 1],
      ['heading', 3, 3],
      ['preamble', 5, 6],
    ]);
  });

  test('a piece between two turns stands in none', async () => {
    const transcript = await importText('md', 'A: yes\n\nB: no\n\n# Part two\n\nA: yes\n\nB: no\n');
    expect(transcript.leftOut).toMatchObject([
      { kind: 'heading', line: 5, lastLine: 5, beforeTurn: 2, withinUtf16: null },
    ]);
  });
});

describeShared('lines of real files', () => {
  const files = readdirSync(join(SHARED, 'transcripts')).filter((name) =>
    /\.(?:docx|txt|md)$/u.test(name),
  );

  test.each(files)('%s has the words of each turn in its lines', async (name) => {
    const bytes = readShared(`transcripts/${name}`);
    const transcript = await importTranscript({ name, bytes });
    expect(misplaced(transcript)).toEqual([]);
    expect(transcript.sourceLines.some((line) => line.includes('\n'))).toBe(false);
    for (const { line } of transcript.warnings)
      expect(transcript.sourceLines[(line ?? 1) - 1]?.trim()).not.toBe('');
  });

  test('notes and comments of a Word file have lines behind its body', async () => {
    for (const name of ['mammoth-footnotes.docx', 'house-hearing-tracked-and-commented.docx']) {
      const transcript = await importTranscript({ name, bytes: readShared(`hostile/${name}`) });
      expect(misplaced(transcript)).toEqual([]);
      expect(transcript.leftOut.at(-1)?.lastLine).toBe(transcript.sourceLines.length);
    }
  });
});
