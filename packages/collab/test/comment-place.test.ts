import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { commentTarget } from '../src/api/schemas.ts';
import {
  indexText,
  LIMITS,
  locateComment,
  makeAnchor,
  TEXT_FIELD,
  writeTranscript,
} from '../src/index.ts';
import type { OffsetPassage } from '../src/index.ts';

function textOf(): Y.Doc {
  const doc = new Y.Doc();
  writeTranscript(
    doc,
    ['How did it begin?', 'My doctor wrote it on a card.', 'And then?'].map((words, at) => ({
      id: `t${at}`,
      speaker: 's1',
      start: at,
      end: null,
      paragraphs: [words],
    })),
  );
  return doc;
}

/** A lead's copy in which turns are changed, and which comes back. */
function edited(doc: Y.Doc, act: (turns: readonly Y.XmlElement[], text: Y.XmlFragment) => void) {
  const lead = new Y.Doc();
  Y.applyUpdate(lead, Y.encodeStateAsUpdate(doc));
  const fragment = lead.getXmlFragment(TEXT_FIELD);
  lead.transact(() => act(fragment.toArray() as Y.XmlElement[], fragment));
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(lead, Y.encodeStateVector(doc)));
}

function wordsIn(turn: Y.XmlElement | undefined): Y.XmlText {
  if (turn === undefined) throw new Error('there is no such turn');
  return (turn.get(0) as Y.XmlElement).get(0) as Y.XmlText;
}

function placeIn(doc: Y.Doc, target: Parameters<typeof locateComment>[2]): string | null {
  const index = indexText(doc);
  const place = locateComment(doc, index, target);
  if (place?.kind !== 'placed') return place?.kind ?? null;
  return index.text.slice(place.range.startUtf16, place.range.endUtf16);
}

describe('comments on words', () => {
  const quote = (doc: Y.Doc, words: string) => {
    const index = indexText(doc);
    const startUtf16 = index.text.indexOf(words);
    const anchor = makeAnchor(index, { startUtf16, endUtf16: startUtf16 + words.length });
    // As it goes to the server and comes back.
    return commentTarget.parse(JSON.parse(JSON.stringify({ kind: 'passage', anchor })));
  };

  test('[CO4] they stay on their words, or are lost with a proposal', () => {
    const doc = textOf();
    const target = quote(doc, 'doctor wrote it');
    edited(doc, (turns) => wordsIn(turns[1]).insert(0, 'Well, you know. '));
    expect(placeIn(doc, target)).toBe('doctor wrote it');
    edited(doc, (turns) => wordsIn(turns[1]).insert('Well, you know. My doctor '.length, 'never '));
    expect(placeIn(doc, target)).toBe('lost');
    const place = locateComment(doc, indexText(doc), target);
    expect(place).toMatchObject({ proposal: { startUtf16: 37 } });
  });

  test('a quote that is too long, or none, is refused', () => {
    const target = quote(textOf(), 'doctor') as { anchor: object };
    const of = (change: object) => ({ kind: 'passage', anchor: { ...target.anchor, ...change } });
    expect(commentTarget.safeParse(of({})).success).toBe(true);
    for (const wrong of [
      { quote: 'x'.repeat(LIMITS.quoteUtf16 + 1) },
      { quote: '' },
      { before: 'x'.repeat(25) },
      { turn: 'x'.repeat(37) },
      { start: [1, -1] },
      { start: [1] },
      { more: 1 },
    ]) {
      expect(commentTarget.safeParse(of(wrong)).success, Object.keys(wrong)[0]).toBe(false);
    }
    expect(
      commentTarget.safeParse({ kind: 'passage', turn: 't1', startUtf16: 0, endUtf16: 1 }).success,
    ).toBe(false);
  });
});

describe('comments that know offsets alone', () => {
  const old: OffsetPassage = { kind: 'passage', turn: 't1', startUtf16: 3, endUtf16: 9 };

  test('[CO9] they hold while their turn stands as it was imported', () => {
    const doc = textOf();
    expect(placeIn(doc, old)).toBe('doctor');
    edited(doc, (turns) => wordsIn(turns[0]).insert(0, 'So. '));
    expect(placeIn(doc, old)).toBe('doctor');
    expect(placeIn(doc, { ...old, endUtf16: 90 })).toBe('untold');
    expect(placeIn(doc, { ...old, turn: 'gone' })).toBe('untold');
  });

  test.each([
    ['typed into', (turns) => wordsIn(turns[1]).insert(0, 'So. ')],
    ['cut from', (turns) => wordsIn(turns[1]).delete(20, 2)],
    ['given other origins', (turns) => turns[1]?.setAttribute('from', 't2')],
    ['given another speaker', (turns) => turns[1]?.setAttribute('speaker', 's2')],
    [
      'written anew',
      (turns, text) => {
        const copy = turns[1]?.clone() as Y.XmlElement;
        text.delete(1);
        text.insert(1, [copy]);
      },
    ],
    [
      'written anew, the first turn too',
      (turns, text) => {
        const copies = [0, 1].map((at) => turns[at]?.clone() as Y.XmlElement);
        text.delete(0, 2);
        text.insert(0, copies);
      },
    ],
  ] satisfies [string, Parameters<typeof edited>[1]][])(
    'it cannot be told any more once the turn was %s',
    (_, act) => {
      const doc = textOf();
      edited(doc, act);
      expect(placeIn(doc, old)).toBe('untold');
    },
  );
});

describe('comments on a turn', () => {
  const target = { kind: 'turn', turn: 't1' } as const;
  const split = (turns: readonly Y.XmlElement[], text: Y.XmlFragment, from: string): void => {
    const later = new Y.XmlElement('turn');
    later.setAttribute('id', 'new');
    later.setAttribute('from', from);
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText('on a card.')]);
    later.insert(0, [paragraph]);
    text.insert(2, [later]);
    wordsIn(turns[1]).delete(18, 11);
  };

  test('[CO9] they follow it through a split and a join', () => {
    const doc = textOf();
    expect(placeIn(doc, target)).toBe('My doctor wrote it on a card.');
    edited(doc, (turns, text) => split(turns, text, 't1'));
    expect(placeIn(doc, target)).toBe('My doctor wrote it\non a card.');
    edited(doc, (turns, text) => {
      turns[2]?.setAttribute('id', 'joined');
      text.delete(1);
    });
    expect(placeIn(doc, target)).toBe('on a card.');
  });

  test('they are lost where nothing came of it', () => {
    const doc = textOf();
    edited(doc, (_, text) => text.delete(1));
    expect(placeIn(doc, target)).toBe('lost');
    expect(placeIn(doc, { kind: 'transcript' })).toBeNull();
  });
});
