import { describe, expect, test } from 'vitest';
import { asLines, importText } from './reading.ts';

describe('a stamp before a bold name', () => {
  const talk = (host: string, guest: string): string =>
    `[00:00:00] ${host} Hello there.\n\n(00:04) ${guest} Hi. It was *fine*.\n\n[00:09] ${host} So?\n\n00:19 ${guest} Right.\n`;
  const read = [
    'Host 0-?: Hello there.',
    'Guest One 4-?: Hi. It was *fine*.',
    'Host 9-?: So?',
    'Guest One 19-?: Right.',
  ];

  test.each([
    ['txt', '**Host:**', '**Guest One:**'],
    ['md', '**Host:**', '**Guest One:**'],
    ['txt', '**Host**:', '__Guest One:__'],
    ['md', '***Host***:', '**Guest One**:'],
    ['md', '*Host:*', '_Guest One_:'],
  ])('gives speaker, time and clean words (.%s, %s)', async (ending, host, guest) => {
    const transcript = await importText(ending, talk(host, guest));
    expect(asLines(transcript.turns)).toEqual(read);
    expect(transcript.warnings).toEqual([]);
  });

  test('may be bold itself, or stand in a list', async () => {
    const transcript = await importText(
      'md',
      '**[00:01]** **Host:** Hello.\n\n- [00:02] **Guest:** Hi.\n\n- [00:03] **Host:** So?\n',
    );
    expect(asLines(transcript.turns)).toEqual([
      'Host 1-?: Hello.',
      'Guest 2-?: Hi.',
      'Host 3-?: So?',
    ]);
  });

  test('in plain text asterisks around other words stay', async () => {
    const transcript = await importText(
      'txt',
      '**Host:** *Well* it was **so**.\n**so** we left.\n**Guest:** Hi.\n**Host:** Bye.\n',
    );
    expect(transcript.turns[0]?.text).toBe('*Well* it was **so**.\n**so** we left.');
    expect(transcript.turns.map(({ speaker }) => speaker)).toEqual(['Host', 'Guest', 'Host']);
  });
});

describe('a stamp at the end of a turn', () => {
  test.each([
    '[00:12:03]',
    '(00:12:03)',
    '#00:12:03-0#',
    '{00:12:03}',
    '00:12:03',
    '\\[00:12:03\\]',
  ])('is the end of the turn and none of its words: %s', async (stamp) => {
    const later = stamp.replace('12:03', '12:09');
    const transcript = await importText(
      'txt',
      `INT: How did it begin? ${stamp}\nP1: At 10:30 came a letter.\nAnd another. ${later}\nINT: From whom?\n`,
    );
    expect(asLines(transcript.turns)).toEqual([
      'INT ?-723: How did it begin?',
      'P1 ?-729: At 10:30 came a letter.\nAnd another.',
      'INT: From whom?',
    ]);
  });

  test('is the start where the first says zero', async () => {
    const transcript = await importText(
      'txt',
      'INT: How did it begin? (00:00)\nP1: With a letter. (00:09)\nINT: From whom? (01:00)\n',
    );
    expect(asLines(transcript.turns)).toEqual([
      'INT 0-?: How did it begin?',
      'P1 9-?: With a letter.',
      'INT 60-?: From whom?',
    ]);
  });

  test('is start and end where it is a span', async () => {
    const transcript = await importText(
      'txt',
      'INT: So? [00:00:01 - 00:00:03]\nP1: Well. [00:00:04 - 00:00:09]\nINT: And? [00:00:10 - 00:00:11]\n',
    );
    expect(asLines(transcript.turns)).toEqual(['INT 1-3: So?', 'P1 4-9: Well.', 'INT 10-11: And?']);
  });

  test('stands beside one at its beginning', async () => {
    const transcript = await importText(
      'txt',
      '[00:00:01] INT: So? [00:00:03]\n[00:00:04] P1: Well. [00:00:09]\n[00:00:10] INT: And?\n',
    );
    expect(asLines(transcript.turns)).toEqual(['INT 1-3: So?', 'P1 4-9: Well.', 'INT 10-?: And?']);
  });

  test('is words where it may be a verse or the time of day', async () => {
    const transcript = await importText(
      'txt',
      'INT: What did he read?\nP1: It was John (3:16)\nINT: And when?\nP1: It was 10:30\nINT: I see.\n',
    );
    expect(asLines(transcript.turns)).toEqual([
      'INT: What did he read?',
      'P1: It was John (3:16)',
      'INT: And when?',
      'P1: It was 10:30',
      'INT: I see.',
    ]);
  });
});
