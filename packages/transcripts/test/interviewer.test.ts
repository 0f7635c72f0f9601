import { describe, expect, test } from 'vitest';
import { guessInterviewer, importTranscript, type Turn } from '../src/index.ts';
import { describeShared, readShared } from './shared-data.ts';

/** Turns from lines such as `Ann: How was it?` */
function talk(...lines: readonly string[]): Turn[] {
  return lines.map((line) => {
    const [, speaker, text] = /^([^:]+): (.*)$/u.exec(line) ?? [];
    return { speaker: speaker ?? null, text: text ?? line, start: null, end: null, source: null };
  });
}

const LONG = 'we came there and saw the others and stayed on for the rest of that long day';

describe('the interviewer', () => {
  test('is told by the wording of the label, without any question', () => {
    for (const label of ['Interviewer', 'INT', 'Q', 'Moderator 1', 'Entrevistadora', 'I', 'Frage'])
      expect(guessInterviewer(talk(`Ann: ${LONG}`, `${label}: Tell me.`, `Ann: ${LONG}`))).toBe(
        label,
      );
  });

  test('is not told where two are worded alike and speak alike', () => {
    expect(
      guessInterviewer(talk('INT1: So?', `P1: ${LONG}`, 'INT2: And?', `P1: ${LONG}`)),
    ).toBeNull();
  });

  test('is who asks, even where a guest opens the talk', () => {
    const turns = talk(
      `Guest: ${LONG}`,
      'Host: Why?',
      `Guest: ${LONG}`,
      'Host: How?',
      `Guest: ${LONG}`,
    );
    expect(guessInterviewer(turns)).toBe('Host');
  });

  test('is not who asks more but speaks at length', () => {
    const turns = talk(
      `Ann: ${LONG}. Do you see?`,
      'Ben: Yes. What then?',
      `Ann: ${LONG}. You know?`,
      'Ben: I see.',
      `Ann: ${LONG}.`,
      'Ben: Go on.',
      `Ann: ${LONG}.`,
      'Ben: And you left.',
      `Ann: ${LONG}.`,
    );
    expect(guessInterviewer(turns)).toBeNull();
  });

  test('may ask at length where the others hardly answer', () => {
    const turns = talk(`Ann: ${LONG}, did you?`, 'Kim: Yes.', `Ann: ${LONG}, right?`, 'Kim: No.');
    expect(guessInterviewer(turns)).toBe('Ann');
  });

  test('is never a participant by label', () => {
    const turns = talk('P1: Why?', `Ann: ${LONG}`, 'P1: How?', `Ann: ${LONG}`, 'P1: Who?');
    expect(guessInterviewer(turns)).toBeNull();
  });

  test('asks in other signs, and before brackets and quotes', () => {
    for (const question of ['كيف كان؟', '你好吗？', 'Πώς ήταν;', 'How? [laughs]', 'He said ‘why?’'])
      expect(
        guessInterviewer(
          talk(`A B: ${question}`, `C D: ${LONG}`, `A B: ${question}`, `C D: ${LONG}`),
        ),
      ).toBe('A B');
  });

  test('is nobody where one or two turns are all there is', () => {
    expect(guessInterviewer(talk('Ann: How are you?', `Ben: ${LONG}`))).toBeNull();
    expect(guessInterviewer(talk('Ann: How are you?'))).toBeNull();
    expect(guessInterviewer([])).toBeNull();
  });
});

/** Who leads each conversation, as one who reads it sees; null where nobody does. Null may be answered for any. */
const HOSTS: readonly [string, string | null][] = [
  ['bitcoin-core-25-name-then-time.md', 'Aaron van Wirdum'],
  ['bundestag-18-4-windows-1252.txt', null],
  ['canada-senate-partly-labelled-es.md', 'Senador'],
  ['changelog-592-bold-names.md', 'Adam Stacoviak'],
  ['elephants-dream-ar.vtt', null],
  ['elephants-dream-ja.vtt', null],
  ['house-hearing-2008-name-on-own-line.txt', 'The Chairman'],
  ['knesset-finance-committee-he.txt', 'היו"ר משה גפני'],
  ['knesset-finance-committee-rtl.docx', 'היו"ר משה גפני'],
  ['lecture-recording-one-speaker.docx', null],
  ['livera-dorsey-stark-three-speakers.md', 'Stephan Livera'],
  ['mercury-3-air-to-ground.txt', null],
  ['mercury-4-three-column-table.docx', null],
  ['metamuse-collective-intelligence-teams-style.docx', 'Adam Wiggins'],
  ['metamuse-launchers-name-time-dash.txt', 'Adam Wiggins'],
  ['metamuse-tools-for-thought-rev.txt', null],
  ['morevna-ten-languages.srt', null],
  ['podcast-trailer-voice-tags.vtt', null],
  ['podcasting-tips-names-inside-cues.srt', null],
  ['relay-policy-talk-zh.md', null],
  ['survey-answer-no-speakers.docx', null],
  ['talk-python-voice-tags-long.vtt', 'Michael Kennedy'],
  ['w3c-meeting-minutes-scribed.txt', null],
];
/** Interviews in which the questions leave no doubt. */
const CLEAR = /^(?:bitcoin|canada|changelog|knesset|livera|metamuse-launchers)/u;

describeShared('the interviewer of real files', () => {
  test.each(HOSTS)('%s is led by %s', async (name, host) => {
    const { turns } = await importTranscript({ name, bytes: readShared(`transcripts/${name}`) });
    const guess = guessInterviewer(turns);
    if (CLEAR.test(name)) expect(guess).toBe(host);
    else expect([host, null]).toContain(guess);
  });
});
