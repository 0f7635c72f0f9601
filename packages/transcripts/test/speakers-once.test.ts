import { describe, expect, test } from 'vitest';
import { asLines, codes, importText } from './reading.ts';

/** Two who speak in turns, with a piece in between. */
function alternate(turn: (name: string, nth: number) => string, piece: string): string {
  const turns = Array.from({ length: 12 }, (_, nth) =>
    turn(nth % 2 === 0 ? 'Moderator' : 'Bo', nth),
  );
  return [...turns.slice(0, 7), piece, ...turns.slice(7)].join('\n\n');
}

describe('somebody who speaks once', () => {
  test('is a speaker where name and time have a line as the others do', async () => {
    const transcript = await importText(
      'txt',
      'Ann Lee  00:02\nSo how was it?\n\nSpeaker 2  00:09\nWell, it was fine. People said: we need more time.\n\nAnd then it was harder.\n\nAnn Lee  01:03:12\nOkay.\n',
    );
    expect(asLines(transcript.turns)).toEqual([
      'Ann Lee 2-?: So how was it?',
      'Speaker 2 9-?: Well, it was fine. People said: we need more time.\nAnd then it was harder.',
      'Ann Lee 3792-?: Okay.',
    ]);
    expect(transcript.warnings).toEqual([]);
  });

  test.each(['jo', 'Dr. Jo Ray-Oh', 'the man at the door', 'P4'])(
    'is one whatever the name with the time is (%s)',
    async (name) => {
      const transcript = await importText(
        'txt',
        `Ann Lee  00:02\nSo how was it?\n\n${name}  00:09\nAs I said, people asked: what now?\n\nAnn Lee  00:12\nOkay.\n`,
      );
      expect(transcript.turns.map(({ speaker }) => speaker)).toEqual(['Ann Lee', name, 'Ann Lee']);
    },
  );

  test.each([
    [
      'above the words',
      (name: string) => `${name}\nWords are said here.`,
      'Mina\nI said one thing.',
    ],
    [
      'above the words, across blank lines',
      (name: string) => `${name}\n\nWords are said here.`,
      'Mina\n\nI said one thing.',
    ],
  ])('is one by a bare name %s, and the person is told', async (_, turn, piece) => {
    const text = alternate(turn, piece);
    const transcript = await importText('txt', text);
    expect(transcript.turns).toHaveLength(13);
    expect(transcript.turns[7]).toMatchObject({ speaker: 'Mina', text: 'I said one thing.' });
    expect(transcript.warnings).toMatchObject([
      { code: 'transcript/label-once', line: text.split('\n').indexOf('Mina') + 1 },
    ]);
  });

  test('is certainly one by a bare role', async () => {
    const transcript = await importText(
      'txt',
      alternate((name) => `${name}\nWords are said here.`, 'Interviewer\nGo on, please.'),
    );
    expect(transcript.turns[7]?.speaker).toBe('Interviewer');
    expect(transcript.warnings).toEqual([]);
  });

  test('is asked about where long turns have short paragraphs', async () => {
    const long = (name: string): string => `${name}\n\nWords are said.\n\nAnd more.\n\nAnd more.`;
    const text = alternate(long, 'Okay\n\nThen we left.');
    const transcript = await importText('txt', text);
    expect(transcript.turns).toHaveLength(12);
    expect(transcript.warnings).toMatchObject([
      { code: 'transcript/doubtful-label', line: text.split('\n').indexOf('Okay') + 1 },
    ]);
  });
});

describe('a sentence with a colon', () => {
  test.each([
    'Well, it was fine. People said: we need more time.',
    'Well, people said: We need more time.',
    'No, no. Then they asked: What for?',
  ])('is no label, and nobody is asked: %s', async (sentence) => {
    const transcript = await importText(
      'txt',
      `Ann: So how was it?\n\nBob: It rained.\n\n${sentence}\n\nAnn: And then?\n\nBob: We left.\n`,
    );
    expect(transcript.turns.map(({ speaker }) => speaker)).toEqual(['Ann', 'Bob', 'Ann', 'Bob']);
    expect(codes(transcript)).toEqual([]);
  });

  test('a name with a title behind it is one all the same', async () => {
    const transcript = await importText(
      'txt',
      'Ann Lee: So how was it?\n\nCarl Ray, Dr. med.: It rained.\n\nAnn Lee: And then?\n\nBob Oh, nurse: We left.\n',
    );
    expect(transcript.turns.map(({ speaker }) => speaker)).toEqual([
      'Ann Lee',
      'Carl Ray, Dr. med.',
      'Ann Lee',
      'Bob Oh, nurse',
    ]);
  });
});

describe('those who speak together, or whom nobody knows', () => {
  test.each([
    ['All', 'Several voices', 'Unknown', 'Female voice'],
    ['Both', 'Everyone', 'Unidentified male speaker', 'Male voice 2'],
    ['Alle', 'Mehrere Stimmen', 'Unbekannt', 'Frauenstimme'],
    ['Tous', 'Plusieurs voix', 'Tout le monde', 'Voix féminine'],
    ['Todos', 'Varias voces', 'Desconocido', 'Voz femenina'],
    ['Tutti', 'Più voci', 'Sconosciuto', 'Voce maschile'],
    ['Allemaal', 'Meerdere stemmen', 'Onbekend', 'Vrouwenstem'],
    ['Wszyscy', 'Kilka głosów', 'Nieznany', 'Głos'],
    ['Все', 'Несколько голосов', 'Неизвестный', 'Женский голос'],
    ['Hepsi', 'Birkaç kişi', 'Bilinmeyen', 'Kadın sesi'],
    ['所有人', '众人', '未知', '女声'],
    ['全員', '一同', '不明', '女性'],
    ['모두', '여러 명', '알 수 없음', '여자'],
    ['כולם', 'קולות', 'לא ידוע', 'קול נשי'],
    ['الجميع', 'أصوات', 'مجهول', 'صوت'],
  ])('are speakers, each turn counted (%s, %s, %s, %s)', async (...names) => {
    const text = names
      .map((name) => `Moderator: Who begins?\n${name}: [overlapping] yes\nP1 (F, 34): I do.\n`)
      .join('');
    const transcript = await importText('txt', text);
    expect(transcript.turns.map(({ speaker }) => speaker)).toEqual(
      names.flatMap((name) => ['Moderator', name, 'P1 (F, 34)']),
    );
    expect(codes(transcript)).toEqual([]);
  });

  test('recur, and are labels still', async () => {
    const transcript = await importText(
      'txt',
      'Moderator: So?\nSeveral voices: no no\nP1: Me.\nModerator: So?\nSeveral voices: yes\nAll: Ha.\nAll: Ho.\n',
    );
    expect(transcript.turns.map(({ speaker }) => speaker)).toEqual([
      'Moderator',
      'Several voices',
      'P1',
      'Moderator',
      'Several voices',
      'All',
    ]);
  });

  test('are words in the middle of a sentence', async () => {
    const transcript = await importText(
      'txt',
      'Moderator: So?\nP1: I told\nall: we go, and\nboth: we stay.\nModerator: And?\nP1: That is it.\n',
    );
    expect(transcript.turns.map(({ speaker }) => speaker)).toEqual([
      'Moderator',
      'P1',
      'Moderator',
      'P1',
    ]);
  });
});
