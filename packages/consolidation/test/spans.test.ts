import { describe, expect, test } from 'vitest';
import type { CoderInput } from '../src/index.ts';
import { consolidate, parseStrategy } from '../src/index.ts';
import { coder, text } from './coded.ts';

/* Sections 1 to 4, each of their sentences where it turns. */

const groups = (...coders: readonly CoderInput[]) =>
  consolidate(text(...coders)).groups.map(({ spans }) => spans.join(' '));

const kinds = (...coders: readonly CoderInput[]) =>
  Object.fromEntries(
    consolidate(text(...coders)).groups.map((group) => [group.spans.join(' '), group.kinds]),
  );

const named = (...coders: readonly CoderInput[]) =>
  consolidate(text(...coders)).disagreements.map(
    (each) => `${'group' in each ? each.group : ''} ${each.kind}: ${each.coders.join(' ')}`,
  );

const proposed = (strategy: string, ...coders: readonly CoderInput[]) =>
  consolidate(text(...coders), parseStrategy(strategy)).proposed.map(
    ({ start, end, label, from }) => `${label} ${start}-${end} ${from.join(' ')}`,
  );

describe('matching', () => {
  test('of one label a quarter of the shorter is enough, less is not', () => {
    expect(groups(coder('a', ['C 0-40 a1']), coder('b', ['C 30-90 b1']))).toEqual(['a1 b1']);
    expect(groups(coder('a', ['C 0-40 a1']), coder('b', ['C 31-91 b1']))).toEqual(['a1', 'b1']);
    expect(groups(coder('a', ['U 0-40 a1']), coder('b', ['U 30-90 b1']))).toEqual(['a1 b1']);
  });

  test('of two labels more than half of the longer must be shared', () => {
    expect(groups(coder('a', ['C 0-40 a1']), coder('b', ['M 0-21 b1']))).toEqual(['b1 a1']);
    expect(groups(coder('a', ['C 0-40 a1']), coder('b', ['M 0-20 b1']))).toEqual(['b1', 'a1']);
    expect(groups(coder('a', ['C 0-40 a1']), coder('b', ['U 0-20 b1']))).toEqual(['b1', 'a1']);
  });

  test('an equal label outweighs half of the words, undecided ones do not', () => {
    // 60 of 100 and the label, against 90 of 100.
    const b = ['C 0-60 b1', 'M 0-90 b2'];
    expect(groups(coder('a', ['C 0-100 a1']), coder('b', b))).toEqual(['b2', 'b1 a1']);
    const undecided = ['U 0-60 b1', 'M 0-90 b2'];
    expect(groups(coder('a', ['U 0-100 a1']), coder('b', undecided))).toEqual(['b1', 'b2 a1']);
  });

  test('of two with one weight the first in the order of spans is taken', () => {
    // Each shares 5 of 15; the ids say otherwise.
    const b = ['C 15-25 b1', 'C 5-15 b2'];
    expect(groups(coder('a', ['C 10-20 a1']), coder('b', b))).toEqual(['b2 a1', 'b1']);
    expect(groups(coder('c', ['C 10-20 a1']), coder('b', b))).toEqual(['b2 a1', 'b1']);
  });

  test('shares that round up to one weight are a tie', () => {
    // Of 4,999 positions 4,998 and of 5,000 4,999: 999,799.96 and 999,800.
    const a = coder('a', ['C 0-4998 a1', 'C 0-5000 a2']);
    expect(groups(a, coder('b', ['C 0-4999 b1']))).toEqual(['a1 b1', 'a2']);
  });
});

describe('groups', () => {
  test('no coder is in one twice, though both are matched to one of another coder', () => {
    // a1-b1 and b1-c1, a2-c1: the heaviest joins first, and a2 stays out.
    const coders = [
      coder('a', ['C 0-100 a1', 'C 40-140 a2']),
      coder('b', ['C 0-100 b1']),
      coder('c', ['C 30-130 c1']),
    ];
    expect(groups(...coders)).toEqual(['a1 b1', 'c1 a2']);
  });

  test('they stand by hull, then by the least id', () => {
    const coders = [
      coder('a', ['C 0-10 z1', 'M 0-10 y1', 'M 0-9 z2']),
      coder('b', ['M 0-10 x2', 'C 0-10 x9']),
    ];
    expect(groups(...coders)).toEqual(['z2', 'x2 y1', 'x9 z1']);
  });

  test('their spans stand by start, end, label and id', () => {
    const coders = [
      coder('a', ['M 0-10 a1']),
      coder('b', ['C 0-10 z1']),
      coder('c', ['C 0-10 c1']),
    ];
    expect(groups(...coders)).toEqual(['c1 z1 a1']);
  });

  test('[CN5] the same span twice is one, unsure only if both are', () => {
    const twice = coder('a', ['C 0-10 s2?', 'C 0-10 s10', 'M 20-30 s3?', 'M 20-30 s4?']);
    expect(kinds(twice)).toEqual({ s10: ['agree'], s3: ['agree', 'unsure'] });
    expect(proposed('coder:a', twice)).toEqual(['C 0-10 s10', 'M 20-30 s3']);
  });
});

describe('kinds of difference', () => {
  test('one coder agrees with nobody else, and may leave a role open', () => {
    expect(kinds(coder('a', ['C 0-10 a1?', 'U 20-30 a2']))).toEqual({
      a1: ['agree', 'unsure'],
      a2: ['undecided'],
    });
  });

  test('most of a span, with its label, is a split; half of it or another label is missed', () => {
    const whole = coder('a', ['M 0-100 a1']);
    const first = ['M 0-50 b1'];
    // b2 lies in a1, which is matched to b1.
    expect(named(whole, coder('b', [...first, 'M 60-90 b2']))).toContain('g2 split: a');
    expect(named(whole, coder('b', [...first, 'C 60-90 b2']))).toContain('g2 missed: a');
    expect(named(whole, coder('b', [...first, 'M 90-111 b2']))).toContain('g2 missed: a');
    expect(named(whole, coder('b', [...first, 'M 90-110 b2']))).toContain('g2 missed: a');
    expect(named(whole, coder('b', [...first, 'M 90-109 b2']))).toContain('g2 split: a');
  });

  test('undecided ones are split too', () => {
    const coders = [coder('a', ['U 0-100 a1']), coder('b', ['U 0-50 b1', 'U 60-90 b2'])];
    expect(named(...coders)).toContain('g2 split: a');
  });

  test('a match that joined nothing splits, however little is shared', () => {
    // b1 is matched to both and joins c1; of a1 it shares 50 of 100.
    const coders = [
      coder('a', ['O 0-100 a1']),
      coder('b', ['O 50-150 b1']),
      coder('c', ['O 100-180 c1']),
    ];
    expect(named(...coders)).toContain('g1 split: b');
  });

  test('splitOf is the group that shares most with one span, of equal ones the first', () => {
    const splitOf = (...spans: readonly string[]) =>
      consolidate(text(coder('a', ['M 0-100 a1']), coder('b', spans))).groups.map(
        (group) => `${group.spans.join(' ')}: ${group.splitOf}`,
      );
    // a1 goes with the long one; each of the short ones is a part of it.
    expect(splitOf('M 0-20 b1', 'M 20-95 b2')).toEqual(['b1: g2', 'a1 b2: undefined']);
    const third = coder('c', ['M 0-45 c1', 'M 55-100 c2', 'M 0-44 c3']);
    const { groups: found } = consolidate(
      text(coder('a', ['M 0-100 a1']), third, coder('d', ['M 0-100 d1'])),
    );
    // c1 and c2 each lie wholly in a1 and d1, which are one group with c1.
    expect(found.map((group) => [group.spans.join(' '), group.splitOf])).toEqual([
      ['c3', 'g2'],
      ['c1 a1 d1', undefined],
      ['c2', 'g2'],
    ]);
  });

  test('splitOf takes the most positions shared by one span, not the sum', () => {
    const coders = [
      coder('a', ['M 0-100 a1', 'C 200-300 a2']),
      coder('b', ['M 0-30 b1', 'M 30-58 b2', 'M 0-99 b3']),
      coder('c', ['M 0-56 c1', 'M 40-100 c2']),
    ];
    const { groups: found } = consolidate(text(...coders));
    const of = (id: string) => found.find(({ spans }) => spans.includes(id));
    expect(of('b1')?.splitOf).toBe(of('a1')?.id);
    expect(of('b2')?.kinds).toContain('split');
  });

  test('two labels are told of those who differ, not of who is undecided', () => {
    const coders = [
      coder('a', ['C 0-10 a1']),
      coder('b', ['C 0-10 b1']),
      coder('c', ['M 0-10 c1']),
      coder('d', ['U 0-10 d1']),
      coder('e', []),
    ];
    expect(named(...coders)).toEqual(['g1 missed: e', 'g1 role: a b c', 'g1 undecided: d']);
  });

  test('agree takes all coders, one run and one label', () => {
    expect(kinds(coder('a', ['C 0-10 a1']), coder('b', ['C 0-10 b1?']))).toEqual({
      'a1 b1': ['agree', 'unsure'],
    });
    expect(kinds(coder('a', ['C 0-10 a1']), coder('b', ['C 0-9 b1']))).toEqual({
      'b1 a1': ['boundary'],
    });
    expect(kinds(coder('a', ['C 0-10 a1']), coder('b', ['C 0-10 b1']), coder('c', []))).toEqual({
      'a1 b1': ['missed'],
    });
    expect(kinds(coder('a', ['U 0-10 a1']), coder('b', ['U 0-10 b1']))).toEqual({
      'a1 b1': ['undecided'],
    });
  });
});

describe('proposed spans', () => {
  const four = [
    coder('a', ['C 0-100 a1']),
    coder('b', ['C 10-90 b1']),
    coder('c', ['U 20-120 c1']),
    coder('d', ['M 5-105 d1']),
  ];

  test('undecided ones lend positions, and no label', () => {
    expect(proposed('at-least:2', ...four)).toEqual(['C 10-100 a1 b1 c1']);
    expect(proposed('at-least:1', ...four)).toEqual(['C 0-120 a1 b1 c1']);
    // Three would cover a run, but two carry the label.
    expect(proposed('at-least:3', ...four)).toEqual([]);
    expect(proposed('majority', ...four)).toEqual([]);
    expect(proposed('majority', ...four.slice(0, 3))).toEqual(['C 10-100 a1 b1 c1']);
  });

  test('undecided ones alone count as carrying it', () => {
    const two = [coder('a', ['U 0-100 a1']), coder('b', ['U 10-90 b1'])];
    expect(proposed('majority', ...two)).toEqual(['undecided 10-90 a1 b1']);
    expect(proposed('at-least:1', ...two)).toEqual(['undecided 0-100 a1 b1']);
  });

  test('a tie is a dispute for a count, and undecided for hull and shared run', () => {
    const tied = [coder('a', ['C 0-100 a1']), coder('b', ['M 10-90 b1'])];
    expect(proposed('at-least:1', ...tied)).toEqual([]);
    expect(proposed('at-least:1', ...tied, coder('c', ['U 0-100 c1']))).toEqual([]);
    expect(proposed('union', ...tied)).toEqual(['undecided 0-100 a1 b1']);
    expect(proposed('intersection', ...tied)).toEqual(['undecided 10-90 a1 b1']);
  });

  test('hull and shared run are of two coders or more, agreement of all', () => {
    const alone = [coder('a', ['C 0-10 a1']), coder('b', [])];
    expect(proposed('union', ...alone)).toEqual([]);
    expect(proposed('intersection', ...alone)).toEqual([]);
    expect(proposed('all', ...alone)).toEqual([]);
    expect(proposed('all', coder('a', ['C 0-10 a1']))).toEqual(['C 0-10 a1']);
    expect(proposed('union', coder('a', ['C 0-10 a1']))).toEqual([]);
  });

  test('proposals stand by start, end, label and group', () => {
    const many = coder('a', ['C 0-10 a2', 'M 0-10 a1', 'I 5-9 a3', 'O 0-9 a4']);
    expect(proposed('coder:a', many)).toEqual(['O 0-9 a4', 'C 0-10 a2', 'M 0-10 a1', 'I 5-9 a3']);
  });
});
