import { describe, expect, test } from 'vitest';
import { importTranscript, type Transcript } from '../src/index.ts';
import { asLines, codes, importText } from './reading.ts';
import { table, wordFile } from './word-file.ts';
import { lostWords } from './words-kept.ts';

function readTable(rows: readonly (readonly string[])[]): Promise<Transcript> {
  return importTranscript({ name: 'a.docx', bytes: wordFile(table(rows)) });
}

/** What stands in the columns of each, and the turns and warnings it must give. */
const TABBED: readonly [string, string, readonly string[], readonly string[]][] = [
  [
    'a row moved in goes on with the turn above',
    'INT:\tHello there, how are you?\nP1:\tFine.\n\tAnd the dog too.\nINT:\tGood.\nP1:\tYes.\n',
    ['INT: Hello there, how are you?', 'P1: Fine.\nAnd the dog too.', 'INT: Good.', 'P1: Yes.'],
    [],
  ],
  [
    'a row without a tab goes on with the turn above',
    'INT:\tHello there, how are you?\nP1:\tFine.\nAnd the dog is too.\nINT:\tGood.\nP1:\tYes.\n',
    ['INT: Hello there, how are you?', 'P1: Fine.\nAnd the dog is too.', 'INT: Good.', 'P1: Yes.'],
    [],
  ],
  [
    'labels without a colon',
    'INT\tHello there.\nP1\tFine.\n\tAnd the dog.\nINT\tGood.\nP1\tYes.\n',
    ['INT: Hello there.', 'P1: Fine.\nAnd the dog.', 'INT: Good.', 'P1: Yes.'],
    [],
  ],
  [
    'a label and colon that a space parts from the words is a label',
    'INT:\tHello there.\nP1:\tFine.\nINT: And the dog?\nP1:\tToo.\nINT:\tGood.\n',
    ['INT: Hello there.', 'P1: Fine.', 'INT: And the dog?', 'P1: Too.', 'INT: Good.'],
    [],
  ],
  [
    'a name whose words stand in the row below',
    'INT:\tHello there.\nP1:\n\tFine.\nINT:\tGood.\nP1:\tYes.\nINT:\tBye.\nP1:\tBye.\nINT:\tSo.\nP1:\tYes.\nINT:\tOh.\nP1:\tAh.\n',
    [
      'INT: Hello there.',
      'P1: Fine.',
      'INT: Good.',
      'P1: Yes.',
      'INT: Bye.',
      'P1: Bye.',
      'INT: So.',
      'P1: Yes.',
      'INT: Oh.',
      'P1: Ah.',
    ],
    [],
  ],
  [
    'a name without words is told of',
    'INT:\tHello there.\nP1:\nINT:\tGood.\nP1:\tYes.\nINT:\tBye.\n',
    ['INT: Hello there.\nGood.', 'P1: Yes.', 'INT: Bye.'],
    ['transcript/mark'],
  ],
  [
    'what may be a name is kept as words, and told of',
    'INT:\tHello there.\nP1:\tFine.\nMaria\nINT:\tGood.\nP1:\tYes.\n',
    ['INT: Hello there.', 'P1: Fine.\nMaria', 'INT: Good.', 'P1: Yes.'],
    ['transcript/doubtful-label'],
  ],
  [
    'times, speakers and words',
    '00:01\tINT\tHello there.\n00:05\tP1\tFine.\n\t\tAnd the dog.\n\tAnd the cat.\nAnd the cow.\n00:09\tINT\tGood.\n00:12\tP1\tYes.\n00:13\tINT\tOh.\n00:14\tP1\tAh.\n00:15\tINT\tOh.\n00:16\tP1\tAh.\n00:17\tINT\tOh.\n00:18\tP1\tAh.\n00:19\tINT\tOh.\n00:20\tP1\tAh.\n',
    [
      'INT 1-?: Hello there.',
      'P1 5-?: Fine.\nAnd the dog.\nAnd the cat.\nAnd the cow.',
      'INT 9-?: Good.',
      'P1 12-?: Yes.',
      'INT 13-?: Oh.',
      'P1 14-?: Ah.',
      'INT 15-?: Oh.',
      'P1 16-?: Ah.',
      'INT 17-?: Oh.',
      'P1 18-?: Ah.',
      'INT 19-?: Oh.',
      'P1 20-?: Ah.',
    ],
    [],
  ],
  [
    'times and words',
    '00:01\tHello there.\n00:05\tFine.\n\tAnd the dog.\n00:09\tGood.\n00:12\tYes.\n',
    [
      '(none) 1-?: Hello there.',
      '(none) 5-?: Fine.\nAnd the dog.',
      '(none) 9-?: Good.',
      '(none) 12-?: Yes.',
    ],
    ['transcript/no-speakers'],
  ],
  [
    'a whole row that was moved in',
    'INT\tHello there.\nP1\tFine.\n\tINT\tGood.\nP1\tYes.\nINT\tBye.\n',
    ['INT: Hello there.', 'P1: Fine.', 'INT: Good.', 'P1: Yes.', 'INT: Bye.'],
    [],
  ],
  [
    'a row moved in whose words hold a tab',
    'INT\tHello there.\nP1\tFine.\n\tAnd\tthe dog.\nP1\tYes.\nINT\tBye.\n',
    ['INT: Hello there.', 'P1: Fine.\nAnd\tthe dog.\nYes.', 'INT: Bye.'],
    [],
  ],
  [
    'all rows moved in',
    '\tINT\tHello there.\n\tP1\tFine.\n\t\tAnd the dog.\n\tINT\tGood.\n\tP1\tYes.\n',
    ['INT: Hello there.', 'P1: Fine.\nAnd the dog.', 'INT: Good.', 'P1: Yes.'],
    [],
  ],
];

describe('lines set off by tabs', () => {
  test.each(TABBED)('%s', async (_, text, turns, warnings) => {
    const transcript = await importText('txt', text);
    expect(asLines(transcript.turns)).toEqual(turns);
    expect(codes(transcript)).toEqual(warnings);
    expect(lostWords(text, transcript)).toEqual([]);
  });

  test('a turn that goes on names the line where it ends', async () => {
    const { turns } = await importText(
      'txt',
      'INT:\tHello there.\nP1:\tFine.\n\tAnd the dog.\nINT:\tGood.\nP1:\tYes.\n',
    );
    expect(turns[1]?.source).toEqual({ firstLine: 2, lastLine: 3 });
  });

  test('tabs among the words of a late line are the words’ own', async () => {
    const talk = 'INT:\tHow was it?\nP1:\tFine.\n'.repeat(120);
    const { turns } = await importText('txt', `${talk}INT:\tOne\ttwo\tthree.\n`);
    expect(turns.at(-1)?.text).toBe('One\ttwo\tthree.');
  });
});

describe('tables of Word', () => {
  test('words in the column of speakers go on with the turn above', async () => {
    const transcript = await readTable([
      ['INT', 'Hello there, how are you today?'],
      ['P1', 'Fine.'],
      ['And the dog is fine too.\nAnd the cat.', ''],
      ['INT', 'Good, and what is it called?'],
      ['P1', 'Yes.'],
    ]);
    expect(asLines(transcript.turns)).toEqual([
      'INT: Hello there, how are you today?',
      'P1: Fine.\nAnd the dog is fine too.\nAnd the cat.',
      'INT: Good, and what is it called?',
      'P1: Yes.',
    ]);
    expect(transcript.turns[1]?.source).toEqual({ firstLine: 2, lastLine: 4 });
    expect(transcript.leftOut).toEqual([]);
    expect(codes(transcript)).toEqual([]);
  });

  test('many such rows leave it a table of turns', async () => {
    const transcript = await readTable([
      ['Jane', 'Hello there.'],
      ['I have come by train today.', ''],
      ['John', 'Fine.'],
      ['So have we, all of us.', ''],
      ['Jane', 'Good.'],
      ['John', 'Yes.'],
    ]);
    expect(asLines(transcript.turns)).toEqual([
      'Jane: Hello there.\nI have come by train today.',
      'John: Fine.\nSo have we, all of us.',
      'Jane: Good.',
      'John: Yes.',
    ]);
  });

  test('words in the column of end times are words', async () => {
    const transcript = await readTable([
      ['00:01', '00:03', 'Hello there.'],
      ['00:04', '00:05', 'Fine.'],
      ['00:06', 'until noon', 'Good.'],
      ['00:08', '00:09', 'Yes.'],
    ]);
    expect(transcript.turns.map(({ text }) => text)).toEqual([
      'Hello there.',
      'Fine.',
      'until noon\nGood.',
      'Yes.',
    ]);
  });

  test('a title alone in the first row is no name that nobody answers to', async () => {
    const transcript = await readTable([
      ['Interview 3', ''],
      ['INT', 'Hello there.'],
      ['P1', 'Fine.'],
      ['INT', 'Good.'],
      ['P1', 'Yes.'],
    ]);
    expect(transcript.title).toBe('Interview 3');
    expect(transcript.turns).toHaveLength(4);
    expect(codes(transcript)).toEqual(['transcript/preamble']);
  });

  test('a heading between rows is kept as words, and told of', async () => {
    const transcript = await readTable([
      ['INT', 'Hello there.'],
      ['P1', 'Fine.'],
      ['Part two', ''],
      ['INT', 'Good.'],
      ['P1', 'Yes.'],
    ]);
    expect(transcript.turns[1]?.text).toBe('Fine.\nPart two');
    expect(transcript.warnings).toMatchObject([{ code: 'transcript/doubtful-label', line: 3 }]);
  });
});
