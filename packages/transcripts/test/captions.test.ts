import { describe, expect, test } from 'vitest';
import { asLines, codes, importText } from './reading.ts';

describe('captions', () => {
  test('cues of one voice are one turn', async () => {
    const transcript = await importText(
      'vtt',
      'WEBVTT - Interview 3\n\n0a1b2c3d-1111-2222-3333-444455556666/12-0\n00:00:03.000 --> 00:00:05.000\n<v Jane Doe>So thanks</v>\n\n0a1b2c3d-1111-2222-3333-444455556666/13-0\n00:05.500 --> 00:07.000 align:start\n<v.loud Jane Doe>for Q&amp;A,\nall of you.\n\nNOTE a comment\n\n00:08.000 --> 00:09.000\n<v John>Thank <i>you</i>, <00:08.500><c>too</c>.\n',
    );
    expect(transcript.title).toBe('Interview 3');
    expect(asLines(transcript.turns)).toEqual([
      'Jane Doe 3-7: So thanks for Q&A, all of you.',
      'John 8-9: Thank you, too.',
    ]);
    expect(transcript.leftOut.map((piece) => piece.kind)).toEqual(['front-matter', 'comment']);
    expect(transcript.warnings).toEqual([]);
  });

  test('two voices in one cue are two turns', async () => {
    const transcript = await importText(
      'vtt',
      'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Shall we?</v>\n<v Bob>Yes.</v>\n',
    );
    expect(asLines(transcript.turns)).toEqual(['Ann 1-2: Shall we?', 'Bob 1-2: Yes.']);
  });

  test('names within cues begin turns, and cues go on with them', async () => {
    const transcript = await importText(
      'srt',
      '1\n00:00:01,000 --> 00:00:02,000\nJane Doe: So thanks for\ncoming.\n\n2\n00:00:02,000 --> 00:00:03,500\nIt is good.\n\n3\n00:00:04,000 --> 00:00:05,000\nJohn Roe: Thank you.\n\n4\n00:00:05,000 --> 00:00:06,000\nJane Doe: Right: let us go.\n',
    );
    expect(asLines(transcript.turns)).toEqual([
      'Jane Doe 1-3.5: So thanks for coming. It is good.',
      'John Roe 4-5: Thank you.',
      'Jane Doe 5-6: Right: let us go.',
    ]);
  });

  test('cues before the first name stay turns of nobody', async () => {
    const transcript = await importText(
      'srt',
      '1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n2\n00:00:02,000 --> 00:00:03,000\n>> JANE: Hi.\n\n3\n00:00:04,000 --> 00:00:05,000\n>> JOE: Thank you.\n\n4\n00:00:05,000 --> 00:00:06,000\n>> JANE: Bye.\n',
    );
    expect(asLines(transcript.turns)).toEqual([
      '(none) 1-2: Hello.',
      'JANE 2-3: Hi.',
      'JOE 4-5: Thank you.',
      'JANE 5-6: Bye.',
    ]);
  });

  test('cues without blank lines between them are told apart', async () => {
    const transcript = await importText(
      'srt',
      '1\n00:00:01,000 --> 00:00:02,000\nOne.\n2\n00:00:02,000 --> 00:00:03,000\nTwo.\n3\n00:00:03,000 --> 00:00:04,000\nThree.\n',
    );
    expect(asLines(transcript.turns)).toEqual([
      '(none) 1-2: One.',
      '(none) 2-3: Two.',
      '(none) 3-4: Three.',
    ]);
  });

  test('dashes and languages keep their lines', async () => {
    const transcript = await importText(
      'srt',
      '1\n00:00:01,000 --> 00:00:02,000\n- Hello.\n- Hi.\n\n2\n00:00:02,000 --> 00:00:03,000\n[deu] Eins\n[eng] One\n',
    );
    expect(transcript.turns.map((turn) => turn.text)).toEqual([
      '- Hello.\n- Hi.',
      '[deu] Eins\n[eng] One',
    ]);
    expect(transcript.turns.every((turn) => turn.speaker === null)).toBe(true);
  });

  test('each fault names its line', async () => {
    const transcript = await importText(
      'vtt',
      'WEBVTT\n\n00:01.000 -> 00:02.000\nOne.\n\n00:xx --> 00:03.000\nTwo.\n\nThree.\n\n00:04.000 --> 00:05.000\n\n00:06.000 --> 00:05.000\nFour.\n',
    );
    expect(transcript.turns.map((turn) => turn.text)).toEqual(['One.', 'Two.', 'Three.', 'Four.']);
    expect(transcript.warnings.map((warning) => [warning.code, warning.line])).toEqual([
      ['captions/bad-time', 3],
      ['captions/bad-time', 6],
      ['captions/no-time', 9],
      ['captions/bad-time', 13],
      ['captions/no-words', 11],
      ['transcript/no-speakers', null],
    ]);
  });

  test('a file of nothing but comments has no words', async () => {
    await expect(importText('vtt', 'WEBVTT\n\nNOTE nothing here\n')).rejects.toMatchObject({
      code: 'transcript/no-words',
    });
  });

  test('an hour of cues without blank lines is read in linear time', async () => {
    const cues = Array.from(
      { length: 20_000 },
      (_, index) =>
        `${index + 1}\n00:00:${String(index % 60).padStart(2, '0')},000 --> 00:01:00,000\nWord ${index}.`,
    ).join('\n');
    const transcript = await importText('srt', cues);
    expect(transcript.turns).toHaveLength(20_000);
    expect(codes(transcript)).toContain('captions/order');
  });
});
