import { describe, expect, test } from 'vitest';
import type { CoderInput } from '../src/index.ts';
import { compareCoders, configurationTable, consolidate } from '../src/index.ts';
import { coder, inferred, part, sketch, text } from './coded.ts';

/* Sections 5 and 6, each of their sentences where it turns. */

const configurations = (...coders: readonly CoderInput[]) =>
  consolidate(text(...coders))
    .candidates.filter(({ from }) => from === 'sketches')
    .map(({ sketches }) => sketches.join(' '));

const parts = (...coders: readonly CoderInput[]) =>
  consolidate(text(...coders)).candidates.map((candidate) =>
    candidate.parts
      .map((each) =>
        'group' in each
          ? `${each.role} ${each.group}${each.contested === true ? '!' : ''}`
          : `${each.role} ${each.inferred} (${each.coder})`,
      )
      .join(', '),
  );

const differences = (...coders: readonly CoderInput[]) =>
  consolidate(text(...coders)).disagreements.flatMap((each) =>
    'sketches' in each
      ? [`${each.kind}: ${each.coders.join(' ')}, ${each.sketches.join(' ')}`]
      : [],
  );

/** What coders marked: the same five passages, under ids that begin with the coder's. */
const marks = (id: string) => [
  `C 0-50 ${id}1`,
  `M 100-150 ${id}2`,
  `O 200-250 ${id}3`,
  `O 300-350 ${id}4`,
  `C 400-450 ${id}5`,
];
const [c, m, o, p, d] = [1, 2, 3, 4, 5].map(
  (at) =>
    (id: string, role = 'CMOOC'.charAt(at - 1)) =>
      part(role as 'C', `${id}${at}`),
) as [Mark, Mark, Mark, Mark, Mark];
type Mark = (id: string, role?: string) => ReturnType<typeof part>;

describe('sketches that can match', () => {
  test('two quotes of each, whatever their roles', () => {
    const a = coder('a', marks('a'), sketch('k1', c('a'), m('a')));
    expect(
      configurations(a, coder('b', marks('b'), sketch('k2', c('b', 'O'), m('b', 'A')))),
    ).toEqual(['k1 k2']);
    // One quote in common, and no other.
    expect(configurations(a, coder('b', marks('b'), sketch('k2', c('b'), o('b'), p('b'))))).toEqual(
      ['k1', 'k2'],
    );
  });

  test('each quote its own: one that holds both is not two', () => {
    const a = coder('a', marks('a'), sketch('k1', c('a'), m('a')));
    const both = sketch('k2', part('C', 'b1', 'b2'), o('b'), p('b'));
    expect(configurations(a, coder('b', marks('b'), both))).toEqual(['k1', 'k2']);
  });

  test('the only quote of one, in its role, and another role in both', () => {
    const only = sketch('k1', o('a'), inferred('M', 'less alone'));
    const a = coder('a', marks('a'), only);
    const b = (...own: readonly ReturnType<typeof part>[]) =>
      coder('b', marks('b'), sketch('k2', ...own));
    expect(configurations(a, b(o('b'), m('b')))).toEqual(['k1 k2']);
    expect(configurations(a, b(o('b'), inferred('M', 'heard')))).toEqual(['k1 k2']);
    // In another role; with no other role in both; elsewhere.
    expect(configurations(a, b(o('b', 'C'), m('b')))).toEqual(['k2', 'k1']);
    expect(configurations(a, b(o('b'), c('b')))).toEqual(['k2', 'k1']);
    expect(configurations(a, b(p('b'), m('b')))).toEqual(['k2', 'k1']);
    // Inferred alone match nothing.
    expect(
      configurations(
        coder('a', [], sketch('k1', inferred('M', 'x'), inferred('O', 'y'))),
        b(m('b')),
      ),
    ).toEqual(['k2', 'k1']);
  });

  test('quotes overlap by more than half of the shorter, also where they are in no group', () => {
    const a = coder(
      'a',
      ['C 0-100 a1', 'O 200-250 a2'],
      sketch('k1', part('C', 'a1'), part('O', 'a2')),
    );
    const b = (run: string) =>
      coder('b', [`M ${run} b1`, 'O 200-250 b2'], sketch('k2', part('C', 'b1'), part('O', 'b2')));
    expect(configurations(a, b('79-120'))).toEqual(['k1 k2']);
    expect(configurations(a, b('80-120'))).toEqual(['k1', 'k2']);
  });

  test('[CN5] a quote is the span under which it stands, if it was made twice', () => {
    const twice = coder(
      'a',
      ['C 0-50 z1', 'C 0-50 y1', 'M 100-150 y2'],
      sketch('k1', part('C', 'z1'), part('M', 'y2')),
    );
    const both = coder('b', marks('b'), sketch('k2', c('b'), m('b')));
    expect(configurations(twice, both)).toEqual(['k1 k2']);
    expect(parts(twice, both)[0]).toBe('C g1, M g2');
    // Named twice in one part, it is one quote.
    const named = coder('a', ['C 0-50 z1', 'C 0-50 y1'], sketch('k1', part('C', 'z1', 'y1')));
    expect(parts(named)).toEqual(['C g1']);
  });
});

describe('configurations', () => {
  test('are matched one to one by their points, then by id', () => {
    const a = coder(
      'a',
      marks('a'),
      sketch('k1', c('a'), m('a'), o('a')),
      sketch('k2', c('a'), m('a'), p('a')),
    );
    const b = coder(
      'b',
      marks('b'),
      sketch('l1', c('b'), m('b'), p('b')),
      sketch('l2', c('b'), m('b'), o('b')),
    );
    expect(configurations(a, b)).toEqual(['k1 l2', 'k2 l1']);
    const alike = (id: string, ...names: readonly string[]) =>
      coder(id, marks(id), ...names.map((name) => sketch(name, c(id), m(id))));
    expect(configurations(alike('a', 'k2', 'k1'), alike('b', 'l10', 'l2'))).toEqual([
      'k1 l10',
      'k2 l2',
    ]);
  });

  test('a piece joins the whole of another coder, several of one coder too', () => {
    const whole = coder('a', marks('a'), sketch('k1', c('a'), m('a'), o('a'), p('a')));
    const pieces = coder(
      'b',
      marks('b'),
      sketch('l1', c('b'), m('b')),
      sketch('l2', o('b'), p('b')),
      sketch('l3', m('b'), o('b')),
    );
    expect(configurations(whole, pieces)).toEqual(['k1 l1 l2 l3']);
  });

  test('a piece has fewer parts, all quoted, each paired with a quote', () => {
    const all = (id: string) => [c(id), m(id), o(id), inferred('O', 'calm')];
    const whole = coder('a', marks('a'), sketch('k1', ...all('a')));
    const b = (...own: readonly ReturnType<typeof part>[]) =>
      coder('b', marks('b'), sketch('l1', ...all('b')), sketch('l2', ...own));
    expect(configurations(whole, b(c('b'), m('b')))).toEqual(['k1 l1 l2']);
    expect(configurations(whole, b(c('b'), m('b', 'A')))).toEqual(['k1 l1 l2']);
    expect(configurations(whole, b(c('b'), m('b'), o('b'), p('b')))).toEqual(['k1 l1', 'l2']);
    expect(configurations(whole, b(c('b'), m('b'), inferred('O', 'calm')))).toEqual([
      'k1 l1',
      'l2',
    ]);
    expect(configurations(whole, b(...all('b')))).toEqual(['k1 l1', 'l2']);
    const quoted = coder('a', marks('a'), sketch('k1', c('a'), m('a')));
    const twice = [sketch('l1', c('b'), m('b')), sketch('l2', c('b'), m('b'))];
    expect(configurations(quoted, coder('b', marks('b'), ...twice))).toEqual(['k1 l1', 'l2']);
    // The last is paired, but with words.
    expect(configurations(whole, b(c('b'), m('b'), p('b')))).toEqual(['k1 l1', 'l2']);
  });

  test('a set that was joined first is a piece if all of it is one of the same whole', () => {
    const triad = (id: string, name: string) => sketch(name, c(id), m(id), o(id));
    const a = coder('a', marks('a'), triad('a', 'k0'));
    const b = coder('b', marks('b'), triad('b', 'b1'), sketch('b2', m('b'), o('b')));
    const e = (...own: readonly ReturnType<typeof part>[]) =>
      coder('e', marks('e'), triad('e', 'e1'), sketch('e2', ...own));
    expect(configurations(a, b, e(m('e'), o('e')))).toEqual(['b1 b2 e1 e2 k0']);
    expect(configurations(a, b, e(m('e'), o('e'), inferred('C', 'x')))).toEqual([
      'b1 e1 k0',
      'b2 e2',
    ]);
  });

  test('of several wholes the one with the greatest weight, then the least id', () => {
    const b = (...own: readonly ReturnType<typeof part>[]) =>
      coder(
        'b',
        marks('b'),
        sketch('l9', c('b', 'M'), m('b', 'C'), d('b')),
        sketch('l8', d('b'), p('b'), o('b')),
        sketch('l1', ...own),
      );
    // Both of a's are matched to the longer ones of b; l1 is a piece of each of them.
    const a = coder(
      'a',
      marks('a'),
      sketch('k2', c('a', 'M'), m('a', 'C'), d('a')),
      sketch('k1', d('a'), p('a'), c('a', 'O'), o('a')),
    );
    expect(configurations(a, b(d('b'), c('b', 'M')))).toEqual(['k1 l8', 'k2 l1 l9']);
    // 5 points of 15 less 5, and 6 of 18 less 6.
    expect(configurations(a, b(d('b'), c('b', 'O')))).toEqual(['k1 l1 l8', 'k2 l9']);
  });

  test('the same words in two roles are no disagreement where the sketches say so', () => {
    const kindsOfFirst = (a: CoderInput, b: CoderInput) =>
      consolidate(text(a, b)).groups.find(({ spans }) => spans.includes('a1'))?.kinds;
    const spansA = ['C 0-50 a1', 'M 100-150 a2', 'O 200-250 a3'];
    const spansB = ['O 0-50 b1', 'M 100-150 b2', 'O 200-250 b3'];
    const a = coder('a', spansA, sketch('k1', part('C', 'a1'), part('M', 'a2')));
    // In no configuration together; in one, with a role in common and without; and one in no sketch.
    expect(
      kindsOfFirst(a, coder('b', spansB, sketch('k2', part('O', 'b1'), part('M', 'b3')))),
    ).toEqual(['role-elsewhere']);
    expect(
      kindsOfFirst(a, coder('b', spansB, sketch('k2', part('C', 'b1'), part('M', 'b2')))),
    ).toEqual(['role-elsewhere']);
    expect(
      kindsOfFirst(a, coder('b', spansB, sketch('k2', part('O', 'b1'), part('M', 'b2')))),
    ).toEqual(['role']);
    expect(kindsOfFirst(a, coder('b', spansB, sketch('k2', part('M', 'b2'))))).toEqual(['role']);
    expect(kindsOfFirst(a, coder('b', spansB))).toEqual(['role']);
    // A role in common is enough, beside others.
    const twoRoles = sketch('k2', part('O', 'b1'), part('C', 'b1'), part('M', 'b2'));
    expect(kindsOfFirst(a, coder('b', spansB, twoRoles))).toEqual(['role-elsewhere']);
  });
});

describe('differences between two coders of a configuration', () => {
  test('a part whose role the other has nowhere is missing, any other is tied otherwise', () => {
    const a = coder('a', marks('a'), sketch('k1', c('a'), m('a'), o('a')));
    const b = (...own: readonly ReturnType<typeof part>[]) =>
      coder('b', marks('b'), sketch('k2', ...own));
    expect(differences(a, b(c('b'), m('b'), o('b')))).toEqual([]);
    expect(differences(a, b(c('b'), m('b')))).toEqual(['part-missing: a b, k1 k2']);
    expect(differences(a, b(c('b'), m('b'), o('b'), p('b')))).toEqual([
      'tied-otherwise: a b, k1 k2',
    ]);
    expect(differences(a, b(c('b'), m('b', 'C')))).toEqual([
      'part-missing: a b, k1 k2',
      'part-role: a b, k1 k2',
    ]);
  });

  test('parts of one role that a span links are one, and inferred ones of the same words', () => {
    const a = coder('a', marks('a'), sketch('k1', c('a'), m('a'), o('a'), inferred('M', 'safe')));
    const linked = sketch(
      'k2',
      c('b'),
      m('b'),
      part('O', 'b3', 'b4'),
      p('b'),
      inferred('M', 'safe'),
      inferred('M', 'safe'),
    );
    expect(differences(a, coder('b', marks('b'), linked))).toEqual([]);
    // In another role, or with other words, they are two.
    const apart = sketch(
      'k2',
      c('b'),
      m('b'),
      part('O', 'b3', 'b4'),
      inferred('M', 'safe'),
      inferred('M', 'heard'),
    );
    expect(differences(a, coder('b', marks('b'), apart))).toEqual(['tied-otherwise: a b, k1 k2']);
  });

  test('bearings are compared as sets, where both state some', () => {
    const of = (id: string, ...bearings: readonly (string | null)[]) =>
      coder(
        id,
        marks(id),
        ...bearings.map((bearing, at) => ({
          ...sketch(`${id}k${at}`, c(id), m(id)),
          ...(bearing !== null && { bearing }),
        })),
      );
    expect(differences(of('a', 's supports'), of('b', 's supports'))).toEqual([]);
    expect(differences(of('a', 's supports'), of('b', null))).toEqual([]);
    expect(differences(of('a', 's supports'), of('b', 's refutes'))).toEqual([
      'bearing: a b, ak0 bk0',
    ]);
  });

  test('unequal numbers of sketches are tied otherwise; all sketches of the two are told', () => {
    const whole = coder('a', marks('a'), sketch('k1', c('a'), m('a'), o('a')));
    const pieces = coder(
      'b',
      marks('b'),
      sketch('l1', c('b'), m('b')),
      sketch('l2', m('b'), o('b')),
    );
    const third = coder('e', marks('e'), sketch('n1', c('e'), m('e'), o('e')));
    expect(differences(whole, pieces, third)).toEqual([
      'tied-otherwise: a b, k1 l1 l2',
      'tied-otherwise: b e, l1 l2 n1',
    ]);
  });
});

describe('candidates', () => {
  test('list groups by role, then inferred parts by coder, sketch and words', () => {
    const a = coder(
      'b',
      marks('a'),
      sketch('k2', o('a'), c('a'), inferred('M', 'b'), inferred('M', 'a')),
    );
    const b = coder('a', marks('b'), sketch('k9', c('b'), o('b'), inferred('M', 'z'), d('b')));
    expect(parts(a, b)[0]).toBe('C g1, C g5, M z (a), M a (b), M b (b), O g3');
  });

  test('a group is contested, in all its roles, where two coders have none in common', () => {
    const a = coder('a', marks('a'), sketch('k1', c('a'), m('a'), o('a')));
    const b = (...own: readonly ReturnType<typeof part>[]) =>
      coder('b', marks('b'), sketch('k2', ...own));
    expect(parts(a, b(c('b', 'M'), m('b'), o('b')))[0]).toBe('C g1!, M g1!, M g2, O g3');
    expect(parts(a, b(c('b', 'M'), c('b', 'C'), m('b'), o('b')))[0]).toBe('C g1, M g1, M g2, O g3');
  });

  test('stand by support, then their first group, then the least id; without groups last', () => {
    const a = coder(
      'a',
      marks('a'),
      sketch('k5', inferred('M', 'x')),
      sketch('k4', o('a')),
      sketch('k3', c('a')),
      sketch('k2', inferred('M', 'y')),
      sketch('k1', o('a')),
      sketch('k0', p('a'), d('a')),
    );
    const b = coder('b', marks('b'), sketch('l1', p('b'), d('b')));
    expect(configurations(a, b)).toEqual(['k0 l1', 'k3', 'k1', 'k4', 'k2', 'k5']);
  });

  test('the table of roles has the first of several, and null for none', () => {
    const a = coder('a', marks('a'), sketch('k1', c('a'), m('a'), c('a', 'A')));
    const b = coder('b', marks('b'), sketch('k2', c('b', 'A'), m('b')));
    const comparison = compareCoders(text(a, b, coder('e', [])));
    expect(configurationTable(comparison)).toEqual({
      columns: [
        { configuration: 0, group: 'g1' },
        { configuration: 0, group: 'g2' },
      ],
      rows: [
        ['C', 'M'],
        ['A', 'M'],
        [null, null],
      ],
    });
    expect(comparison.configurations[0]).toEqual({
      byHand: false,
      sketches: [
        { id: 'k1', coder: 'a' },
        { id: 'k2', coder: 'b' },
      ],
      groups: [
        {
          group: 'g1',
          uses: [
            { coder: 'a', roles: ['C', 'A'] },
            { coder: 'b', roles: ['A'] },
          ],
        },
        {
          group: 'g2',
          uses: [
            { coder: 'a', roles: ['M'] },
            { coder: 'b', roles: ['M'] },
          ],
        },
      ],
    });
  });
});

describe('closeness', () => {
  /** Two coders who marked the same: runs with their labels. */
  const close = (...marked: readonly string[]) =>
    parts(
      ...['a', 'b'].map((id) =>
        coder(
          id,
          marked.map((each, at) => `${each} ${id}${at}`),
        ),
      ),
    );

  test('a next hull begins at most 400 positions after the greatest end before it', () => {
    expect(close('C 0-50', 'M 450-500')).toEqual(['C g1, M g2']);
    expect(close('C 0-50', 'M 451-500')).toEqual([]);
    // The greatest end, not the last.
    expect(close('C 0-500', 'M 10-20', 'O 900-910')).toEqual(['C g1, M g2, O g3']);
  });

  test('a run of 1,200 positions stays, a longer one is cut at the first of its widest gaps', () => {
    expect(close('C 0-100', 'M 400-500', 'O 800-1200')).toEqual(['C g1, M g2, O g3']);
    expect(close('C 0-100', 'M 400-500', 'O 800-900', 'C 1000-1201')).toEqual(['C g4, M g2, O g3']);
    expect(close('C 0-100', 'M 300-500', 'O 800-900', 'C 1000-1201')).toEqual([
      'C g1, M g2',
      'C g4, O g3',
    ]);
  });

  test('gaps and length are from the greatest end, not the last', () => {
    expect(close('C 0-1000', 'M 100-200', 'O 1050-1100', 'C 1190-1300')).toEqual([
      'C g1, M g2, O g3',
    ]);
  });

  test('pieces are cut again, and what has no gap never', () => {
    expect(close('C 0-100', 'M 200-1000', 'O 1200-1250', 'M 1300-2300', 'C 2400-2500')).toEqual([
      'C g1, M g2',
      'M g4, O g3',
    ]);
    expect(close('C 0-900', 'M 900-1500', 'O 1400-2500')).toEqual(['C g1, M g2, O g3']);
  });

  test('one role, one coder, an undecided label or a sketch make none', () => {
    expect(close('C 0-50', 'C 100-150')).toEqual([]);
    expect(close('C 0-50', 'U 100-150')).toEqual([]);
    expect(parts(coder('a', ['C 0-50 a1', 'M 60-90 a2']), coder('b', ['C 0-50 b1']))).toEqual([]);
    const used = coder('a', ['C 0-50 a1', 'M 60-90 a2'], sketch('k1', part('C', 'a1')));
    expect(parts(used, coder('b', ['C 0-50 b1', 'M 60-90 b2']))).toEqual(['C g1']);
  });

  test('more support stands first, then the first group', () => {
    const both = (id: string) => [
      `C 0-50 ${id}1`,
      `M 60-90 ${id}2`,
      `C 1000-1050 ${id}3`,
      `O 1060-1090 ${id}4`,
    ];
    const third = coder('e', ['C 1000-1050 e1']);
    expect(parts(coder('a', both('a')), coder('b', both('b')), third)).toEqual([
      'C g3, O g4',
      'C g1, M g2',
    ]);
    expect(parts(coder('a', both('a')), coder('b', both('b')))).toEqual([
      'C g1, M g2',
      'C g3, O g4',
    ]);
  });
});
