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
