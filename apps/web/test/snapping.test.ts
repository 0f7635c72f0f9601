import { indexText, writeTranscript } from '@triad/collab';
import * as Y from 'yjs';
import { describe, expect, test } from 'vitest';
import { moveBoundary, snapTo } from '../src/annotator/snapping.ts';

function text(...turns: readonly (readonly string[])[]) {
  const doc = new Y.Doc();
  writeTranscript(
    doc,
    turns.map((paragraphs, i) => ({
      id: `t${i}`,
      speaker: 's1',
      start: null,
      end: null,
      paragraphs,
    })),
  );
  return indexText(doc);
}

/** The range between square brackets; the brackets are not part of the text. */
function marked(source: string): {
  readonly plain: string;
  readonly start: number;
  readonly end: number;
} {
  const start = source.indexOf('[');
  const end = source.indexOf(']') - 1;
  return { plain: source.replace('[', '').replace(']', ''), start, end };
}

function snapped(source: string, unit: 'word' | 'sentence' | 'turn'): string | null {
  const { plain, start, end } = marked(source);
  const index = text(plain.split('\n'), ['Another turn altogether.']);
  const range = snapTo(index, { startUtf16: start, endUtf16: end }, unit);
  return range === null ? null : index.text.slice(range.startUtf16, range.endUtf16);
}

describe('snapping', () => {
  test.each([
    ['a caret in a word takes the word', 'we just ta[]lked about it', 'word', 'talked'],
    ['a caret before a word takes that word', 'we just []talked', 'word', 'talked'],
    ['a caret after the last word takes it', 'we just talked[]', 'word', 'talked'],
    ['parts of words become whole', 'we ju[st ta]lked about it', 'word', 'just talked'],
    ['quotation marks stay outside', '“[he]llo” she said', 'word', 'hello'],
    ['a caret takes its sentence', 'I came. I s[]aw it. Then I left.', 'sentence', 'I saw it.'],
    [
      'a range takes all its sentences',
      'I ca[me. I s]aw it. Left.',
      'sentence',
      'I came. I saw it.',
    ],
    ['a turn takes all its paragraphs', 'One.\nTw[]o.', 'turn', 'One.\nTwo.'],
    ['words without spaces are found', '我喜[]欢咖啡', 'word', '喜欢'],
  ] as const)('%s', (_name, source, unit, expected) => {
    expect(snapped(source, unit)).toBe(expected);
  });

  test('a turn does not take the turn after it', () => {
    expect(snapped('One.[]', 'turn')).toBe('One.');
  });

  test.each([
    ['start', 'back', 'we just [talked] about', 'just talked'],
    ['start', 'forward', 'we [just talked] about', 'talked'],
    ['end', 'forward', 'we [just] talked about', 'just talked'],
    ['end', 'back', 'we [just talked] about', 'just'],
  ] as const)('the %s moves %s by a word', (end, direction, source, expected) => {
    const { plain, start, end: stop } = marked(source);
    const index = text([plain]);
    const range = moveBoundary(index, { startUtf16: start, endUtf16: stop }, end, direction);
    expect(range && index.text.slice(range.startUtf16, range.endUtf16)).toBe(expected);
  });

  test('a boundary never crosses the other', () => {
    const index = text(['one two']);
    expect(moveBoundary(index, { startUtf16: 4, endUtf16: 7 }, 'end', 'back')).toBeNull();
    expect(moveBoundary(index, { startUtf16: 0, endUtf16: 3 }, 'start', 'forward')).toBeNull();
  });
});
