import type { CandidateAnswer, QuoteAnswer } from '@triad/collab';
import { METHOD_DEFAULTS } from '@triad/collab';
import { compareCoders } from '@triad/consolidation';
import { isUuid } from '@triad/realist';
import type { Role } from '@triad/realist';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consolidationInput } from '../src/agreement/compare.ts';
import type { LayerRows, PartRow } from '../src/agreement/derive-rows.ts';
import { candidateContent } from '../src/consolidation/candidate-content.ts';
import { candidateChanges } from '../src/consolidation/keep-candidates.ts';
import { proposeCandidates } from '../src/consolidation/propose-candidates.ts';
import { agreedOf, bySpan, decisionFor, resolveParts } from '../src/consolidation/resolve-parts.ts';
import type { CandidateBody } from '../src/data/adjudication-records.ts';
import type { Decided } from '../src/quotes/kept-quotes.ts';

/* What candidates are made of, without a server: from rows of layers, and decisions, to a draft. */

type Marked = readonly [id: string, start: number, end: number, role: Role];
type Tied = { readonly id: string; readonly parts: readonly Partial<PartRow>[] };

function layer(
  member: string,
  spans: readonly Marked[],
  sketches: readonly Tied[] = [],
): LayerRows {
  return {
    member,
    spans: spans.map(([id, start, end, role]) => ({
      id,
      start,
      end,
      role,
      unsure: false,
      edges: id,
    })),
    lost: [],
    corrected: 0,
    sketches: sketches.map(({ id, parts }) => ({
      id,
      bearing: null,
      parts: parts.map((part) => ({
        role: 'C',
        spans: [],
        elsewhere: [],
        inferred: null,
        ...part,
      })),
    })),
  };
}

function propose(layers: readonly LayerRows[], byHand: readonly string[] = []) {
  const found = compareCoders(consolidationInput(2_000, layers));
  return proposeCandidates({
    candidates: found.candidates,
    groups: found.groups,
    configurations: found.configurations.map(({ sketches }) => {
      const ids = sketches.map(({ id }) => id);
      return { sketches: ids, byHand: ids.some((id) => byHand.includes(id)) };
    }),
    sketches: layers.flatMap(({ member, sketches }) =>
      sketches.map((sketch) => ({
        ...sketch,
        member,
        parts: sketch.parts.map((part) => ({ ...part, elsewhere: part.elsewhere.length })),
        restatement: `${sketch.id} in words`,
        memos: [],
      })),
    ),
    layers,
  });
}

const ELSEWHERE = { transcript: 'other', round: 'r1', span: 'far' };
const BEN = layer(
  'ben',
  [
    ['b1', 0, 20, 'C'],
    ['b2', 30, 60, 'O'],
    ['b3', 500, 530, 'C'],
    ['b4', 540, 560, 'M'],
  ],
  [
    {
      id: 'sb',
      parts: [
        { role: 'C', spans: ['b1'] },
        { role: 'M', inferred: 'they trust her' },
        { role: 'O', spans: ['b2'], elsewhere: [ELSEWHERE] },
      ],
    },
  ],
);
const CLEO = layer(
  'cleo',
  [
    ['c1', 0, 20, 'C'],
    ['c2', 32, 60, 'O'],
    ['c3', 500, 530, 'C'],
    ['c4', 540, 560, 'M'],
  ],
  [
    {
      id: 'sc',
      parts: [
        { role: 'C', spans: ['c1'] },
        { role: 'O', spans: ['c2'] },
      ],
    },
  ],
);

test('sketches that match are one candidate, with why and whose', () => {
  const [first] = propose([BEN, CLEO]);
  expect(first).toMatchObject({
    from: 'sketches',
    order: 0,
    sketches: [
      { member: 'ben', sketch: 'sb' },
      { member: 'cleo', sketch: 'sc' },
    ],
    support: 2,
    sharedPlaces: 2,
    lengthUtf16: 60,
    byHand: false,
    restatements: [
      { member: 'ben', text: 'sb in words' },
      { member: 'cleo', text: 'sc in words' },
    ],
    elsewhere: [{ member: 'ben', role: 'O', ...ELSEWHERE }],
  });
  expect(first?.parts).toEqual([
    { role: 'C', place: 'b1', spans: ['b1', 'c1'], contested: false },
    { role: 'M', member: 'ben', words: 'they trust her' },
    { role: 'O', place: 'b2', spans: ['b2', 'c2'], contested: false },
  ]);
});

test('marks of no sketch that lie together are candidates after those', () => {
  const [, second, ...others] = propose([BEN, CLEO]);
  expect(second).toMatchObject({
    from: 'closeness',
    order: 1,
    sketches: [],
    support: 2,
    sharedPlaces: 2,
    lengthUtf16: 60,
    parts: [
      { role: 'C', place: 'b3' },
      { role: 'M', place: 'b4' },
    ],
  });
  expect(others).toEqual([]);
});

test('a key is of sketches or places, whatever their order', () => {
  const keys = (layers: readonly LayerRows[]) => propose(layers).map(({ key }) => key);
  expect(keys([CLEO, BEN])).toEqual(keys([BEN, CLEO]));
  expect(new Set(keys([BEN, CLEO])).size).toBe(2);
  expect(propose([BEN, CLEO], ['sb'])[0]).toMatchObject({ byHand: true });
});

const OF = { project: 'p', transcript: 't', round: 'r', run: 'run 1' };

function kept(proposed: ReturnType<typeof propose>, more: Partial<CandidateBody> = {}) {
  return candidateChanges([], proposed, OF).made.map((body, at) => ({
    id: `candidate ${at}`,
    version: 1,
    body: { ...body, ...more },
  }));
}

const role = fc.constantFrom<Role>('C', 'M', 'O', 'undecided');
const layers = fc
  .array(fc.array(fc.tuple(fc.nat(600), fc.integer({ min: 1, max: 80 }), role), { maxLength: 8 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((coders) =>
    coders.map((marks, coder) => {
      const spans = marks.map(([start, length, of], at): Marked => [
        `${coder}-${at}`,
        start,
        start + length,
        of,
      ]);
      const tied = spans.slice(0, 4).map(([id, , , of]) => ({ role: of, spans: [id] }));
      return layer(
        `coder ${coder}`,
        spans,
        tied.length > 1 ? [{ id: `s${coder}`, parts: tied }] : [],
      );
    }),
  );

test('computed again without a change, nothing is written', () => {
  let candidates = 0;
  fc.assert(
    fc.property(layers, fc.constantFrom('open', 'accepted', 'set-aside'), (drawn, state) => {
      const proposed = propose(drawn);
      candidates += proposed.length;
      const again = propose(drawn.toReversed());
      const changes = candidateChanges(kept(proposed, { state }), again, { ...OF, run: 'run 2' });
      expect(changes).toEqual({ made: [], changed: [], removed: [] });
      const keys = proposed.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
  expect(candidates).toBeGreaterThan(50);
});

test('one that changed keeps what was said of it', () => {
  const settled = { by: 'ana', at: '2026-01-01T00:00:00.000Z', why: 'later' };
  const before = kept(propose([BEN, CLEO]), { state: 'set-aside', settled });
  const moved = layer(
    'cleo',
    [
      ['c1', 0, 22, 'C'],
      ...CLEO.spans.slice(1).map(({ id, start, end, role }): Marked => [id, start, end, role]),
    ],
    [
      {
        id: 'sc',
        parts: [
          { role: 'C', spans: ['c1'] },
          { role: 'O', spans: ['c2'] },
          { role: 'M', inferred: 'hope' },
        ],
      },
    ],
  );
  const { made, changed, removed } = candidateChanges(before, propose([BEN, moved]), OF);
  expect([made, removed]).toEqual([[], []]);
  expect(changed.map(({ row, body }) => [row.id, body.state, body.settled])).toEqual([
    ['candidate 0', 'set-aside', settled],
  ]);
});

test('what is proposed no more goes, unless somebody settled it', () => {
  const proposed = propose([BEN, CLEO]);
  expect(candidateChanges(kept(proposed), [], OF).removed).toHaveLength(2);
  for (const state of ['accepted', 'set-aside'] as const) {
    const { changed, removed } = candidateChanges(kept(proposed, { state }), [], OF);
    expect(removed).toEqual([]);
    expect(changed.map(({ body }) => [body.state, body.outdated])).toEqual([
      [state, true],
      [state, true],
    ]);
    const outdated = changed.map(({ row, body }) => ({ ...row, body }));
    expect(candidateChanges(outdated, [], OF).changed).toEqual([]);
    const back = candidateChanges(outdated, proposed, OF);
    expect(back.changed.map(({ body }) => [body.state, body.outdated])).toEqual([
      [state, false],
      [state, false],
    ]);
  }
});

function decided(id: string, spans: readonly string[], more: Partial<Decided> = {}): Decided {
  const agreed = [{ id: `agreed ${id}`, from: spans }];
  return { id, round: 'r', spans, state: 'agreed', agreed, ...more };
}

test('a place is what was decided of most of its spans', () => {
  const all = bySpan([decided('d1', ['a', 'x']), decided('d2', ['b', 'c']), decided('d3', ['d'])]);
  expect(decisionFor(['a', 'b', 'c'], all)?.id).toBe('d2');
  expect(decisionFor(['a', 'b'], all)?.id).toBe('d1');
  expect(decisionFor(['y'], all)).toBeNull();
  const waiting = bySpan([decided('d1', ['a'], { state: 'waiting', agreed: [] })]);
  expect(decisionFor(['a'], waiting)).toBeNull();
});

test('a place of which nothing is kept leaves its part', () => {
  const [first] = propose([BEN, CLEO]);
  const parts = first?.parts ?? [];
  const none = decided('d1', ['b1', 'c1'], { state: 'none', agreed: [] });
  const left = resolveParts(parts, bySpan([none, decided('d2', ['b2', 'c2'])]));
  expect(left.map(({ kind, part }) => [kind, part.role])).toEqual([
    ['inferred', 'M'],
    ['quoted', 'O'],
  ]);
  expect(resolveParts(parts, bySpan([]))).toHaveLength(3);
});

test('of one span of two that both stand its own is agreed', () => {
  const both = decided('d', ['a', 'b'], {
    agreed: [
      { id: 'from a', from: ['a'] },
      { id: 'from b', from: ['b'] },
    ],
  });
  expect(agreedOf('b', bySpan([both]))).toEqual(['from b']);
  const one = decided('d', ['a', 'b'], { agreed: [{ id: 'from a', from: ['a'] }] });
  expect(agreedOf('b', bySpan([one]))).toEqual(['from a']);
  expect(agreedOf('z', bySpan([one]))).toEqual([]);
});

function quote(span: string, more: Partial<QuoteAnswer> = {}): QuoteAnswer {
  return {
    transcript: 't',
    span,
    role: 'C',
    round: 'r',
    decision: 'd',
    state: 'shown',
    words: 'words',
    range: [0, 5],
    turn: 'turn',
    startSeconds: null,
    speaker: '#1',
    participant: null,
    kind: 'participant',
    coders: [],
    ...more,
  };
}

function candidate(more: Partial<CandidateAnswer> = {}): CandidateAnswer {
  const quoted = (role: Role, place: string, quotes: readonly QuoteAnswer[]) => ({
    kind: 'quoted' as const,
    role,
    place,
    decision: 'd',
    quotes,
    contested: false,
  });
  return {
    id: '7d3b0b5e-0000-4000-8000-000000000001',
    version: 1,
    transcript: 't',
    round: 'r',
    from: 'sketches',
    sketches: [],
    support: 2,
    parts: [
      quoted('C', 'b1', [quote('q1'), quote('q2')]),
      quoted('M', 'b2', [quote('q3')]),
      { kind: 'inferred', role: 'M', member: 'ben', words: 'they trust her' },
      quoted('O', 'b3', []),
      quoted('undecided', 'b4', [quote('q4')]),
    ],
    why: { kind: 'closeness', places: 2, lengthUtf16: 60 },
    restatements: [
      { member: 'ben', text: 'short' },
      { member: 'cleo', text: 'the longest of them' },
    ],
    bearings: [],
    elsewhere: [
      {
        member: 'ben',
        role: 'O',
        transcript: 'u',
        span: 'far',
        quotes: [quote('q5', { transcript: 'u' })],
      },
    ],
    state: 'open',
    cmoc: null,
    settled: null,
    outdated: false,
    ...more,
  };
}

test('a draft has the coders’ words or none, and every quote once', () => {
  const content = candidateContent(candidate(), METHOD_DEFAULTS);
  expect(content).toMatchObject({
    title: '',
    narrative: '',
    sentence: [{ text: 'the longest of them', role: null }],
  });
  expect(content.parts.map(({ role, text, inferred }) => [role, text, inferred])).toEqual([
    ['C', '', false],
    ['M', '', false],
    ['M', 'they trust her', true],
    // A place that nobody decided has no quote; what lies on the other transcript has.
    ['O', '', false],
  ]);
  const [context, mechanism, , outcome] = content.parts;
  expect(content.evidence.map(({ quote: { span }, part, role }) => [span, part, role])).toEqual([
    ['q1', context?.id, 'C'],
    ['q2', context?.id, 'C'],
    ['q3', mechanism?.id, 'M'],
    ['q4', null, null],
    ['q5', outcome?.id, 'O'],
  ]);
  for (const { bearing, standing, footing } of content.evidence) {
    expect([bearing, standing, footing]).toEqual(['supports', null, null]);
  }
  const ids = [...content.parts, ...content.evidence].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => isUuid(id))).toBe(true);
});

test('done twice a draft is the same, and another candidate’s is another', () => {
  const content = candidateContent(candidate(), METHOD_DEFAULTS);
  expect(candidateContent(candidate(), METHOD_DEFAULTS)).toEqual(content);
  const other = candidateContent(candidate({ id: 'another' }), METHOD_DEFAULTS);
  expect(other.parts[0]?.id).not.toBe(content.parts[0]?.id);
});

test('settings of the method say how a draft begins', () => {
  const settings = {
    ...METHOD_DEFAULTS,
    mechanism: 'resource-and-reasoning' as const,
    form: 'if-then-because' as const,
    inferred: false,
  };
  const content = candidateContent(candidate({ restatements: [] }), settings);
  expect(content.sentence).toEqual([{ text: 'If … then … because …', role: null }]);
  expect(content.parts.map(({ role, mechanism }) => [role, mechanism?.form])).toEqual([
    ['C', undefined],
    ['M', 'resource-and-reasoning'],
    ['O', undefined],
  ]);
  const plain = candidateContent(candidate({ restatements: [] }), { ...settings, form: 'plain' });
  expect(plain.sentence).toEqual([]);
});

test('evidence bears as all sketches that say so say', () => {
  const bearing = (of: readonly ('refutes' | 'caveat')[]) =>
    candidateContent(
      candidate({
        bearings: of.map((each) => ({ member: 'ben', statement: 's', bearing: each })),
      }),
      METHOD_DEFAULTS,
    ).evidence[0]?.bearing;
  expect(bearing(['refutes', 'refutes'])).toBe('refutes');
  expect(bearing(['refutes', 'caveat'])).toBe('supports');
});
