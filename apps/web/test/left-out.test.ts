import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Draft, Edit } from '../src/pages/import/draft.ts';
import { beginDraft, edit, redo, undo } from '../src/pages/import/draft.ts';
import { nextPiece, pieceAtLine, wordsLeftOut } from '../src/pages/import/left-out.ts';

/**
 * A draft from a file's lines: `A: words` begins a turn, `words` goes on with it, `[words]` is left
 * out. As the importer does it, a piece with words of the turn behind it stands within.
 */
function draftOf(...lines: readonly string[]): Draft {
  const turns: {
    speaker: string | null;
    start: null;
    end: null;
    text: string;
    source: { firstLine: number; lastLine: number };
  }[] = [];
  const pieces: { line: number; text: string; beforeTurn: number; at: number }[] = [];
  lines.forEach((line, index) => {
    const last = turns.at(-1);
    const [, label, words] = /^([A-Z]): (.*)$/.exec(line) ?? [];
    if (line.startsWith('[')) {
      const text = line.slice(1, -1);
      pieces.push({ line: index + 1, text, beforeTurn: turns.length, at: last?.text.length ?? 0 });
    } else if (label !== undefined || last === undefined) {
      const source = { firstLine: index + 1, lastLine: index + 1 };
      turns.push({ speaker: label ?? null, start: null, end: null, text: words ?? line, source });
    } else {
      last.text += `\n${line}`;
      last.source.lastLine = index + 1;
    }
  });
  const leftOut = pieces.map(({ line, text, beforeTurn, at }) => ({
    kind: 'heading' as const,
    text,
    line,
    lastLine: line,
    beforeTurn,
    withinUtf16: at > 0 && at < (turns[beforeTurn - 1]?.text.length ?? 0) ? at : null,
  }));
  return beginDraft({ title: 'T', turns, interviewer: null, leftOut }, 'a.txt', [], false);
}

const shown = (draft: Draft): string[] => {
  const { turns, leftOut } = draft.now;
  return [...turns.entries(), [turns.length, null] as const].flatMap(([index, turn]) => [
    ...leftOut.filter(({ beforeTurn }) => beforeTurn === index).map(({ text }) => `[${text}]`),
    ...(turn === null ? [] : [turn.speaker === null ? turn.text : `${turn.speaker}: ${turn.text}`]),
  ]);
};
const takeBack = (piece: number, how: 'turn' | 'before' | 'after'): Edit => ({
  kind: 'take-back',
  piece,
  how,
});

describe('words left out', () => {
  const file = [
    '[Title page]',
    'A: One.',
    '[Part two]',
    'B: Two.',
    'Three.',
    '[Applause]',
    'Four.',
  ];

  test('are counted, and stand in their places', () => {
    const draft = draftOf(...file, '[The end]');
    expect(wordsLeftOut(draft.now.leftOut)).toBe(7);
    expect(shown(draft)).toEqual([
      '[Title page]',
      'A: One.',
      '[Part two]',
      'B: Two.\nThree.\nFour.',
      '[Applause]',
      '[The end]',
    ]);
  });

  test('become a turn without a speaker', () => {
    const draft = edit(draftOf(...file), takeBack(0, 'turn'));
    expect(shown(draft).slice(0, 2)).toEqual(['Title page', 'A: One.']);
    expect(draft.now.turns[0]).toMatchObject({
      speaker: null,
      source: { firstLine: 1, lastLine: 1 },
    });
    expect(wordsLeftOut(draft.now.leftOut)).toBe(3);
  });

  test('join a neighbour, whose speaker it keeps', () => {
    expect(shown(edit(draftOf(...file), takeBack(0, 'after')))[0]).toBe('A: Title page\nOne.');
    expect(shown(edit(draftOf(...file), takeBack(1, 'before')))[1]).toBe('A: One.\nPart two');
  });

  test('do not join what is not there', () => {
    const draft = draftOf(...file, '[The end]');
    expect(edit(draft, takeBack(0, 'before'))).toBe(draft);
    expect(edit(draft, takeBack(3, 'after'))).toBe(draft);
    expect(edit(draft, takeBack(9, 'turn'))).toBe(draft);
  });

  test('go back where they stood within a turn', () => {
    expect(shown(edit(draftOf(...file), takeBack(2, 'before'))).at(-1)).toBe(
      'B: Two.\nThree.\nApplause\nFour.',
    );
    const opened = edit(draftOf(...file), takeBack(2, 'turn'));
    expect(shown(opened).slice(-3)).toEqual(['B: Two.\nThree.', 'Applause', 'B: Four.']);
    expect(opened.now.turns.slice(-3).map(({ source }) => source)).toEqual([
      { firstLine: 4, lastLine: 5 },
      { firstLine: 6, lastLine: 6 },
      { firstLine: 7, lastLine: 7 },
    ]);
  });

  test('stay where they stood when turns are joined, split and merged', () => {
    const joined = edit(draftOf(...file), { kind: 'join', index: 1 });
    expect(shown(edit(joined, takeBack(1, 'before')))).toEqual([
      '[Title page]',
      'A: One.\nPart two\nTwo.\nThree.\nFour.',
      '[Applause]',
    ]);
    const split = edit(joined, { kind: 'split', index: 0, offset: 4 });
    expect(shown(split)).toEqual(
      shown(edit(draftOf(...file), { kind: 'assign', index: 1, to: 'A' })),
    );
    const merged = edit(draftOf(...file), { kind: 'merge', labels: ['A', 'B'], into: 'A' });
    expect(shown(edit(edit(merged, takeBack(1, 'after')), takeBack(2, 'after')))).toEqual([
      '[Title page]',
      'A: One.\nPart two\nTwo.\nThree.\nApplause\nFour.',
    ]);
    const dissolved = edit(draftOf(...file), { kind: 'dissolve', labels: ['B'] });
    expect(shown(edit(edit(dissolved, takeBack(1, 'after')), takeBack(2, 'after')))).toEqual([
      '[Title page]',
      'A: One.\nPart two\nB: Two.\nThree.\nApplause\nFour.',
    ]);
  });

  test('are left out again by undo', () => {
    const before = draftOf(...file);
    const after = edit(before, takeBack(2, 'before'));
    expect(undo(after).now).toBe(before.now);
    expect(redo(undo(after)).now).toEqual(after.now);
  });

  test('are found by a line, and one after the other', () => {
    const { leftOut } = draftOf(...file).now;
    expect(pieceAtLine(leftOut, 3)?.text).toBe('Part two');
    expect(pieceAtLine(leftOut, 4)).toBeNull();
    expect([0, 1, 3, 6].map((line) => nextPiece(leftOut, line)?.text)).toEqual([
      'Title page',
      'Part two',
      'Applause',
      'Title page',
    ]);
    expect(nextPiece([], 1)).toBeNull();
  });

  test('come back in the order of the file, whatever was done before', () => {
    const line = fc.constantFrom('A: a', 'B: b', 'c', '[d]', '[e]');
    const lines = fc
      .array(line, { minLength: 1, maxLength: 14 })
      .map((all) =>
        ['A: start', ...all].map((each, at) => each.replace(/[a-e](?=\]?$)/, `w${at}.`)),
      );
    const act = fc.oneof(
      fc.record({ kind: fc.constant('join' as const), index: fc.nat(8) }),
      fc.record({ kind: fc.constant('split' as const), index: fc.nat(8), offset: fc.nat(30) }),
      fc.constant({ kind: 'merge' as const, labels: ['A', 'B'], into: 'B' }),
    );
    fc.assert(
      fc.property(lines, fc.array(act, { maxLength: 6 }), (file, acts) => {
        let draft = acts.reduce<Draft>(edit, draftOf(...file));
        for (const { id, beforeTurn } of draft.now.leftOut)
          draft = edit(draft, takeBack(id, beforeTurn === 0 ? 'turn' : 'before'));
        expect(draft.now.leftOut).toEqual([]);
        const words = draft.now.turns.map(({ text }) => text).join('');
        const written = file.map((each) => each.replace(/^[AB]: |[[\]]/g, '')).join('');
        /* A split may fall into a word, so what is compared is all but white space. */
        expect(words.replace(/\s/g, '')).toBe(written);
      }),
    );
  });
});
