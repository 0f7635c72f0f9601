import { listStatements, theoryFields } from '@triad/collab';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  addStatement,
  moveStatement,
  removeStatement,
} from '../src/pages/theory/edit-statements.ts';

const NOW = '2026-11-14T12:00:00.000Z';

function theoryOf(...titles: readonly string[]): Y.Doc {
  const doc = new Y.Doc();
  for (const title of titles)
    theoryFields(doc).titles.get(addStatement(doc, NOW))?.insert(0, title);
  return doc;
}
const titles = (doc: Y.Doc) => listStatements(doc).map(({ title }) => title);
const idOf = (doc: Y.Doc, title: string) =>
  listStatements(doc).find((one) => one.title === title)?.id ?? '';

describe('theory statements', () => {
  test('are added at the end and taken out with their words', () => {
    const doc = theoryOf('a', 'b');
    removeStatement(doc, idOf(doc, 'a'));
    expect(titles(doc)).toEqual(['b']);
    expect(theoryFields(doc).titles.size).toBe(1);
  });

  test('move one place and stop at the ends', () => {
    const doc = theoryOf('a', 'b', 'c');
    moveStatement(doc, idOf(doc, 'c'), -1);
    expect(titles(doc)).toEqual(['a', 'c', 'b']);
    moveStatement(doc, idOf(doc, 'a'), 1);
    expect(titles(doc)).toEqual(['c', 'a', 'b']);
    moveStatement(doc, idOf(doc, 'c'), -1);
    moveStatement(doc, idOf(doc, 'b'), 1);
    expect(titles(doc)).toEqual(['c', 'a', 'b']);
  });

  test('can be moved for ever', () => {
    const doc = theoryOf('a', 'b', 'c');
    for (let n = 0; n < 200; n += 1) {
      moveStatement(doc, idOf(doc, 'b'), n % 2 === 0 ? 1 : -1);
      moveStatement(doc, idOf(doc, 'a'), n % 2 === 0 ? 1 : -1);
    }
    expect(titles(doc).toSorted()).toEqual(['a', 'b', 'c']);
    moveStatement(doc, idOf(doc, titles(doc)[2] ?? ''), -1);
    expect(new Set(listStatements(doc).map(({ order }) => order)).size).toBe(3);
  });
});
