import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initProseMirrorDoc } from 'y-prosemirror';
import * as Y from 'yjs';
import {
  fromPm,
  indexText,
  locateAnchor,
  makeAnchor,
  resolveAnchor,
  TEXT_FIELD,
  toPm,
  transcriptSchema,
  trimRange,
  writeTranscript,
} from '../src/index.ts';
import type { TurnContent } from '../src/index.ts';

function turn(id: string, ...paragraphs: readonly string[]): TurnContent {
  return { id, speaker: 's1', start: 1.5, end: null, paragraphs };
}

function documentOf(...turns: readonly TurnContent[]): Y.Doc {
  const doc = new Y.Doc();
  writeTranscript(doc, turns);
  return doc;
}

/** The first paragraph's. */
function wordsOf(doc: Y.Doc): Y.XmlText {
  const paragraph = (doc.getXmlFragment(TEXT_FIELD).get(0) as Y.XmlElement).get(0);
  return (paragraph as Y.XmlElement).get(0) as Y.XmlText;
}

const words = fc
  .string({ unit: 'grapheme', minLength: 0, maxLength: 12 })
  .map((text) => text.replace(/[\r\n]/g, ' '));
const transcripts = fc
  .array(fc.array(words, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 })
  .map((turns) => turns.map((paragraphs, i) => turn(`t${i}`, ...paragraphs)));

describe('text index', () => {
  test('[CO3] the text is its paragraphs joined by one line feed', () => {
    const index = indexText(documentOf(turn('a', 'One', 'Two'), turn('b', 'Three')));
    expect(index.text).toBe('One\nTwo\nThree');
    expect(index.turns.map(({ startUtf16, endUtf16 }) => [startUtf16, endUtf16])).toEqual([
      [0, 7],
      [8, 13],
    ]);
    expect(index.turns[0]).toMatchObject({ speaker: 's1', startSeconds: 1.5, endSeconds: null });
  });

  test('positions agree with the ProseMirror document that y-prosemirror makes', () => {
    fc.assert(
      fc.property(transcripts, (turns) => {
        const doc = documentOf(...turns);
        const index = indexText(doc);
        const { doc: node } = initProseMirrorDoc(doc.getXmlFragment(TEXT_FIELD), transcriptSchema);
        node.check();
        expect(node.textBetween(0, node.content.size, '\n')).toBe(index.text);
        for (let offset = 0; offset <= index.text.length; offset += 1) {
          const position = toPm(index, offset);
          expect(node.textBetween(0, position, '\n').length).toBe(offset);
          expect(fromPm(index, position)).toBe(offset);
        }
        expect(index.turns.at(-1)?.pmEnd).toBe(node.content.size);
      }),
      { numRuns: 60 },
    );
  });

  test('a text is written once', () => {
    const doc = documentOf(turn('a', 'One'));
    expect(() => writeTranscript(doc, [turn('b', 'Two')])).toThrow('already holds a text');
  });
});

describe('anchors', () => {
  test('[CO4] every range comes back to its own words', () => {
    fc.assert(
      fc.property(transcripts, fc.nat(), fc.nat(), (turns, from, length) => {
        const doc = documentOf(...turns);
        const index = indexText(doc);
        if (index.text.length === 0) return;
        const startUtf16 = from % index.text.length;
        const range = trimRange(index.text, {
          startUtf16,
          endUtf16: Math.min(index.text.length, startUtf16 + 1 + (length % 30)),
        });
        if (range === null) return;
        const anchor = makeAnchor(index, range);
        expect(anchor?.quote).toBe(index.text.slice(range.startUtf16, range.endUtf16));
        expect(anchor && resolveAnchor(doc, index, anchor)).toEqual(range);
      }),
      { numRuns: 200 },
    );
  });

  test('an anchor holds in a copy of the document, and while others type before it', () => {
    const doc = documentOf(turn('a', 'we just talked about it'), turn('b', 'yes'));
    const anchor = makeAnchor(indexText(doc), { startUtf16: 8, endUtf16: 14 });
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    const words = wordsOf(copy);
    words.insert(0, 'Well, ');
    const index = indexText(copy);
    const range = anchor && resolveAnchor(copy, index, anchor);
    expect(range && index.text.slice(range.startUtf16, range.endUtf16)).toBe('talked');
  });

  test('typing at either edge stays outside', () => {
    const doc = documentOf(turn('a', 'we just talked about it all day, every day'));
    const anchor = makeAnchor(indexText(doc), { startUtf16: 3, endUtf16: 31 });
    const words = wordsOf(doc);
    words.insert(31, ' long');
    words.insert(3, 'un ');
    const index = indexText(doc);
    expect(anchor && resolveAnchor(doc, index, anchor)).toEqual({ startUtf16: 6, endUtf16: 34 });
  });

  test('words typed before it that share its first letter do not part it from its end', () => {
    const said = 'Could a service do that, or is it only because you know each other?';
    const doc = documentOf(turn('a', said));
    const startUtf16 = said.indexOf('or is it');
    const anchor = makeAnchor(indexText(doc), { startUtf16, endUtf16: startUtf16 + 8 });
    const words = wordsOf(doc);
    // 'own deliveries, ' before the 'or', as y-prosemirror writes it: the first letter is the old one.
    words.insert(startUtf16 + 1, 'wn deliveries, o');
    const index = indexText(doc);
    const range = anchor && resolveAnchor(doc, index, anchor);
    expect(range && index.text.slice(range.startUtf16, range.endUtf16)).toBe('or is it');
    expect(range?.startUtf16).toBe(startUtf16 + 16);
  });

  test('a correction inside a quote is reported, with what stands there now', () => {
    const doc = documentOf(turn('a', 'we just talked about it'));
    const anchor = makeAnchor(indexText(doc), { startUtf16: 3, endUtf16: 20 });
    const words = wordsOf(doc);
    words.insert(8, 'all ');
    const index = indexText(doc);
    const place = anchor && locateAnchor(doc, index, anchor);
    expect(place).toEqual({ kind: 'lost', proposal: { startUtf16: 3, endUtf16: 24 } });
  });

  test('rewritten words are found in their turn and in those that came of it, not elsewhere', () => {
    const before = documentOf(turn('a', 'we just talked about it'), turn('b', 'yes'));
    const anchor = makeAnchor(indexText(before), { startUtf16: 8, endUtf16: 14 });
    const find = (...turns: readonly TurnContent[]) => {
      const doc = documentOf(...turns);
      const first = doc.getXmlFragment(TEXT_FIELD).get(0) as Y.XmlElement;
      if (turns[0]?.id === 'c') first.setAttribute('from', 'b a');
      return anchor && locateAnchor(doc, indexText(doc), anchor);
    };
    const there = { kind: 'placed', range: { startUtf16: 8, endUtf16: 14 }, by: 'quote' };
    expect(find(turn('a', 'we just talked about it'))).toEqual(there);
    expect(find(turn('a', 'we just', 'talked about it'))).toEqual(there);
    expect(find(turn('c', 'we just talked about it'))).toEqual(there);
    expect(find(turn('d', 'we just talked about it'))).toEqual({
      kind: 'lost',
      proposal: there.range,
    });
    expect(find(turn('a', 'they talked it over'))?.kind).toBe('lost');
  });

  test('of two places in the turn none is taken unless it is clearly the one', () => {
    const doc = documentOf(turn('a', 'I said yes and he said yes too'));
    const anchor = makeAnchor(indexText(doc), { startUtf16: 7, endUtf16: 10 });
    const copy = documentOf(turn('a', 'I said yes and he said yes too'));
    const clear = anchor && locateAnchor(copy, indexText(copy), anchor);
    expect(clear).toMatchObject({ kind: 'placed', range: { startUtf16: 7, endUtf16: 10 } });
    const other = documentOf(turn('a', 'We said yes, he said yes too'));
    expect(anchor && locateAnchor(other, indexText(other), anchor).kind).toBe('lost');
  });

  test('words written anew at one stroke with others on both sides are found', () => {
    const doc = documentOf(
      turn('a', 'with the nurses there, but meet before. at nine, by the door'),
    );
    const anchor = makeAnchor(indexText(doc), { startUtf16: 27, endUtf16: 31 });
    const words = wordsOf(doc);
    words.delete(27, 15);
    words.insert(27, 'always meet before. not at');
    const index = indexText(doc);
    expect(index.text).toBe(
      'with the nurses there, but always meet before. not at nine, by the door',
    );
    expect(anchor?.quote).toBe('meet');
    expect(anchor && resolveAnchor(doc, index, anchor)).toEqual({ startUtf16: 34, endUtf16: 38 });
  });

  test('words that were deleted are reported, though the same stand elsewhere beside the same', () => {
    const doc = documentOf(
      turn('a', 'the nurses say that we meet before lunch, but they meet before nine'),
    );
    const anchor = makeAnchor(indexText(doc), { startUtf16: 23, endUtf16: 27 });
    expect(anchor?.quote).toBe('meet');
    for (const gone of ['meet', 'meet before lunch', 'say that we meet']) {
      const copy = new Y.Doc();
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
      wordsOf(copy).delete(indexText(copy).text.indexOf(gone), gone.length);
      expect(anchor && resolveAnchor(copy, indexText(copy), anchor), gone).toBeNull();
    }
  });

  test('words that were deleted before a stroke that was there are reported', () => {
    const doc = documentOf(turn('a', 'the nurses say that we meet'));
    const typing = new Y.Doc();
    Y.applyUpdate(typing, Y.encodeStateAsUpdate(doc));
    wordsOf(typing).insert(27, ' before lunch and meet before nine');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(typing));
    const anchor = makeAnchor(indexText(doc), { startUtf16: 23, endUtf16: 27 });
    wordsOf(doc).delete(23, 4);
    expect(anchor && resolveAnchor(doc, indexText(doc), anchor)).toBeNull();
  });

  test('changed words are reported, never moved to others', () => {
    const doc = documentOf(turn('a', 'we just talked about it'));
    const anchor = makeAnchor(indexText(doc), { startUtf16: 8, endUtf16: 14 });
    const words = wordsOf(doc);
    words.delete(9, 2);
    expect(anchor && resolveAnchor(doc, indexText(doc), anchor)).toBeNull();
  });

  describe('where a longer word was made of a marked one', () => {
    const said =
      'She said I was happy to go there, I trust them, it was possible to talk freely to the nurse. We can do it.';
    /** The place of `quote` after `put` was typed at `at`, over `removed` units, or in a text written anew. */
    const placeAfter = (quote: string, at: number, put: string, removed = 0, isAnew = false) => {
      const doc = documentOf(turn('a', said));
      const startUtf16 = said.indexOf(quote);
      const range = { startUtf16, endUtf16: startUtf16 + quote.length };
      const anchor = makeAnchor(indexText(doc), range);
      if (anchor === null) throw new Error('there are no such words');
      if (removed > 0) wordsOf(doc).delete(at, removed);
      wordsOf(doc).insert(at, put);
      const now = isAnew ? documentOf(turn('a', wordsOf(doc).toString())) : doc;
      const index = indexText(now);
      const place = locateAnchor(now, index, anchor);
      const where = place.kind === 'placed' ? place.range : place.proposal;
      return [place.kind, where && index.text.slice(where.startUtf16, where.endUtf16)];
    };
    const after = (words: string) => said.indexOf(words) + words.length;

    test.each([
      ['trust', 'trust', 'dis', 'distrust'],
      ['happy to go', 'happy', 'un', 'unhappy to go'],
      [
        'possible to talk freely to the nurse',
        'possible',
        'im',
        'impossible to talk freely to the nurse',
      ],
      ['trust', 'trust', 'non-', 'non-trust'],
    ])('[CO4] %s is lost where %s becomes another by %s', (quote, word, put, now) => {
      const at = said.indexOf(word);
      expect(placeAfter(quote, at, put)).toEqual(['lost', now]);
      // All of the word written anew, and all of the text.
      expect(placeAfter(quote, at, put + word, word.length)).toEqual(['lost', now]);
      expect(placeAfter(quote, at, put, 0, true)).toEqual(['lost', now]);
    });

    test.each([
      ['We can', 'not', 'We cannot'],
      ['We can', "'t", "We can't"],
      ['We can', '\u2019t', 'We can\u2019t'],
      ['I trust', 'ed', 'I trusted'],
      ['happy', '\u0301', 'happy\u0301'],
    ])('[CO4] %s is lost where %s is typed behind it', (quote, put, now) => {
      expect(placeAfter(quote, after(quote), put)).toEqual(['lost', now]);
      expect(placeAfter(quote, after(quote), put, 0, true)).toEqual(['lost', now]);
    });

    test('[CO4] it is placed where the words stand whole, and where a part was marked', () => {
      expect(placeAfter('trust', said.indexOf('trust'), 'really ')).toEqual(['placed', 'trust']);
      expect(placeAfter('trust', after('trust'), ', no,')).toEqual(['placed', 'trust']);
      expect(placeAfter('rust', said.indexOf('trust'), 'dis')).toEqual(['placed', 'rust']);
      expect(placeAfter('free', after('freely'), '-ish')).toEqual(['placed', 'free']);
    });

    test('[CO4] white space that goes makes no other word, as where paragraphs are joined', () => {
      expect(placeAfter('trust', after('trust'), '', 1)).toEqual(['placed', 'trust']);
      expect(placeAfter('trust', after('trust'), '', 1, true)).toEqual(['placed', 'trust']);
      expect(placeAfter('trust', after('I ') - 1, '', 1)).toEqual(['placed', 'trust']);
    });

    test('[CO4] each letter of a script without spaces is a word', () => {
      const doc = documentOf(turn('a', '我们都很信任这位护士和医生'));
      const anchor = makeAnchor(indexText(doc), { startUtf16: 4, endUtf16: 6 });
      wordsOf(doc).insert(4, '不');
      const place = anchor && resolveAnchor(doc, indexText(doc), anchor);
      expect(place).toEqual({ startUtf16: 5, endUtf16: 7 });
    });

    test('a proposal parts no letter of two units', () => {
      const doc = documentOf(turn('a', 'so I trust them'));
      const anchor = makeAnchor(indexText(doc), { startUtf16: 5, endUtf16: 10 });
      wordsOf(doc).insert(5, '𐐨𐐩');
      const index = indexText(doc);
      const place = anchor && locateAnchor(doc, index, anchor);
      expect(place).toEqual({ kind: 'lost', proposal: { startUtf16: 5, endUtf16: 14 } });
    });

    test('a part of a word elsewhere is no second place', () => {
      const doc = documentOf(turn('a', 'the others say that he went there'));
      const anchor = makeAnchor(indexText(doc), { startUtf16: 20, endUtf16: 22 });
      expect(anchor?.quote).toBe('he');
      const anew = documentOf(turn('a', 'the others say that he went there, the other ones'));
      const place = anchor && resolveAnchor(anew, indexText(anew), anchor);
      expect(place).toEqual({ startUtf16: 20, endUtf16: 22 });
    });
  });

  test.each([
    ['He stopped coming in the spring', 'n the spring', 'n April', 'He stopped coming in April'],
    ['He stopped coming in the spring', 'spring', 'autumn', 'He stopped coming in the autumn'],
    ['spring', 'spring', 'autumn', 'autumn'],
    ['Peter found it hard', 'Peter', 'Anna', 'Anna found it hard'],
    ['somebody to sit with', 'sit with', 'talk to', 'somebody to talk to'],
    ['somebody to sit with', 'th. Well, so', 'se, and so', 'somebody to sit wise'],
  ])('%s: what was typed over %s is proposed to its end', (quote, old, put, proposed) => {
    const said =
      'Peter found it hard. He stopped coming in the spring. It needed somebody to sit with. Well, so it is.';
    const doc = documentOf(turn('a', said));
    const startUtf16 = said.indexOf(quote);
    const range = { startUtf16, endUtf16: startUtf16 + quote.length };
    const anchor = makeAnchor(indexText(doc), range);
    const at = said.indexOf(old);
    wordsOf(doc).delete(at, old.length);
    wordsOf(doc).insert(at, put);
    const index = indexText(doc);
    const place = anchor && locateAnchor(doc, index, anchor);
    expect(place?.kind).toBe('lost');
    const proposal = place?.kind === 'lost' ? place.proposal : null;
    expect(proposal && index.text.slice(proposal.startUtf16, proposal.endUtf16)).toBe(proposed);
  });

  test('what was typed beside the words is no part of what is proposed', () => {
    const doc = documentOf(turn('a', 'since the winter. Nobody there asked what was wrong'));
    const anchor = makeAnchor(indexText(doc), { startUtf16: 18, endUtf16: 36 });
    wordsOf(doc).insert(36, ', ever,');
    wordsOf(doc).insert(25, 'at all ');
    wordsOf(doc).insert(18, 'So. ');
    const index = indexText(doc);
    const place = anchor && locateAnchor(doc, index, anchor);
    const proposal = place?.kind === 'lost' ? place.proposal : null;
    expect(proposal && index.text.slice(proposal.startUtf16, proposal.endUtf16)).toBe(
      'Nobody at all there asked',
    );
  });

  test('no anchor for nothing, nor for the break between paragraphs', () => {
    const index = indexText(documentOf(turn('a', 'One', 'Two')));
    expect(makeAnchor(index, { startUtf16: 1, endUtf16: 1 })).toBeNull();
    expect(makeAnchor(index, { startUtf16: 3, endUtf16: 4 })).toBeNull();
  });
});
