import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  findAnchor,
  indexText,
  makeAnchor,
  placeOfCopy,
  TEXT_FIELD,
  writeTranscript,
} from '../src/index.ts';

const TEXT = 'So there was nobody on the whole estate to talk to, and I stayed in.';
const QUOTE = 'nobody on the whole estate to talk to';

function prepare() {
  const doc = new Y.Doc();
  writeTranscript(doc, [{ id: 'a', speaker: 's1', start: 0, end: null, paragraphs: [TEXT] }]);
  const index = indexText(doc);
  const startUtf16 = TEXT.indexOf(QUOTE);
  const anchor = makeAnchor(index, { startUtf16, endUtf16: startUtf16 + QUOTE.length });
  if (anchor === null) throw new Error('no anchor');
  const turn = doc.getXmlFragment(TEXT_FIELD).get(0) as Y.XmlElement;
  const words = (turn.get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const replace = (old: string, by: string): void => {
    const at = words.toString().indexOf(old);
    words.delete(at, old.length);
    words.insert(at, by);
  };
  /** What the mark stands on now; null: on nothing. */
  const standsOn = (): string | null => {
    const now = indexText(doc);
    const place = placeOfCopy(doc, now, anchor);
    return place && now.text.slice(place.range.startUtf16, place.range.endUtf16);
  };
  return { doc, anchor, replace, standsOn };
}

describe('a mark of a copy that nobody can put on other words', () => {
  test('stays on what is there where a word within it is corrected', () => {
    const { doc, anchor, replace, standsOn } = prepare();
    expect(placeOfCopy(doc, indexText(doc), anchor)?.isCorrected).toBe(false);
    replace('whole', 'old');
    expect(findAnchor(doc, indexText(doc), anchor)).toBeNull();
    expect(standsOn()).toBe('nobody on the old estate to talk to');
    expect(placeOfCopy(doc, indexText(doc), anchor)?.isCorrected).toBe(true);
  });

  test('is never on other words: where most of its own are gone it has no place', () => {
    const { replace, standsOn } = prepare();
    replace(
      'body on the whole estate to tal',
      'thing at all that could be thought of by anybody or broo',
    );
    expect(standsOn()).toBeNull();
  });

  test('has none where its words were deleted', () => {
    const { replace, standsOn } = prepare();
    replace(QUOTE, '');
    expect(standsOn()).toBeNull();
    const other = prepare();
    other.replace(QUOTE, 'a shop');
    expect(other.standsOn()).toBeNull();
  });
});
