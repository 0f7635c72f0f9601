import { CLOSE, indexText } from '@triad/collab';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { openDocument, readDocument } from '../apps/server/test/http-documents.ts';
import {
  importForm,
  newProject,
  setUp,
  shortInterview,
  startServer,
} from '../apps/server/test/http-harness.ts';
import { Ledger, wordsOf } from '../apps/web/test/editing/ledger.ts';
import type { Turn } from '../apps/web/test/editing/ledger.ts';
import { Random } from '../apps/web/test/editing/random.ts';
import { returnedTurns } from '../apps/web/src/annotator/returned-turns.ts';
import { makePageForEditor } from './support/page-for-editor.ts';

makePageForEditor();
const { Desk } = await import('../apps/web/test/editing/desk.ts');

/*
 * A lead who was cut off goes on editing, and their lease runs out meanwhile: random edits in a real
 * editor, against the real server.
 */

const SAID = [
  'How did you come to the group in the first place?',
  'My doctor wrote it on a card, of all things. I had not been out much since the winter.',
  'And what was it about nobody asking that made a difference?',
  'When people ask, I have to be a patient. There I was the one who could sharpen tools.',
];
const EDITS = 12;

test('what was written off line after the lease ran out is refused, and comes back as text', async () => {
  const lead = await setUp(await startServer({ leaseMs: 300 }), 'Ana');
  const { id: project } = await newProject(lead);
  const turns = SAID.map((text, at) => ({
    speaker: at % 2 === 0 ? 's1' : 's2',
    start: null,
    end: null,
    text,
  }));
  const form = importForm(shortInterview({ turns }));
  const { id: transcript } = await lead.get('importTranscript', { project }, form);
  const [head] = (await lead.get('readTranscript', { transcript })).documents;
  if (head === undefined) throw new Error('no text');
  for (const seed of [1, 2, 3]) {
    const { id: lease } = await lead.get('takeLease', { transcript });
    const doc = await readDocument(lead, head);
    const saved = indexText(doc);
    const known = Y.encodeStateVector(doc);
    const before = openDocument(lead, { ...head, lease });
    await before.ready();
    // Nothing is renewed, and nothing of what follows is sent.
    const written = editAlone(doc, seed);
    expect(written.size).toBeGreaterThan(0);
    expect(await before.end()).toBe(CLOSE.leaseOver.code);

    // What a page sends that comes back: all that the server lacks.
    const late = Y.encodeStateAsUpdate(doc, known);
    const again = openDocument(lead, { ...head, lease });
    await again.ready();
    if (again.ended === null) again.step2(late);
    if (again.ended === null) again.update(late);
    expect(await again.end()).toBe(CLOSE.leaseOver.code);
    expect(again.acknowledged).toEqual([]);
    const present = indexText(await readDocument(lead, head));
    expect(present.text).toBe(saved.text);
    const returned = new Set(returnedTurns(present, indexText(doc)).map(({ words }) => words));
    for (const words of written) expect(returned).toContain(words);
  }
});

/** Edits at random; the words of the turns that are not as they were. */
function editAlone(doc: Y.Doc, seed: number): ReadonlySet<string> {
  const own = new Ledger();
  const { text, turns } = indexText(doc);
  own.turns = turns.map(({ startUtf16, endUtf16 }) =>
    text
      .slice(startUtf16, endUtf16)
      .split('\n')
      .map((paragraph) => own.write(paragraph)),
  );
  const known = new Set(own.turns.map(wordsIn));
  const words = [...new Set(SAID.join(' ').split(' '))];
  const desk = new Desk(doc, own, new Random(seed), words);
  for (let edit = 0; edit < EDITS; edit += 1) desk.edit();
  desk.close();
  return new Set(own.turns.map(wordsIn).filter((turn) => !known.has(turn)));
}

function wordsIn(turn: Turn): string {
  return turn.map(wordsOf).join('\n');
}
