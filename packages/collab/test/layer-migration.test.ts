import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { layerFields, migrateLayer1, readLayerContent } from '../src/index.ts';
import type { LayerContent } from '../src/index.ts';

const FIELDS = ['spans', 'sketches', 'parts', 'memos'] as const;
const TEXTS = ['memoTexts', 'restatements'] as const;

function open(bytes: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  return doc;
}

function plain(content: LayerContent): unknown {
  return Object.fromEntries(
    Object.entries(content).map(([field, held]) => [
      field,
      Object.fromEntries(held as ReadonlyMap<string, unknown>),
    ]),
  );
}

/** Kept as the server wrote it while layers had schema 1; it must open for good. */
const KEPT = JSON.parse(readFileSync(new URL('./data/layer-1.json', import.meta.url), 'utf8')) as {
  readonly update: string;
  readonly content: unknown;
};
const kept = (): Uint8Array => new Uint8Array(Buffer.from(KEPT.update, 'base64'));

test('a layer that was written in schema 1 is read as it was', () => {
  expect(plain(readLayerContent(open(kept()), 1))).toEqual(KEPT.content);
});

test('a layer that was written in schema 1 says the same in schema 2, and is smaller', () => {
  const migrated = migrateLayer1(kept());
  expect(plain(readLayerContent(open(migrated), 2))).toEqual(KEPT.content);
  expect(migrated.length).toBeLessThan(kept().length * 0.8);
  expect(migrateLayer1(kept())).toEqual(migrated);
});

test('a layer of a schema that is not known is not read', () => {
  expect(() => readLayerContent(new Y.Doc(), 3)).toThrow('schema 3');
});

test('a layer in which something waits for what has not come is not migrated', () => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.getMap('spans').set('a', { id: 'a' });
  doc.getMap('spans').set('b', { id: 'b' });
  expect(() => migrateLayer1(updates[1] ?? Uint8Array.of(0, 0))).toThrow('waits');
  expect(readLayerContent(open(migrateLayer1(Y.mergeUpdates(updates))), 2).spans.size).toBe(2);
});

test('whatever tabs wrote in schema 1, in whatever order it came, is the same in schema 2', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd');
  const tab = fc.nat(1);
  const step = fc.oneof(
    fc.record({ tab, field: fc.constantFrom(...FIELDS), id, value: fc.option(fc.nat()) }),
    fc.record({ tab, text: fc.constantFrom(...TEXTS), id, words: fc.option(fc.string()) }),
    fc.record({ tab, hears: fc.constant(true) }),
  );
  let entries = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const tabs = [new Y.Doc(), new Y.Doc()];
      for (const one of steps) {
        const [doc, other] = one.tab === 0 ? tabs : tabs.toReversed();
        if (doc === undefined || other === undefined) continue;
        if ('hears' in one) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
        else if ('field' in one) {
          const field = doc.getMap(one.field);
          if (one.value === null) field.delete(one.id);
          // Some bear no id, or another: nobody was ever shown those.
          else field.set(one.id, one.value % 7 === 0 ? { n: 1 } : { id: one.id, n: one.value });
        } else if (one.words === null) doc.getMap(one.text).delete(one.id);
        else {
          const held = doc.getMap<Y.Text>(one.text).get(one.id);
          if (held === undefined) doc.getMap(one.text).set(one.id, new Y.Text(one.words));
          else held.insert(0, one.words);
        }
      }
      const whole = new Y.Doc();
      for (const doc of tabs) Y.applyUpdate(whole, Y.encodeStateAsUpdate(doc));
      const bytes = Y.encodeStateAsUpdate(whole);
      const migrated = open(migrateLayer1(bytes));
      const expected = readLayerContent(open(bytes), 1);
      expect(plain(readLayerContent(migrated, 2))).toEqual(plain(expected));
      for (const field of FIELDS) {
        for (const [key, value] of whole.getMap<{ readonly id?: string }>(field)) {
          if (value.id !== key) continue;
          entries += 1;
          expect(layerFields(migrated)[field].get(key)).toEqual(value);
        }
      }
      for (const text of TEXTS) {
        for (const [key, value] of whole.getMap<Y.Text>(text)) {
          expect(layerFields(migrated)[text].get(key)?.toString()).toBe(value.toString());
        }
      }
    }),
  );
  expect(entries).toBeGreaterThan(0);
});
