import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CmocContent, MarkRole, Sentence } from '@triad/realist';
import { differenceOf, isSame } from '../src/pages/cmocs/difference.ts';
import { content, part, piece, sentence } from './cmoc-made.ts';

describe('what differs between two versions', () => {
  test('words of the sentence, one by one', () => {
    const { sentence: pieces, title } = differenceOf(
      content({
        title: 'Hope',
        sentence: sentence('When [C:a child is matched], [O:hope grows].'),
      }),
      content({ title: 'Hope', sentence: sentence('When [C:a peer is matched], [O:hope grows].') }),
    );
    expect(title).toBeNull();
    expect(pieces).toEqual([
      { kind: 'same', words: 'When ', role: null },
      { kind: 'same', words: 'a ', role: 'C' },
      { kind: 'removed', words: 'child', role: 'C' },
      { kind: 'added', words: 'peer', role: 'C' },
      { kind: 'same', words: ' is matched', role: 'C' },
      { kind: 'same', words: ', ', role: null },
      { kind: 'same', words: 'hope grows', role: 'O' },
      { kind: 'same', words: '.', role: null },
    ]);
  });

  test('a mark alone, with what it was', () => {
    const { sentence: pieces } = differenceOf(
      content({ sentence: sentence('[C:Matching] helps') }),
      content({ sentence: sentence('[M:Matching] helps') }),
    );
    expect(pieces?.[0]).toEqual({ kind: 'remarked', words: 'Matching', role: 'M', was: 'C' });
  });

  test('parts that came, went, changed or moved', () => {
    const hope = part('o', 'O', 'hope', {
      outcome: { forWhom: 'child', sign: null, horizon: null },
    });
    const before = [part('a', 'C', 'first'), part('b', 'C', 'second'), hope];
    const after = [
      part('b', 'C', 'second'),
      part('a', 'C', 'first'),
      { ...hope, outcome: { forWhom: 'peer', sign: 'unintended' as const, horizon: null } },
      part('m', 'M', 'trust'),
    ];
    const { parts } = differenceOf(content({ parts: before }), content({ parts: after }));
    expect(parts.map(({ kind, part: { id }, moved }) => [kind, id, moved])).toEqual([
      ['changed', 'a', true],
      ['changed', 'o', false],
      ['added', 'm', false],
    ]);
    expect(parts[1]).toMatchObject({
      texts: [{ which: 'forWhom' }],
      facts: [{ fact: 'sign', before: null, after: 'unintended' }],
    });
    expect(
      differenceOf(content({ parts: after }), content({ parts: before })).parts,
    ).toContainEqual(
      expect.objectContaining({ kind: 'removed', part: expect.objectContaining({ id: 'm' }) }),
    );
  });

  test('evidence that came, went, or bears otherwise', () => {
    const { evidence } = differenceOf(
      content({ evidence: [piece('1', 'q'), piece('2', 'r')] }),
      content({ evidence: [piece('1', 'q', { bearing: 'caveat', role: 'C' }), piece('3', 's')] }),
    );
    expect(evidence.map(({ kind, evidence: { id }, facts }) => [kind, id, facts])).toEqual([
      [
        'changed',
        '1',
        [
          { fact: 'role', before: null, after: 'C' },
          { fact: 'bearing', before: 'supports', after: 'caveat' },
        ],
      ],
      ['added', '3', []],
      ['removed', '2', []],
    ]);
  });

  test('nothing where nothing was changed', () => {
    fc.assert(fc.property(contents, (one) => isSame(differenceOf(one, structuredClone(one)))));
  });

  test('gives back both sentences, with their marks', () => {
    fc.assert(
      fc.property(sentences, sentences, (before, after) => {
        const { sentence: pieces } = differenceOf(
          content({ sentence: before }),
          content({ sentence: after }),
        );
        if (pieces === null) return JSON.stringify(before) === JSON.stringify(after);
        const read = (side: 'removed' | 'added') =>
          pieces.flatMap((each) => {
            if (each.kind !== 'same' && each.kind !== 'remarked' && each.kind !== side) return [];
            const was = each.kind === 'remarked' && side === 'removed' ? each.was : each.role;
            return [...each.words].map((letter) => [letter, was]);
          });
        const letters = (of: Sentence) =>
          of.flatMap(({ text, role }) => [...text].map((letter) => [letter, role]));
        expect(read('removed')).toEqual(letters(before));
        expect(read('added')).toEqual(letters(after));
        return pieces.some(({ kind }) => kind !== 'same');
      }),
    );
  });
});

const roles = fc.constantFrom<MarkRole | null>('C', 'M', 'O', null);
/** As the document reads: pieces that follow on one another have different roles, none is empty. */
const sentences: fc.Arbitrary<Sentence> = fc
  .array(fc.tuple(fc.constantFrom('a', 'the child', ' ', ', hope', 'when peers', '.'), roles), {
    maxLength: 8,
  })
  .map((pieces) =>
    pieces.reduce<{ text: string; role: MarkRole | null }[]>((all, [text, role]) => {
      const last = all.at(-1);
      if (last?.role === role) last.text += text;
      else all.push({ text, role });
      return all;
    }, []),
  );
const contents: fc.Arbitrary<CmocContent> = fc
  .record({ title: fc.string(), narrative: fc.string(), sentence: sentences, n: fc.nat(4) })
  .map(({ n, ...more }) =>
    content({
      ...more,
      parts: Array.from({ length: n }, (_, at) => part(`p${at}`, at % 2 === 0 ? 'C' : 'M', 'x')),
      evidence: Array.from({ length: n }, (_, at) => piece(`e${at}`, `q${at}`)),
    }),
  );
