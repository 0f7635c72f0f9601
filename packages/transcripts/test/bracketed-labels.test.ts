import { describe, expect, test } from 'vitest';
import { asLines, importText } from './reading.ts';

const CASES: readonly [string, string, readonly string[]][] = [
  [
    'in square brackets',
    '[Interviewer] What did you do?\n[P1] I went home. [pause] Then.\n[Interviewer] And?\n[P1] Nothing: no.\n[P2] Well.\n',
    [
      'Interviewer: What did you do?',
      'P1: I went home. [pause] Then.',
      'Interviewer: And?',
      'P1: Nothing: no.',
      'P2: Well.',
    ],
  ],
  [
    'in square brackets behind times',
    '[00:01] [Ann] What did you do?\n[00:04] [Bob] I went home.\n[00:09] [Ann] And?\n[00:11] [Bob] Nothing.\n',
    ['Ann 1-?: What did you do?', 'Bob 4-?: I went home.', 'Ann 9-?: And?', 'Bob 11-?: Nothing.'],
  ],
  [
    'in corner brackets with times',
    '【访谈者】00:00:03\n后来发生了什么？\n\n【受访者3】00:00:09\n我们等了一个小时。\n\n【访谈者】00:01:10\n然后呢？\n',
    ['访谈者 3-?: 后来发生了什么？', '受访者3 9-?: 我们等了一个小时。', '访谈者 70-?: 然后呢？'],
  ],
  [
    'in corner brackets with a colon',
    '【访谈者】：后来发生了什么？\n【受访者】：我们等了一个小时。\n【访谈者】：然后呢？\n',
    ['访谈者: 后来发生了什么？', '受访者: 我们等了一个小时。', '访谈者: 然后呢？'],
  ],
  [
    'in corner brackets before words',
    '【访谈者】后来发生了什么？\n【受访者】我们等了一个小时。\n【访谈者】然后呢？\n【受访者】没有了。\n',
    [
      '访谈者: 后来发生了什么？',
      '受访者: 我们等了一个小时。',
      '访谈者: 然后呢？',
      '受访者: 没有了。',
    ],
  ],
  [
    'in angle brackets',
    '<Interviewer> What did you do?\n<Speaker 1> I went home.\n<Interviewer> And?\n<Speaker 1> Nothing.\n',
    [
      'Interviewer: What did you do?',
      'Speaker 1: I went home.',
      'Interviewer: And?',
      'Speaker 1: Nothing.',
    ],
  ],
  [
    'of a chat keep their angle brackets',
    '<ann_b> What did you do?\n<bob> I went home.\n<ann_b> And?\n<bob> Nothing.\n',
    ['<ann_b>: What did you do?', '<bob>: I went home.', '<ann_b>: And?', '<bob>: Nothing.'],
  ],
];

describe('labels', () => {
  test.each(CASES)('%s', async (_, text, expected) => {
    const transcript = await importText('txt', text);
    expect(asLines(transcript.turns)).toEqual(expected);
  });

  test('are no sounds in brackets', async () => {
    const transcript = await importText(
      'txt',
      '[Laughter] So we came.\n[Music] And it rained.\n[Laughter] And then.\n[Music] We left.\nAnd so on.\nAnd more.\n',
    );
    expect(transcript.turns.every(({ speaker }) => speaker === null)).toBe(true);
  });
});
