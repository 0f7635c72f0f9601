import { describe, expect, test } from 'vitest';
import { bytes, clock, count, duration, fromNow, list } from '../src/messages/format.ts';
import { say } from '../src/messages.ts';
import { readToken } from '../src/pages/entering/token.ts';
import { compareMembers } from '../src/pages/project/member-order.ts';
import { initialsOf, paperOf } from '../src/ui/avatar.tsx';

describe('numbers and times', () => {
  test('a count agrees with its noun', () => {
    expect([
      count(0, 'turn', 'turns'),
      count(1, 'turn', 'turns'),
      count(1200, 'turn', 'turns'),
    ]).toEqual(['0 turns', '1 turn', '1,200 turns']);
  });

  test('a time is as short as it can be', () => {
    expect([clock(0), clock(65.9), clock(3725)]).toEqual(['0:00', '1:05', '1:02:05']);
    expect([duration(40), duration(3120), duration(3900)]).toEqual([
      '40 s',
      '52 min',
      '1 h 05 min',
    ]);
  });

  test('an instant is told from now', () => {
    const now = Date.parse('2026-11-14T12:00:00Z');
    expect(fromNow('2026-11-20T12:00:00Z', now)).toBe('in 6 days');
    expect(fromNow('2026-11-14T15:00:00Z', now)).toBe('in 3 hours');
    expect(fromNow('2026-11-14T11:30:00Z', now)).toBe('30 minutes ago');
  });

  test('sizes and lists read as English', () => {
    expect([bytes(900), bytes(12_345), bytes(3_400_000)]).toEqual(['900 bytes', '12 kB', '3.4 MB']);
    expect(list(['a', 'b', 'c'])).toBe('a, b and c');
  });
});

describe('people', () => {
  test('initials are of the first and the last word', () => {
    expect(['Ana B', 'maria', 'Tom van der Hagen', '李 小龍', '#13'].map(initialsOf)).toEqual([
      'AB',
      'MA',
      'TH',
      '李小',
      '13',
    ]);
  });

  test('a paper stays with its person', () => {
    expect(paperOf('x')).toBe(paperOf('x'));
  });

  test('the first eight of a project have eight papers', () => {
    const people = Array.from('abcdefgh');
    expect(new Set(people.map((id) => paperOf(id, people))).size).toBe(8);
    expect(paperOf('stranger', people)).toBe(paperOf('stranger'));
  });

  test('stand in one order, oneself first', () => {
    const people = ['Kim', 'Ada', 'Zoe'].map((name) => ({ id: name.toLowerCase(), name }));
    expect(people.sort(compareMembers('zoe')).map(({ id }) => id)).toEqual(['zoe', 'ada', 'kim']);
  });
});

describe('the catalogue', () => {
  test('holds no empty sentence', () => {
    const visit = (value: unknown, path: string): void => {
      if (typeof value === 'string') expect(value.trim(), path).not.toBe('');
      else if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`);
      }
    };
    visit(say, 'say');
  });
});

describe('a one-time token', () => {
  const token = 'RcwfJ9f4kZ87c8Px8Cp2FjyFGQbnY4jOIXxBj8N0iPA';

  test('is found by itself, in a fragment and in an address', () => {
    for (const text of [
      token,
      ` ${token}\n`,
      `#${token}`,
      `http://127.0.0.1:4321/setup#${token}`,
    ]) {
      expect(readToken(text), text).toBe(token);
    }
  });

  test('is not found in what only looks alike', () => {
    for (const text of ['', 'setup', token.slice(1), `${token}x`])
      expect(readToken(text), text).toBeNull();
  });
});
