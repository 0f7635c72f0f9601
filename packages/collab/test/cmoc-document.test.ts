import type { CmocContent, CmocPart, Evidence, Sentence } from '@triad/realist';
import {
  BEARINGS,
  compareCmocParts,
  FOOTINGS,
  MARK_ROLES,
  MECHANISM_EFFECTS,
  MECHANISM_FORMS,
  OUTCOME_HORIZONS,
  OUTCOME_SIGNS,
  STANDINGS,
} from '@triad/realist';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  addToDraft,
  cmocFields,
  partTextKey,
  readCmoc,
  readCmocMemos,
  writeCmoc,
} from '../src/index.ts';

const words = fc.string({ maxLength: 20 });

const parts: fc.Arbitrary<readonly CmocPart[]> = fc.array(
  fc
    .record({
      id: fc.uuid(),
      role: fc.constantFrom(...MARK_ROLES),
      order: fc.nat(5),
      text: words,
      inferred: fc.boolean(),
      form: fc.constantFrom(...MECHANISM_FORMS),
      effect: fc.constantFrom(...MECHANISM_EFFECTS),
      sign: fc.option(fc.constantFrom(...OUTCOME_SIGNS)),
      horizon: fc.option(fc.constantFrom(...OUTCOME_HORIZONS)),
    })
    .map(({ id, role, order, text, inferred, form, effect, sign, horizon }): CmocPart => ({
      id: id as CmocPart['id'],
      role,
      order,
      text,
      inferred,
      mechanism:
        role === 'M' ? { form, effect, resource: `${text} r`, reasoning: `${text} s` } : null,
      outcome: role === 'O' ? { forWhom: `${text} f`, sign, horizon } : null,
    })),
  { maxLength: 6 },
);

const sentence: fc.Arbitrary<Sentence> = fc
  .array(
    fc.record({
      text: fc.string({ minLength: 1, maxLength: 9 }),
      role: fc.option(fc.constantFrom(...MARK_ROLES)),
    }),
    { maxLength: 6 },
  )
  // Pieces that follow on one another have different roles.
  .map((pieces) => pieces.filter(({ role }, at) => at === 0 || pieces[at - 1]?.role !== role));

const contents: fc.Arbitrary<CmocContent> = fc
  .record({ title: words, sentence, parts, narrative: words })
  .chain((content) =>
    fc
      .array(
        fc.record({
          id: fc.uuid(),
          quote: fc.record({ transcript: fc.uuid(), span: fc.uuid() }),
          part: fc.option(
            content.parts.length === 0
              ? fc.constant(null)
              : fc.constantFrom(...content.parts.map(({ id }) => id)),
          ),
          role: fc.option(fc.constantFrom(...MARK_ROLES)),
          bearing: fc.constantFrom(...BEARINGS),
          standing: fc.option(fc.constantFrom(...STANDINGS)),
          footing: fc.option(fc.constantFrom(...FOOTINGS)),
          order: fc.nat(5),
        }),
        { maxLength: 6 },
      )
      .map((evidence) => ({
        ...content,
        parts: [...content.parts].sort(compareCmocParts),
        evidence: (evidence as Evidence[]).sort(
          (a, b) => a.order - b.order || (a.id < b.id ? -1 : 1),
        ),
      })),
  );

function written(content: CmocContent): Y.Doc {
  const doc = new Y.Doc();
  writeCmoc(doc, content);
  // As another peer has it.
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  return other;
}

test('what is written reads back, marks and all', () => {
  fc.assert(
    fc.property(contents, (content) => {
      expect(readCmoc(written(content))).toEqual(content);
    }),
  );
});

test('what is added stands behind what is there', () => {
  fc.assert(
    fc.property(contents, contents, (content, added) => {
      const doc = written(content);
      addToDraft(doc, added);
      // Done again it adds nothing.
      addToDraft(doc, added);
      const { parts: all, evidence, title } = readCmoc(doc);
      expect(title).toBe(content.title);
      const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
      expect(ids(evidence)).toEqual([...ids(content.evidence), ...ids(added.evidence)]);
      for (const role of MARK_ROLES) {
        const of = (list: readonly CmocPart[]) => ids(list.filter((part) => part.role === role));
        expect(of(all)).toEqual([...of(content.parts), ...of(added.parts)]);
      }
    }),
  );
});

const EMPTY: CmocContent = { title: '', sentence: [], parts: [], narrative: '', evidence: [] };

test('[CO2] what does not read is left out', () => {
  const doc = written(EMPTY);
  const { parts: entries, evidence, memos } = cmocFields(doc);
  const base = { role: 'C', order: 0, inferred: false };
  const good = { id: 'good', ...base };
  for (const value of [
    good,
    { id: 'role', ...base, role: 'undecided' },
    { id: 'order', ...base, order: 'first' },
    { id: 'inferred', ...base, inferred: 1 },
    { id: 'mechanism', ...base, role: 'M' },
    { id: 'form', ...base, role: 'M', mechanism: { form: 'half', effect: 'helping' } },
    { id: 'outcome', ...base, role: 'O', outcome: { sign: 'good', horizon: null } },
  ]) {
    entries.set(value.id, value);
  }
  const piece = {
    quote: { transcript: 't', span: 's' },
    part: null,
    role: null,
    bearing: 'caveat',
    standing: null,
    footing: null,
    order: 0,
  };
  for (const value of [
    { id: 'good', ...piece, part: 'gone' },
    { id: 'quote', ...piece, quote: 'words' },
    { id: 'bearing', ...piece, bearing: 'proves' },
    { id: 'standing', ...piece, standing: 'heard' },
  ]) {
    evidence.set(value.id, value);
  }
  memos.set('m', { id: 'm', by: 'me', createdAt: 'now', links: [{ kind: 'span', id: 'x' }, 7] });
  memos.set('n', { id: 'n', createdAt: 'now', links: [] });
  const content = readCmoc(doc);
  expect(content.parts.map(({ id }) => id)).toEqual(['good']);
  // A part that is gone: of the CMOC as a whole.
  expect(content.evidence).toEqual([{ id: 'good', ...piece }]);
  expect(readCmocMemos(doc)).toEqual([
    { id: 'm', by: 'me', createdAt: 'now', links: [], text: '' },
  ]);
});

test('texts of parts are written beside them', () => {
  expect(partTextKey('p', 'text')).toBe('p');
  expect(partTextKey('p', 'reasoning')).toBe('p/reasoning');
});

test('paragraphs that somebody pasted are one sentence', () => {
  const doc = written({ ...EMPTY, sentence: [{ text: 'When', role: 'C' }] });
  const paragraph = new Y.XmlElement('paragraph');
  const text = new Y.XmlText();
  paragraph.insert(0, [text]);
  cmocFields(doc).sentence.insert(1, [paragraph]);
  text.insert(0, 'then', { role: { role: 'nonsense' } });
  expect(readCmoc(doc).sentence).toEqual([
    { text: 'When', role: 'C' },
    { text: ' then', role: null },
  ]);
});
