import { followText, indexText, makeAnchor, TEXT_FIELD } from '@triad/collab';
import { describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { rangeAfter, textChange } from '../src/annotator/text-change.ts';
import { Follower } from './editing/follower.ts';
import { documentOf } from './editing/written.ts';

function wordsIn(doc: Y.Doc, turn: number, paragraph = 0): Y.XmlText {
  const element = doc.getXmlFragment(TEXT_FIELD).get(turn) as Y.XmlElement;
  return (element.get(paragraph) as Y.XmlElement).get(0) as Y.XmlText;
}

function followerOf(doc: Y.Doc, ...quotes: readonly string[]): Follower {
  const index = indexText(doc);
  const anchors = quotes.map((quote) => {
    const startUtf16 = index.text.indexOf(quote);
    const anchor = makeAnchor(index, { startUtf16, endUtf16: startUtf16 + quote.length });
    if (anchor === null) throw new Error('there are no such words');
    return anchor;
  });
  return new Follower(
    doc,
    followText(doc),
    anchors.map((anchor) => ({ anchor })),
  );
}

describe('what changed in a text', () => {
  const talk = ['Somebody began to speak about it all.', 'Yes.', 'And nobody there had asked him.'];

  test('is the paragraphs that did, with what an anchor looks at beside them', () => {
    const doc = documentOf([talk.join(' ')], ['Well.'], [talk.join(' ')], [talk.join(' ')]);
    const before = indexText(doc);
    wordsIn(doc, 1).insert(4, ', well');
    const after = indexText(doc);
    const change = textChange(before, after);
    const from = before.turns[1]?.startUtf16 ?? 0;
    expect(change).toMatchObject({
      shiftUtf16: 6,
      paragraphs: { first: 1, before: 1, after: 1 },
      sameTurns: true,
    });
    const beside = before.text.slice(change?.before.startUtf16, from).replace(/\s/g, '');
    expect(beside).toHaveLength(25);
    expect(change?.turns).toEqual(new Set(['t0', 't1', 't2']));
    const third = before.turns[3]?.startUtf16 ?? 0;
    expect(change && rangeAfter(change, { startUtf16: from + 1, endUtf16: third })).toEqual({
      startUtf16: change?.after.startUtf16,
      endUtf16: third + 6,
    });
    expect(textChange(after, indexText(doc))).toBeNull();
  });

  test('is where a turn came or went, too', () => {
    const doc = documentOf(['One.'], ['Two.'], ['Three.']);
    const before = indexText(doc);
    doc.getXmlFragment(TEXT_FIELD).delete(1);
    expect(textChange(before, indexText(doc))).toMatchObject({
      shiftUtf16: -5,
      paragraphs: { first: 1, before: 1, after: 0 },
      sameTurns: false,
    });
  });

  test('a short quote is looked up where what stands beside it changed', () => {
    const doc = documentOf(...talk.map((words) => [words]));
    const follower = followerOf(doc, 'Yes.');
    // First on one side, which leaves the other to tell; then there too, in another paragraph.
    wordsIn(doc, 0).insert(wordsIn(doc, 0).length, ' So they said then.');
    follower.follow();
    follower.check();
    expect(follower.found).toBe(1);
    wordsIn(doc, 2).insert(0, 'Before that, of course, ');
    follower.follow();
    follower.check();
    expect(follower.found).toBe(0);
    follower.close();
  });

  test('a span found by its words is looked up again when its turn changed far from it', () => {
    const said = 'and then we talked about it for long';
    const filler =
      'In between there was much else to be said, and none of it had any weight at all.';
    const doc = documentOf([said, filler, 'Nothing.']);
    const follower = followerOf(doc, 'talked about it');
    // Written anew, as y-prosemirror does at a join: the position is gone, the words are not.
    const words = wordsIn(doc, 0);
    doc.transact(() => {
      words.delete(0, said.length);
      words.insert(0, said);
    });
    follower.follow();
    follower.check();
    expect(follower.found).toBe(1);
    wordsIn(doc, 0, 2).insert(0, `${said} In between there was much. `);
    follower.follow();
    expect(follower.found).toBe(1);
    follower.check();
    expect(follower.found).toBe(0);
    follower.close();
  });
});
