import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ImportError, importTranscript } from '../src/index.ts';
import { lostWords } from './words-kept.ts';
import { importText } from './reading.ts';
import { paragraph, table, wordFile } from './word-file.ts';

const ENDINGS = ['docx', 'txt', 'md', 'vtt', 'srt'] as const;

/** Pieces that the parsers look for, so that random text reaches their corners. */
const PIECES = [
  '\n',
  '\r',
  '\n\n',
  ':',
  '：',
  ' ',
  '\t',
  '[',
  ']',
  '(',
  ')',
  '<v ',
  '>',
  '</v>',
  '<',
  '&amp;',
  '&#0;',
  '00:00:01.000',
  ' --> ',
  '00:99',
  '---',
  '**',
  '__',
  '|',
  '#',
  '# ',
  'WEBVTT',
  'NOTE',
  'STYLE',
  'A: ',
  'B',
  'Interviewer',
  '.',
  '?',
  '\u0000',
  '\u202e',
  '\ufeff',
  'é',
  'e\u0301',
  '你好',
  'שלום',
  '😀',
  '1',
  '12',
  'words of speech',
  '<!--',
  '-->',
  '\\',
  '#00:01:02-3#',
  '```',
  '\u2028',
];

describe('any bytes', () => {
  test('give a transcript or an ImportError, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom(...ENDINGS),
        async (bytes, ending) => {
          try {
            const { turns } = await importTranscript({ name: `a.${ending}`, bytes });
            expect(turns.length).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toBeInstanceOf(ImportError);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test('made of what parsers look for lose no word and give whole turns', async () => {
    const text = fc
      .array(fc.constantFrom(...PIECES), { maxLength: 80 })
      .map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('txt', 'md', 'vtt', 'srt'), async (source, ending) => {
        try {
          const transcript = await importText(ending, source);
          for (const turn of transcript.turns) {
            expect(turn.text.trim()).toBe(turn.text);
            expect(turn.text).not.toBe('');
            expect(turn.text).not.toMatch(/[\r\0]/u); // oxlint-disable-line no-control-regex
          }
          if (ending === 'txt')
            expect(lostWords(source.replaceAll('\0', ''), transcript)).toEqual([]);
        } catch (error) {
          if (!(error instanceof ImportError)) throw error;
        }
      }),
      { numRuns: 600 },
    );
  });

  test('cut or changed in a Word file give a transcript or an ImportError', async () => {
    const whole = wordFile(
      paragraph('**Ann:** Hello there.') +
        table([
          ['00:01', 'Ann', 'One.'],
          ['00:02', 'Bob', 'Two.'],
        ]),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.nat(255),
        fc.boolean(),
        async (at, byte, cut) => {
          const bytes = cut ? whole.slice(0, at) : Uint8Array.from(whole);
          if (!cut) bytes[at] = byte;
          const error: unknown = await importTranscript({ name: 'a.docx', bytes }).then(
            () => null,
            (caught: unknown) => caught,
          );
          if (error !== null) expect(error).toBeInstanceOf(ImportError);
        },
      ),
      { numRuns: 200 },
    );
  });
});

type Said = { readonly speaker: string; readonly start: number; readonly text: string };

const clock = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');

const word = fc.constantFrom(
  'we',
  'came',
  'late',
  'rain',
  'bread',
  'the',
  'station',
  'was',
  'closed',
  'mother',
  'trust',
  'nobody',
  'asked',
  'école',
  'größer',
  'it’s',
  '“so”',
);
const sentence = fc
  .tuple(
    fc.constantFrom('Well', 'So', 'Then', 'Yes', 'No', 'And'),
    fc.array(word, { minLength: 2, maxLength: 14 }),
    fc.constantFrom('.', '?', '!', '…'),
  )
  .map(([first, rest, end]) => `${first} ${rest.join(' ')}${end}`);
const names = fc.constantFrom(
  ['Interviewer', 'Participant'],
  ['INT', 'P1', 'P2'],
  ['Jane Doe', 'John Roe'],
  ['#12', 'Interviewer'],
  ['Speaker 1', 'Speaker 2', 'Speaker 3'],
);

/** Talks in which each voice comes at least twice and never twice running. */
const talk: fc.Arbitrary<Said[]> = fc
  .tuple(names, fc.array(fc.tuple(fc.nat(5), sentence), { minLength: 8, maxLength: 20 }))
  .map(([cast, said]) =>
    said.map(([, text], index) => ({
      speaker: cast[index % cast.length] ?? '',
      start: index * 7 + 1,
      text,
    })),
  );

/** Ways to write a talk down: the ending, whether times are written, and how. */
const WRITERS: readonly [string, string, boolean, (talk: readonly Said[]) => string][] = [
  [
    'label and colon',
    'txt',
    false,
    (said) => said.map((one) => `${one.speaker}: ${one.text}`).join('\n'),
  ],
  [
    'label and colon in paragraphs',
    'txt',
    false,
    (said) => said.map((one) => `${one.speaker}:\t${one.text}`).join('\r\n\r\n'),
  ],
  [
    'label on its own line',
    'txt',
    false,
    (said) => said.map((one) => `${one.speaker}:\n${one.text}`).join('\n\n'),
  ],
  [
    'time before label',
    'txt',
    true,
    (said) => said.map((one) => `[${clock(one.start)}] ${one.speaker}: ${one.text}`).join('\n'),
  ],
  [
    'time behind label',
    'txt',
    true,
    (said) => said.map((one) => `${one.speaker} (${clock(one.start)}):\n${one.text}`).join('\n\n'),
  ],
  [
    'time beside label',
    'txt',
    true,
    (said) => said.map((one) => `${one.speaker}  ${clock(one.start)}\n${one.text}`).join('\n\n'),
  ],
  [
    'time, dash, words',
    'txt',
    true,
    (said) => said.map((one) => `${one.speaker} (${clock(one.start)}) - ${one.text}`).join('\n\n'),
  ],
  [
    'columns',
    'txt',
    true,
    (said) => said.map((one) => `${clock(one.start)}\t${one.speaker}\t${one.text}`).join('\n'),
  ],
  [
    'bold labels',
    'md',
    false,
    (said) => said.map((one) => `**${one.speaker}:** ${one.text}`).join('\n\n'),
  ],
  [
    'voices',
    'vtt',
    true,
    (said) =>
      `WEBVTT\n\n${said.map((one) => `${clock(one.start)}.000 --> ${clock(one.start + 3)}.000\n<v ${one.speaker}>${one.text}`).join('\n\n')}`,
  ],
  [
    'labels in cues',
    'srt',
    true,
    (said) =>
      said
        .map(
          (one, index) =>
            `${index + 1}\n${clock(one.start)},000 --> ${clock(one.start + 3)},000\n${one.speaker}: ${one.text}`,
        )
        .join('\n\n'),
  ],
];

describe('a talk written down and read again', () => {
  test.each(WRITERS)('%s', async (_, ending, timed, write) => {
    await fc.assert(
      fc.asyncProperty(talk, async (said) => {
        const { turns } = await importText(ending, write(said));
        expect(turns.map(({ speaker, start, text }) => ({ speaker, start, text }))).toEqual(
          said.map((one) => ({ ...one, start: timed ? one.start : null })),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('Word: bold labels, and tables', async () => {
    await fc.assert(
      fc.asyncProperty(talk, async (said) => {
        const bold = await importTranscript({
          name: 'a.docx',
          bytes: wordFile(said.map((one) => paragraph(`**${one.speaker}:** ${one.text}`)).join('')),
        });
        expect(bold.turns.map((turn) => [turn.speaker, turn.text])).toEqual(
          said.map((one) => [one.speaker, one.text]),
        );
        const rows = await importTranscript({
          name: 'a.docx',
          bytes: wordFile(table(said.map((one) => [clock(one.start), one.speaker, one.text]))),
        });
        expect(rows.turns.map((turn) => [turn.speaker, turn.start, turn.text])).toEqual(
          said.map((one) => [one.speaker, one.start, one.text]),
        );
      }),
      { numRuns: 20 },
    );
  });
});
