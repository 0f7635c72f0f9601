import { describe, expect, test } from 'vitest';
import { ImportError, importTranscript } from '../src/index.ts';
import { paragraph, wordFile } from './word-file.ts';

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
    expect((user + system) / 1e6).toBeLessThan(4);
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
    const word = wordFile(paragraph('A: yes').repeat(50));
    await expect(
      importTranscript({ name: 'a.docx', bytes: word }, { limits: { elements: 99 } }),
    ).rejects.toMatchObject({ code: 'transcript/too-large' });
    await expect(
      importTranscript({ name: 'a.docx', bytes: word }, { limits: { unpackedBytes: 999 } }),
    ).rejects.toMatchObject({ code: 'transcript/zip-bomb' });
    await expect(
      importTranscript({ name: 'a.docx', bytes: word }, { limits: { zipEntries: 2 } }),
    ).rejects.toMatchObject({ code: 'transcript/zip-bomb' });
  });
});
