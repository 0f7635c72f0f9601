import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ImportError, importTranscript, type Transcript } from '../src/index.ts';
import { describeShared, readShared, SHARED } from './shared-data.ts';
import { lostWords } from './words-kept.ts';

async function read(name: string): Promise<Transcript> {
  return await importTranscript({ name, bytes: readShared(`hostile/${name}`) });
}

const warned = (transcript: Transcript): [string, number | null][] =>
  transcript.warnings.map((warning) => [warning.code, warning.line]);
const speakers = (transcript: Transcript): (string | null)[] =>
  transcript.turns.map((turn) => turn.speaker);
const words = (transcript: Transcript): string =>
  transcript.turns.map((turn) => turn.text).join('\n');

const REFUSED: readonly [string, string][] = [
  ['csv-caption-with-blank-lines.csv', 'transcript/unsupported-format'],
  ['docx-broken-xml.docx', 'transcript/damaged'],
  ['docx-entity-expansion.docx', 'transcript/unsafe-xml'],
  ['docx-expands-to-80-mb.docx', 'transcript/zip-bomb'],
  ['docx-external-entity.docx', 'transcript/unsafe-xml'],
  ['docx-named-txt.txt', 'transcript/binary'],
  ['docx-without-document-part.docx', 'transcript/damaged'],
  ['empty-zero-bytes.docx', 'transcript/empty'],
  ['empty.txt', 'transcript/empty'],
  ['hundred-thousand-turns.txt', 'transcript/too-large'],
  ['knesset-legacy-word97-he.doc', 'transcript/legacy-doc'],
  ['mammoth-empty.docx', 'transcript/no-text'],
  ['only-white-space.txt', 'transcript/no-words'],
  ['png-named-txt.txt', 'transcript/binary'],
  ['poi-encrypted-password-is-pass.docx', 'transcript/encrypted'],
  ['poi-only-header-and-footer.docx', 'transcript/no-text'],
  ['text-named-docx.docx', 'transcript/not-word'],
  ['truncated-half.docx', 'transcript/damaged'],
  ['vttjs-blank-with-bom.vtt', 'transcript/empty'],
];

/** What is read, with warnings that it must give: code, and line where one must be named. */
const READ: readonly [string, number, readonly [string, number | null][]][] = [
  ['bundestag-17-2-cr-only-lines.txt', 35, [['text/line-ends', null]]],
  ['colons-that-are-not-speakers.txt', 2, []],
  ['combining-emoji-offsets.txt', 2, [['text/normalised', null]]],
  ['control-and-bidi-characters.txt', 2, [['text/bidi-control', 1]]],
  ['double-encoded-mojibake.txt', 4, [['text/double-encoded', null]]],
  ['every-line-a-speaker.txt', 3000, [['transcript/many-speakers', null]]],
  [
    'house-hearing-tracked-and-commented.docx',
    3,
    [
      ['docx/tracked-changes', null],
      ['docx/comments', null],
    ],
  ],
  ['docx-path-traversal-entry.docx', 3, []],
  ['mammoth-comments.docx', 1, [['docx/comments', null]]],
  ['mammoth-endnotes.docx', 1, [['docx/notes', null]]],
  ['mammoth-footnotes.docx', 1, [['docx/notes', null]]],
  ['mammoth-simple-list.docx', 2, []],
  ['mammoth-strict-format.docx', 1, []],
  ['mammoth-strikethrough.docx', 1, [['docx/struck', null]]],
  ['mammoth-tables.docx', 6, []],
  ['mammoth-text-box.docx', 1, [['docx/text-box', null]]],
  ['mammoth-utf8-bom.docx', 1, []],
  ['mixed-line-ends.txt', 4, [['text/line-ends', null]]],
  ['mixed-utf8-and-latin1.txt', 2, [['text/mixed-encoding', 2]]],
  ['nul-bytes.txt', 2, [['text/nul', null]]],
  ['one-line-one-megabyte.txt', 1, [['transcript/long-paragraph', 1]]],
  ['poi-change-tracking-on.docx', 1, []],
  ['poi-long-comments.docx', 1, [['docx/comments', null]]],
  ['poi-read-only-protection.docx', 1, []],
  ['poi-tracked-insertions-deletions.docx', 21, [['docx/tracked-changes', null]]],
  ['srt-numbers-missing-and-dots.srt', 4, [['captions/bad-time', 14]]],
  ['srt-utf16le-bom.srt', 1, []],
  ['utf16be-bom-es.txt', 4, []],
  ['utf16le-bom-es.txt', 4, []],
  ['utf16le-no-bom-es.txt', 4, [['text/encoding', null]]],
  [
    'vtt-times-backwards-and-overlapping.vtt',
    4,
    [
      ['captions/bad-time', 3],
      ['captions/order', 6],
    ],
  ],
  ['vtt-voice-injection.vtt', 1, []],
  ['vtt-with-styles.vtt', 1, []],
  ['vttjs-bad-double-webvtt.vtt', 1, [['vtt/no-signature', 1]]],
  ['vttjs-bom-garbage.vtt', 1, [['vtt/no-signature', 1]]],
  ['vttjs-close-tag-order.vtt', 1, []],
  ['vttjs-incorrect-delimiter.vtt', 1, [['captions/bad-time', 3]]],
  ['vttjs-junk-characters.vtt', 2, []],
  ['vttjs-many-comments.vtt', 2, []],
  ['vttjs-many-scripts.vtt', 2, []],
  ['vttjs-minutes-over-sixty.vtt', 1, [['captions/bad-time', 3]]],
  ['vttjs-newline-before-webvtt.vtt', 1, [['vtt/late-signature', 2]]],
  ['vttjs-no-space-before-settings.vtt', 1, []],
  ['vttjs-spec-example.vtt', 5, []],
  ['vttjs-voice-no-end-gt.vtt', 1, [['captions/broken-tag', 4]]],
  ['webvtt-py-captions-with-bom.vtt', 4, []],
  ['webvtt-py-invalid-timeframe-in-cue-text.vtt', 3, []],
  ['webvtt-py-invalid-timeframe.srt', 5, [['captions/bad-time', 6]]],
  ['webvtt-py-invalid-timeframe.vtt', 7, [['captions/bad-time', 6]]],
  ['webvtt-py-invalid.vtt', 7, [['vtt/no-signature', 1]]],
  ['webvtt-py-metadata-headers-multiline.vtt', 2, []],
  ['webvtt-py-missing-caption-text.srt', 4, [['captions/no-words', 6]]],
  ['webvtt-py-missing-caption-text.vtt', 4, [['captions/no-words', 6]]],
  ['webvtt-py-missing-timeframe.srt', 5, [['captions/no-time', 5]]],
  ['webvtt-py-missing-timeframe.vtt', 7, [['captions/no-time', 6]]],
  ['windows-1252-es.txt', 4, [['text/encoding', null]]],
  ['windows-1255-he.txt', 48, [['text/encoding', null]]],
  ['poi-header-footer-unicode.docx', 10, []],
];

describeShared('hostile files', () => {
  test('each file of the folder has a row here', () => {
    const named = [...REFUSED, ...READ].map(([name]) => name).toSorted();
    expect(named).toEqual(readdirSync(join(SHARED, 'hostile')).toSorted());
  });

  test.each(REFUSED)('%s is refused as %s', async (name, code) => {
    const error: unknown = await read(name).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ImportError);
    expect(error).toMatchObject({ code });
    if (error instanceof ImportError) expect(error.message).toMatch(/^[A-Z].{20,}\.$/u);
  });

  test.each(READ)('%s is read as %i turns with its warnings', async (name, turns, warnings) => {
    const transcript = await read(name);
    expect(transcript.turns).toHaveLength(turns);
    expect(warned(transcript)).toEqual(expect.arrayContaining([...warnings]));
    for (const turn of transcript.turns) expect(turn.text).not.toMatch(/[\r\0]|^$/u); // oxlint-disable-line no-control-regex
  });

  test.each(
    READ.filter(
      ([name]) =>
        /\.(?:txt|srt|vtt)$/u.test(name) && !/utf16|windows|latin1|nul-|control|junk/u.test(name),
    ),
  )('%s loses no word', async (name) => {
    const transcript = await read(name);
    const source = new TextDecoder().decode(readShared(`hostile/${name}`));
    expect(lostWords(source, transcript)).toEqual([]);
  });

  test('names and prose before colons are told apart', async () => {
    expect(speakers(await read('colons-that-are-not-speakers.txt'))).toEqual([
      'Interviewer',
      'Participant',
    ]);
  });

  test('Spanish is whole in every encoding', async () => {
    for (const name of [
      'windows-1252-es.txt',
      'utf16be-bom-es.txt',
      'utf16le-bom-es.txt',
      'utf16le-no-bom-es.txt',
    ]) {
      const transcript = await read(name);
      expect(speakers(transcript)).toEqual([
        'Entrevistadora',
        'Participante 3',
        'Entrevistadora',
        'Participante 3',
      ]);
      expect(words(transcript)).toContain('¿Cómo');
      expect(words(transcript)).toContain('40 €');
    }
  });

  test('mark-up in a voice and in words is shown as text', async () => {
    const [turn] = (await read('vtt-voice-injection.vtt')).turns;
    expect(turn?.speaker).toBe('<img src=x onerror=alert(1)');
    expect(turn?.text).toContain('<script>alert(1)</script> bold');
  });

  test('times that run backwards stay in the order of the file', async () => {
    const transcript = await read('vtt-times-backwards-and-overlapping.vtt');
    expect(transcript.turns.map((turn) => [turn.start, turn.end])).toEqual([
      [10, null],
      [3, 20],
      [4, 6],
      [359999.999, 360001],
    ]);
  });

  test('tracked insertions are in, deletions and comments out', async () => {
    const transcript = await read('house-hearing-tracked-and-commented.docx');
    expect(words(transcript)).toContain('[inserted by a reviewer]');
    expect(words(transcript)).not.toContain('Check the recording');
    expect(transcript.leftOut).toMatchObject([{ kind: 'comment' }]);
  });

  test('fifty megabytes are refused by size at once', async () => {
    const bytes = new Uint8Array(50 * 1024 * 1024);
    await expect(importTranscript({ name: 'a.txt', bytes })).rejects.toMatchObject({
      code: 'transcript/too-large',
    });
    await expect(importTranscript({ name: 'a.docx', bytes })).rejects.toMatchObject({
      code: 'transcript/too-large',
    });
  });
});
