import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Draft, Edit } from '../src/pages/import/draft.ts';
import { beginDraft, edit, MAX_STEPS, redo, speakersOf, undo } from '../src/pages/import/draft.ts';

/** Turns from lines such as `INT: How are you?`; a line without a label has no speaker. */
function turnsOf(...lines: readonly string[]) {
  return lines.map((line, index) => {
    const [, label, text] = /^(?:([^:]+): )?(.*)$/s.exec(line) ?? [];
    return {
      speaker: label ?? null,
      start: index * 10,
      end: index * 10 + 9,
      text: text ?? '',
      source: { firstLine: index + 1, lastLine: index + 1 },
    };
  });
}

function draftOf(...lines: readonly string[]): Draft {
  return beginDraft(
    { title: 'A title', turns: turnsOf(...lines), interviewer: 'INT', leftOut: [] },
    'file.txt',
    [{ id: 'p-13', pseudonym: '#13' }],
    false,
  );
}

const shown = (draft: Draft) =>
  draft.now.turns.map(({ speaker, text }) => (speaker === null ? text : `${speaker}: ${text}`));

describe('a draft', () => {
  test('begins with guesses: interviewer and known pseudonyms', () => {
    const draft = draftOf('INT: Why?', '#13: Because.', 'P2: No.');
    expect(speakersOf(draft.now)).toMatchObject([
      { label: 'INT', kind: 'interviewer', guessed: true, participant: null },
      { label: '#13', kind: 'participant', guessed: false, participant: 'p-13' },
      { label: 'P2', kind: 'participant', participant: null },
    ]);
  });

  test('takes the name of the file where it has no title', () => {
    const preview = { title: null, turns: turnsOf('Words.'), interviewer: null, leftOut: [] };
    expect(beginDraft(preview, 'interview 4.docx', [], true).now).toMatchObject({
      title: 'interview 4',
      keepOriginal: true,
    });
  });

  test('renames a speaker and keeps what was said of them', () => {
    const draft = edit(draftOf('INT: Why?', '#13: Because.'), {
      kind: 'rename',
      from: '#13',
      to: ' Ada ',
    });
    expect(shown(draft)).toEqual(['INT: Why?', 'Ada: Because.']);
    expect(speakersOf(draft.now)[1]).toMatchObject({ label: 'Ada', participant: 'p-13' });
  });

  test('refuses a name that another speaker has', () => {
    const draft = draftOf('INT: Why?', 'P1: Because.');
    expect(edit(draft, { kind: 'rename', from: 'P1', to: 'INT' })).toBe(draft);
    expect(edit(draft, { kind: 'rename', from: 'P1', to: ' ' })).toBe(draft);
  });

  test('merges speakers, their neighbours and their participant', () => {
    const draft = edit(draftOf('INT: Why?', 'P-1: Well.', '#13: Because.', 'INT: Ah.'), {
      kind: 'merge',
      labels: ['P-1', '#13'],
      into: 'P-1',
    });
    expect(shown(draft)).toEqual(['INT: Why?', 'P-1: Well.\nBecause.', 'INT: Ah.']);
    expect(speakersOf(draft.now)[1]).toMatchObject({ label: 'P-1', participant: 'p-13' });
  });

  test('gives labels that are no speakers back to the words', () => {
    const draft = edit(draftOf('Note: first.', 'P1: Well.', 'Note: he laughs.', 'INT: Ah.'), {
      kind: 'dissolve',
      labels: ['Note'],
    });
    expect(shown(draft)).toEqual(['Note: first.', 'P1: Well.\nNote: he laughs.', 'INT: Ah.']);
    expect(draft.now.turns[0]?.speaker).toBeNull();
  });

  test('splits at the caret and joins with the previous', () => {
    const split = edit(draftOf('P1: One two.'), { kind: 'split', index: 0, offset: 4 });
    expect(shown(split)).toEqual(['P1: One', 'P1: two.']);
    expect(shown(edit(split, { kind: 'join', index: 1 }))).toEqual(['P1: One\ntwo.']);
  });

  test('leaves a turn whole where nothing would stand on one side', () => {
    const draft = draftOf('P1: One.');
    for (const offset of [-1, 0, 4, 99])
      expect(edit(draft, { kind: 'split', index: 0, offset })).toBe(draft);
    expect(edit(draft, { kind: 'join', index: 0 })).toBe(draft);
  });

  test('calls a guessed kind confirmed once somebody chose it', () => {
    const draft = edit(draftOf('INT: Why?', 'P1: Well.'), {
      kind: 'kind',
      label: 'INT',
      to: 'interviewer',
    });
    expect(speakersOf(draft.now)[0]).toMatchObject({ kind: 'interviewer', guessed: false });
  });

  test('undoes letters typed into the title as one step', () => {
    let draft = draftOf('P1: One.');
    for (const to of ['A', 'AB', 'ABC']) draft = edit(draft, { kind: 'title', to });
    expect(undo(draft).now.title).toBe('A title');
    expect(redo(undo(draft)).now.title).toBe('ABC');
  });

  test('keeps a bounded number of steps', () => {
    let draft = draftOf('P1: One.', 'P1: Two.');
    for (let n = 0; n < MAX_STEPS * 2; n += 1)
      draft = edit(draft, { kind: 'keep', to: n % 2 === 0 });
    expect(draft.past).toHaveLength(MAX_STEPS);
  });
});

const label = fc.constantFrom('INT', '#13', 'P2', 'Note');
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant('rename' as const),
    from: label,
    to: fc.constantFrom('INT', 'New', ' '),
  }),
  fc.record({
    kind: fc.constant('merge' as const),
    labels: fc.uniqueArray(label, { minLength: 2 }),
    into: label,
  }),
  fc.record({
    kind: fc.constant('dissolve' as const),
    labels: fc.uniqueArray(label, { minLength: 1 }),
  }),
  fc.record({ kind: fc.constant('split' as const), index: fc.nat(6), offset: fc.nat(12) }),
  fc.record({ kind: fc.constant('join' as const), index: fc.nat(6) }),
  fc.record({ kind: fc.constant('assign' as const), index: fc.nat(6), to: fc.option(label) }),
  fc.record({ kind: fc.constant('title' as const), to: fc.string({ maxLength: 5 }) }),
);

describe('any edits of a draft', () => {
  const begin = () =>
    draftOf(
      'INT: Why is that?',
      '#13: Because it is.',
      'P2: It is not.',
      'Note: laughs',
      '#13: Yes.',
    );
  const letters = (draft: Draft) =>
    draft.now.turns
      .map(({ text }) => text)
      .join('')
      .replace(/\s/g, '');

  test('are all undone, and done again the same', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 25 }), (edits) => {
        const start = begin();
        const done = edits.reduce(edit, start);
        let back = done;
        while (back.past.length > 0) back = undo(back);
        expect(back.now).toEqual(start.now);
        let again = back;
        while (again.future.length > 0) again = redo(again);
        expect(again.now).toEqual(done.now);
      }),
    );
  });

  test('lose no words, and leave no empty turn', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 25 }), (edits) => {
        const done = edits.reduce(edit, begin());
        const words = letters(done);
        /* Words that were labels may have come in; what was there stays, in its order. */
        let at = 0;
        for (const letter of letters(begin())) {
          at = words.indexOf(letter, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at += 1;
        }
        expect(done.now.turns.every(({ text }) => text.trim() !== '')).toBe(true);
      }),
    );
  });
});
