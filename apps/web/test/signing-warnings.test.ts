import type { QuoteAnswer } from '@triad/collab';
import type { CmocContent, CmocPart, Evidence } from '@triad/realist';
import { expect, test } from 'vitest';
import { signing } from '../src/messages/signing.ts';
import { warningsOf } from '../src/pages/sign-off/warnings.ts';

const words = signing.propose.warning;
const ALLOWED = { inferred: true };

function part(change: Partial<CmocPart> = {}): CmocPart {
  return {
    id: 'p' as CmocPart['id'],
    role: 'C',
    order: 0,
    text: 'a matched peer',
    inferred: false,
    mechanism: null,
    outcome: null,
    ...change,
  };
}

function evidence(bearing: Evidence['bearing'], span = 's'): Evidence {
  return {
    id: span as Evidence['id'],
    quote: { transcript: 't', span },
    part: null,
    role: 'C',
    bearing,
    standing: null,
    footing: null,
    order: 0,
  };
}

const WHOLE: CmocContent = {
  title: 'Matched peer',
  sentence: [
    { text: 'When matched', role: 'C' },
    { text: ', ', role: null },
    { text: 'hope', role: 'O' },
    { text: ' because ', role: null },
    { text: 'inspired', role: 'M' },
  ],
  parts: [part()],
  narrative: '',
  evidence: [evidence('supports'), evidence('caveat', 'k')],
};

test('a whole CMOC has nothing to look at', () => {
  expect(warningsOf(WHOLE, [], ALLOWED)).toEqual([]);
});

test('a missing mark is named', () => {
  const sentence = WHOLE.sentence.filter(({ role }) => role !== 'M');
  expect(warningsOf({ ...WHOLE, sentence }, [], ALLOWED)).toEqual([words.marks(['M'])]);
});

test('dots of a form that are left are told, and those within what is said are not', () => {
  const saying = (text: string) =>
    warningsOf(
      {
        ...WHOLE,
        sentence: WHOLE.sentence.map((piece, at) => (at === 0 ? { ...piece, text } : piece)),
      },
      [],
      ALLOWED,
    );
  expect(saying('When …')).toEqual([words.unfilled]);
  expect(saying('…, then')).toEqual([words.unfilled]);
  expect(saying('When they said “well…” and went')).toEqual([]);
});

test('no sentence is one warning, not two', () => {
  expect(warningsOf({ ...WHOLE, sentence: [] }, [], ALLOWED)).toEqual([words.noSentence]);
});

test('evidence for and against is looked for', () => {
  expect(warningsOf({ ...WHOLE, evidence: [] }, [], ALLOWED)).toEqual([words.noEvidence]);
  expect(warningsOf({ ...WHOLE, evidence: [evidence('supports')] }, [], ALLOWED)).toEqual([
    words.noRefute,
  ]);
  expect(warningsOf({ ...WHOLE, evidence: [evidence('refutes')] }, [], ALLOWED)).toEqual([
    words.noSupport,
  ]);
});

test('a part told in two sides has words', () => {
  const told = part({
    role: 'M',
    text: '',
    mechanism: {
      form: 'resource-and-reasoning',
      resource: 'a model',
      reasoning: '',
      effect: 'helping',
    },
  });
  expect(warningsOf({ ...WHOLE, parts: [told] }, [], ALLOWED)).toEqual([]);
  expect(warningsOf({ ...WHOLE, parts: [part({ text: ' ' })] }, [], ALLOWED)).toEqual([
    words.wordless(1),
  ]);
});

test('a quote that is gone is told', () => {
  const gone = { transcript: 't', span: 's', state: 'gone' } as QuoteAnswer;
  expect(warningsOf(WHOLE, [gone], ALLOWED)).toEqual([words.lost(1)]);
});

test('an inferred part is named where the method leaves them out', () => {
  const inferred = { ...WHOLE, parts: [part(), part({ inferred: true })] };
  expect(warningsOf(inferred, [], ALLOWED)).toEqual([]);
  expect(warningsOf(inferred, [], { inferred: false })).toEqual([words.inferred(1)]);
});
