import { describe, expect, test } from 'vitest';
import { ImportError, importTranscript } from '../src/index.ts';
import { paragraph, table, wordFile } from './word-file.ts';

const MB = 1024 * 1024;
const text = (made: string): Uint8Array => new TextEncoder().encode(made);
/** As often as it fits into so many bytes. */
const fill = (piece: string, bytes: number): string =>
  piece.repeat(Math.floor(bytes / text(piece).length));
const word = (inner: string): string => `<w:p><w:r><w:t>A: ${inner}</w:t></w:r></w:p>`;
const CUE = '00:00:00,000 --> 00:00:01,000\n';

/** At the limits or just below, where the whole work is done. */
const LARGEST: readonly [string, string, () => Uint8Array][] = [
  ['entities of captions', 'srt', () => text(CUE + fill('&amp;', 4 * MB - 100))],
  ['numbers of characters', 'vtt', () => text(`WEBVTT\n\n${CUE}${fill('&#65;', 4 * MB - 100)}`)],
  ['entities of text', 'txt', () => text(fill('&amp;', 4 * MB - 100))],
  ['bars of a table', 'md', () => text(`A: yes\n|${fill('a|', 4 * MB - 100)}`)],
  ['tabs', 'txt', () => text(fill('a\tb\tc\n', 350_000))],
  ['lines of two encodings', 'txt', () => fillLatin1(4 * MB - 100)],
  ['Word entities', 'docx', () => wordFile(word(fill('&amp;', 7.9 * MB)))],
  ['Word paragraphs', 'docx', () => wordFile(fill(word('words '.repeat(50)), 7.9 * MB))],
  ['Word elements', 'docx', () => wordFile(word('b').repeat(26_500))],
  ['Word breaks', 'docx', () => wordFile(word('</w:t><w:br/><w:t>'.repeat(39_000)))],
  ['Word rows', 'docx', () => wordFile(table(rows(6000)))],
  ['Word attributes', 'docx', () => wordFile(`<w:p ${attributes(230_000)}/>${word('b')}`)],
];

function rows(count: number): string[][] {
  return Array.from({ length: count }, (_, index) => ['00:00', 'INT', `words ${index}`]);
}

function attributes(count: number): string {
  return Array.from({ length: count }, (_, index) => `w:a${index}="x"`).join(' ');
}

function fillLatin1(bytes: number): Uint8Array {
  const made = text(fill('wird word \n', bytes)).slice();
  for (let at = 1; at < made.length; at += 11) made[at] = 0xe9;
  return made;
}

/** Files that are small on disk and made to cost time or memory, one for each place that could be made to. */
const COSTLY: readonly [string, string, () => string][] = [
  ['opening brackets', 'txt', () => '('.repeat(1_000_000)],
  ['opening tags', 'vtt', () => `WEBVTT\n\n00:00.000 --> 00:01.000\n${'<'.repeat(1_000_000)}`],
  ['voices', 'vtt', () => `WEBVTT\n\n00:00.000 --> 00:01.000\n${'<v a>b '.repeat(140_000)}`],
  ['time lines', 'srt', () => '00:00:00,000 --> 00:00:01,000\n'.repeat(40_000)],
  ['asterisks', 'md', () => '*'.repeat(1_000_000)],
  ['quotes', 'md', () => '> '.repeat(500_000)],
  ['comments that do not end', 'md', () => '<!-- '.repeat(200_000)],
  ['one paragraph of many lines', 'md', () => 'words wrap here\n'.repeat(55_000)],
  ['accents on one letter', 'txt', () => `a${'\u0301\u0323'.repeat(200_000)}`],
  [
    'a speaker a line',
    'txt',
    () => Array.from({ length: 45_000 }, (_, index) => `N${index}x Key: Some words.`).join('\n'),
  ],
  [
    'names on lines',
    'txt',
    () => Array.from({ length: 25_000 }, (_, index) => `Name${index % 50}\nSome words.`).join('\n'),
  ],
];

describe('limits', () => {
  test.each(COSTLY)('%s cost bounded time', { timeout: 10_000 }, async (_, ending, make) => {
    const bytes = new TextEncoder().encode(make());
    const spent = process.cpuUsage();
    await importTranscript({ name: `a.${ending}`, bytes }).catch((error: unknown) => {
      expect(error).toBeInstanceOf(ImportError);
    });
    // Time of the processor, not of the clock: other work on the machine does not count.
    const { user, system } = process.cpuUsage(spent);
    expect((user + system) / 1e6).toBeLessThan(1.5);
  });

  test.each(LARGEST)(
    '%s up to the limit cost bounded time',
    { timeout: 10_000 },
    async (...row) => {
      const [, ending, make] = row;
      const bytes = make();
      const spent = process.cpuUsage();
      await importTranscript({ name: `a.${ending}`, bytes }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(ImportError);
      });
      const { user, system } = process.cpuUsage(spent);
      expect((user + system) / 1e6).toBeLessThan(1.8);
    },
  );

  test('a Word file over a limit is told which', async () => {
    const importing = (body: string): Promise<unknown> =>
      importTranscript({ name: 'a.docx', bytes: wordFile(body) });
    await expect(importing(word('b').repeat(30_000))).rejects.toMatchObject({
      code: 'transcript/too-large',
      message: expect.stringContaining('80000 pieces'),
    });
    await expect(importing(word(fill('words ', 9 * MB)))).rejects.toMatchObject({
      code: 'transcript/too-large',
      message: expect.stringContaining('8 MB'),
    });
  });

  test('each limit can be set, and names itself', async () => {
    const bytes = new TextEncoder().encode('A: yes\nB: no\nA: yes\nB: no\n');
    const read = (limits: object): Promise<unknown> =>
      importTranscript({ name: 'a.txt', bytes }, { limits });
    await expect(read({ fileBytes: 5 })).rejects.toMatchObject({ code: 'transcript/too-large' });
    await expect(read({ textBytes: 5 })).rejects.toMatchObject({ code: 'transcript/too-large' });
    await expect(read({ lines: 3 })).rejects.toMatchObject({
      code: 'transcript/too-large',
      message: expect.stringContaining('3 lines'),
    });
    await expect(read({ turns: 3 })).rejects.toMatchObject({
      code: 'transcript/too-many-turns',
      message: expect.stringContaining('3 turns'),
    });
    const file = wordFile(paragraph('A: yes').repeat(50));
    await expect(
      importTranscript({ name: 'a.docx', bytes: file }, { limits: { elements: 99 } }),
    ).rejects.toMatchObject({ code: 'transcript/too-large' });
    await expect(
      importTranscript({ name: 'a.docx', bytes: file }, { limits: { wordBytes: 99 } }),
    ).rejects.toMatchObject({ code: 'transcript/too-large' });
    await expect(
      importTranscript({ name: 'a.docx', bytes: file }, { limits: { unpackedBytes: 999 } }),
    ).rejects.toMatchObject({ code: 'transcript/zip-bomb' });
    await expect(
      importTranscript({ name: 'a.docx', bytes: file }, { limits: { zipEntries: 2 } }),
    ).rejects.toMatchObject({ code: 'transcript/zip-bomb' });
  });
});
