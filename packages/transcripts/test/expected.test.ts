import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importTranscript } from '../src/index.ts';
import { toSeconds } from '../src/times.ts';
import type { Transcript } from '../src/transcript.ts';
import { describeShared, readShared, SHARED } from './shared-data.ts';
import { lostWords } from './words-kept.ts';

type Beginning = {
  readonly speaker: string | null;
  readonly text: string;
  readonly time: string | null;
};

type Expected = {
  readonly sha256: string;
  readonly turns: number | null;
  readonly cues?: number;
  readonly speakers: Readonly<Record<string, number>> | readonly [];
  readonly first_three: readonly Beginning[];
  readonly last_turn?: Beginning;
  readonly last_time?: string;
};

const READ = /\.(?:docx|txt|md|vtt|srt)$/u;

function loadExpected(): [string, Expected][] {
  const raw: { files: Record<string, Expected> } = JSON.parse(
    readFileSync(join(SHARED, 'expected.json'), 'utf8'),
  );
  return Object.entries(raw.files).filter(([path]) => READ.test(path));
}

const flat = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim();
const seconds = (written: string | null): number | null =>
  written === null ? null : toSeconds(written.replace(',', '.'));

function countBySpeaker(transcript: Transcript): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { speaker } of transcript.turns)
    if (speaker !== null) counts[speaker] = (counts[speaker] ?? 0) + 1;
  return counts;
}

describeShared('real transcripts', () => {
  const cases = loadExpected();

  test.each(cases)('%s gives its published turns, speakers and times', async (path, expected) => {
    const bytes = readShared(path);
    const transcript = await importTranscript({ name: path, bytes });
    expect(transcript.sha256).toBe(expected.sha256);
    expect(countBySpeaker(transcript)).toEqual(
      Array.isArray(expected.speakers) ? {} : expected.speakers,
    );
    expect(transcript.turns).toHaveLength(expected.turns ?? expected.cues ?? -1);
    expected.first_three.forEach((first, index) => {
      const turn = transcript.turns[index];
      expect(turn?.speaker).toBe(first.speaker);
      expect(
        flat(turn?.text ?? '')
          .slice(0, 60)
          .trim(),
      ).toBe(flat(first.text).slice(0, 60).trim());
      expect(turn?.start).toBe(seconds(first.time));
    });
    const last = transcript.turns.at(-1);
    if (expected.last_turn !== undefined) {
      expect(last?.speaker).toBe(expected.last_turn.speaker);
      expect(flat(last?.text ?? '').startsWith(flat(expected.last_turn.text))).toBe(true);
      expect(last?.start).toBe(seconds(expected.last_turn.time));
    }
    if (expected.last_time !== undefined) expect(last?.start).toBe(seconds(expected.last_time));
    if (!path.endsWith('.docx')) {
      const encoding = path.includes('windows-1252') ? 'windows-1252' : 'utf-8';
      expect(lostWords(new TextDecoder(encoding).decode(bytes), transcript)).toEqual([]);
    }
  });

  test('a lecture in Word gives each paragraph as a turn of nobody', async () => {
    const transcript = await importTranscript({
      name: 'a.docx',
      bytes: readShared('transcripts/lecture-recording-one-speaker.docx'),
    });
    expect(countBySpeaker(transcript)).toEqual({});
    expect(
      transcript.turns.some((turn) => turn.text.startsWith('Hi everyone, I’m Dr Federico Andreis')),
    ).toBe(true);
    expect(transcript.warnings.map((warning) => warning.code)).toContain('transcript/no-speakers');
  });

  test('an answer to a survey gives its three paragraphs, signs whole', async () => {
    const transcript = await importTranscript({
      name: 'a.docx',
      bytes: readShared('transcripts/survey-answer-no-speakers.docx'),
    });
    expect(transcript.turns).toHaveLength(3);
    expect(transcript.turns.every((turn) => turn.speaker === null)).toBe(true);
    expect(transcript.turns.map((turn) => turn.text).join('\n')).toContain('€');
  });

  test('a Chinese lecture with questions at its end has no speakers', async () => {
    const bytes = readShared('transcripts/relay-policy-talk-zh.md');
    const transcript = await importTranscript({ name: 'a.md', bytes });
    expect(countBySpeaker(transcript)).toEqual({});
    expect(lostWords(new TextDecoder().decode(bytes), transcript)).toEqual([]);
  });

  test.each(['odt', 'html', 'csv', 'json', 'eaf', 'pdf', ''])(
    'a file of the kind .%s is refused by name',
    async (ending) => {
      const importing = importTranscript({
        name: `a.${ending}`,
        bytes: new TextEncoder().encode('A: yes'),
      });
      await expect(importing).rejects.toMatchObject({ code: 'transcript/unsupported-format' });
    },
  );
});
