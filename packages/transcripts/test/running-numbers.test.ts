import { describe, expect, test } from 'vitest';
import { importTranscript } from '../src/index.ts';
import { asLines, codes, importText } from './reading.ts';
import { paragraph, table, wordFile } from './word-file.ts';

const TURNS = ['INT: Hello.', 'P1: Hi there.', 'INT: And the dog?', 'P1: Fine.'];

/** The same talk, its turns numbered. */
const NUMBERED: readonly [string, string, string][] = [
  ['full stops', 'txt', '1. INT: Hello.\n2. P1: Hi there.\n3. INT: And the dog?\n4. P1: Fine.\n'],
  ['numbers alone', 'txt', '1 INT: Hello.\n2 P1: Hi there.\n3 INT: And the dog?\n4 P1: Fine.\n'],
  [
    'brackets, from any number on',
    'txt',
    '(17) INT: Hello.\n\n(18) P1: Hi there.\n\n(19) INT: And the dog?\n\n(20) P1: Fine.\n',
  ],
  [
    'a tab behind the label',
    'txt',
    '1. INT:\tHello.\n2. P1:\tHi there.\n3. INT:\tAnd the dog?\n4. P1:\tFine.\n',
  ],
  [
    'a tab behind the number',
    'txt',
    '1\tINT: Hello.\n2\tP1: Hi there.\n3\tINT: And the dog?\n4\tP1: Fine.\n',
  ],
  [
    'a list of Markdown',
    'md',
    '1. INT: Hello.\n2. P1: Hi there.\n3. INT: And the dog?\n4. P1: Fine.\n',
  ],
  [
    'a list of Markdown, labels bold',
    'md',
    '1. **INT:** Hello.\n2. **P1:** Hi there.\n3. **INT:** And the dog?\n4. **P1:** Fine.\n',
  ],
  [
    'a head before them',
    'txt',
    'Date: 3 May 2022\n\n1. INT: Hello.\n2. P1: Hi there.\n3. INT: And the dog?\n4. P1: Fine.\n',
  ],
];

describe('running numbers', () => {
  test.each(NUMBERED)('%s are no part of the speakers', async (_, ending, text) => {
    const transcript = await importText(ending, text);
    expect(asLines(transcript.turns)).toEqual(TURNS);
    expect(codes(transcript)).toContain('transcript/running-numbers');
  });

  test('two turns of speakers by role are enough', async () => {
    const { turns } = await importText('txt', '1. INT: Hello.\n2. P1: Hi there.\n');
    expect(asLines(turns)).toEqual(['INT: Hello.', 'P1: Hi there.']);
  });

  test('paragraphs and tables of Word', async () => {
    const bodies = [
      ['1. **INT:** Hello.', '2. **P1:** Hi there.', '3. **INT:** And the dog?', '4. **P1:** Fine.']
        .map(paragraph)
        .join(''),
      table([
        ['1. INT', 'Hello.'],
        ['2. P1', 'Hi there.'],
        ['3. INT', 'And the dog?'],
        ['4. P1', 'Fine.'],
      ]),
      table([
        ['1', 'INT: Hello.'],
        ['2', 'P1: Hi there.'],
        ['3', 'INT: And the dog?'],
        ['4', 'P1: Fine.'],
      ]),
    ];
    for (const body of bodies) {
      const transcript = await importTranscript({ name: 'a.docx', bytes: wordFile(body) });
      expect(asLines(transcript.turns)).toEqual(TURNS);
    }
  });

  test('that count lines go from the lines without a label too', async () => {
    const { turns } = await importText(
      'txt',
      '1 INT: Hello there and\n2 how are you?\n3 P1: Fine, and the\n4 dog too.\n5 INT: Good.\n6 P1: Yes.\n',
    );
    expect(asLines(turns)).toEqual([
      'INT: Hello there and\nhow are you?',
      'P1: Fine, and the\ndog too.',
      'INT: Good.',
      'P1: Yes.',
    ]);
  });

  test('that count turns stay where the words hold numbers', async () => {
    const { turns } = await importText(
      'txt',
      '1. INT: How many?\n2. P1: I would say,\n12 people came.\n3. INT: Good.\n4. P1: Yes.\n',
    );
    expect(turns[1]?.text).toBe('I would say,\n12 people came.');
  });

  test.each([
    [
      'numbers that tell people apart',
      '1. Sprecher: Hallo.\n2. Sprecher: Ja?\n1. Sprecher: Und?\n2. Sprecher: Gut.\n',
      ['1. Sprecher', '2. Sprecher'],
    ],
    [
      'numbers that do not run',
      '5 P1: Hello.\n9 P2: Hi there.\n5 P1: And?\n9 P2: Fine.\n',
      ['5 P1', '9 P2'],
    ],
    [
      'pseudonyms and numbered speakers',
      '#13: Hello.\nP1: Hi there.\nParticipant 2: And?\n#13: Fine.\nP1: Yes.\nParticipant 2: So.\n',
      ['#13', 'P1', 'Participant 2'],
    ],
    [
      'a list among the words',
      'Interviewer: Name some.\nP1: I have three:\n1. Money: we had none.\n2. Trust: none too.\n3. Money: again none.\nInterviewer: Good.\nP1: Yes.\n',
      ['Interviewer', 'P1'],
    ],
  ])('%s stay', async (_, text, speakers) => {
    const transcript = await importText('txt', text);
    expect([...new Set(transcript.turns.map(({ speaker }) => speaker))]).toEqual(speakers);
    expect(codes(transcript)).not.toContain('transcript/running-numbers');
  });
});
