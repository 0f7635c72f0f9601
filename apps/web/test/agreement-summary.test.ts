import type { AgreementAnswer } from '@triad/collab';
import { describe, expect, test } from 'vitest';
import { summaryOf } from '../src/pages/agreement/summary.ts';
import { answerOf, countsOf } from './agreement-made.ts';

const NOTHING_LEFT_OUT = {
  undecided: 0,
  unsure: 0,
  lost: 0,
  corrected: 0,
  otherTurns: 0,
  elsewhere: 0,
  tooFewCoders: 0,
};

function sentence(
  counts: Parameters<typeof countsOf>[0],
  leftOut: Partial<AgreementAnswer['leftOut']> = {},
): string {
  const places = countsOf(counts);
  const { transcript } = answerOf({});
  const result = { at: null, text: '', lengthUtf16: 9, places, movedOn: [], flags: 0 };
  return summaryOf({
    transcripts: [{ ...transcript, result }],
    places,
    leftOut: { ...NOTHING_LEFT_OUT, ...leftOut },
  });
}

describe('the sentence on top', () => {
  test('counts the places, the kind of most, and the roles that stand against each other', () => {
    expect(
      sentence({
        places: 120,
        differ: 68,
        kinds: { boundary: 41, role: 12, missed: 18 },
        rolePairs: [{ a: 'O', b: 'M', places: 12 }],
      }),
    ).toBe('68 places differ; most are where a span begins or ends; 12 are O against M.');
  });

  test('tells all pairs of roles that are as many', () => {
    const rolePairs = [
      { a: 'C', b: 'M', places: 3 },
      { a: 'M', b: 'O', places: 3 },
      { a: 'C', b: 'O', places: 1 },
    ] as const;
    expect(sentence({ places: 9, differ: 7, kinds: { role: 7 }, rolePairs })).toContain(
      '3 are C against M; 3 are M against O.',
    );
  });

  test('says how many of a kind where it is not most', () => {
    expect(sentence({ places: 10, differ: 6, kinds: { boundary: 3, missed: 3 } })).toBe(
      '6 places differ; 3 are passages that not every coder marked.',
    );
    expect(sentence({ places: 10, differ: 4, kinds: { missed: 1, split: 1 } })).toBe(
      '4 places differ; 1 is a passage that was cut differently.',
    );
  });

  test('is well formed for one place', () => {
    expect(sentence({ places: 3, differ: 1, kinds: { boundary: 1 } })).toBe(
      '1 place differs: where a span begins or ends.',
    );
    expect(
      sentence({
        places: 3,
        differ: 1,
        kinds: { role: 1 },
        rolePairs: [{ a: 'C', b: 'M', places: 1 }],
      }),
    ).toBe('1 place differs: C against M.');
  });

  test('is well formed where all are of one kind, or agree', () => {
    expect(sentence({ places: 3, differ: 2, kinds: { missed: 2 } })).toBe(
      '2 places differ; all of them are passages that not every coder marked.',
    );
    expect(sentence({ places: 34 })).toBe('The coders agree on all 34 places that are marked.');
    expect(sentence({ places: 1 })).toBe('The coders agree on the one place that is marked.');
  });

  test('tells of configurations beside the places', () => {
    expect(sentence({ places: 2, sketches: { bearing: 1 } })).toBe(
      'The coders agree on all 2 places that are marked. 1 difference lies in how configurations are tied.',
    );
  });

  test('says why there is nothing', () => {
    const { transcript } = answerOf({});
    expect(
      summaryOf({ transcripts: [transcript], places: countsOf({}), leftOut: NOTHING_LEFT_OUT }),
    ).toBe('Nothing has been worked out yet.');
    expect(sentence({})).toBe('The coders marked nothing on these transcripts.');
    expect(sentence({}, { tooFewCoders: 1 })).toContain('did two coders finish');
  });

  test('never grades', () => {
    const grades = /good|poor|fair|substantial|perfect|acceptable|low|high|moderate/i;
    for (const differ of [0, 1, 5, 50]) {
      expect(sentence({ places: 50, differ, kinds: { missed: differ } })).not.toMatch(grades);
    }
  });
});
