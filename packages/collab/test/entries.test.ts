import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Entries } from '../src/index.ts';

/*
 * Entries are held against the plainest model: of one writer a Map, of several a new reading of the
 * same bytes.
 */

const IDS = ['a', 'b', 'c', 'd', 'e'];

class Tab {
  readonly doc = new Y.Doc();
  readonly entries: Entries;
  /** Every update that this tab made. */
  readonly made: Uint8Array[] = [];

  constructor(client: number) {
    this.doc.clientID = client;
    this.entries = new Entries(this.doc.getArray('entries'));
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'heard') this.made.push(update);
    });
  }

  hear(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, 'heard');
  }
}

/** As somebody reads it who has only its bytes. */
function readAnew(doc: Y.Doc): unknown {
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  return new Entries(other.getArray('entries')).toJSON();
}

function structsOf(doc: Y.Doc): number {
  return [...doc.store.clients.values()].reduce((sum, structs) => sum + structs.length, 0);
}

type Act =
  | { readonly kind: 'set'; readonly id: string; readonly value: number }
  | { readonly kind: 'delete'; readonly id: string };

const id = fc.constantFrom(...IDS);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('set'), id, value: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete'), id }) },
);

function perform({ entries }: Tab, one: Act): void {
  if (one.kind === 'delete') entries.delete(one.id);
  else entries.set(one.id, { id: one.id, value: one.value });
}

test('of one writer they equal a Map, in one transaction or many', () => {
  const run = fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { maxLength: 30 });
  fc.assert(
    fc.property(run, (steps) => {
      const tab = new Tab(1);
      const model = new Map<string, unknown>();
      for (const step of steps) {
        tab.doc.transact(() => {
          for (const one of step) {
            perform(tab, one);
            if (one.kind === 'delete') model.delete(one.id);
            else model.set(one.id, { id: one.id, value: one.value });
            expect(tab.entries.get(one.id)).toEqual(model.get(one.id));
          }
        });
        expect(new Map(tab.entries)).toEqual(model);
        expect(tab.entries.size).toBe(model.size);
        expect([...tab.entries.keys()].sort()).toEqual([...model.keys()].sort());
      }
      expect(readAnew(tab.doc)).toEqual(tab.entries.toJSON());
    }),
  );
});

test('tabs agree in the end, whatever order and repetition of updates', () => {
  const step = fc.oneof(
    fc.record({ tab: fc.nat(2), act }),
    // One tab hears one update of another: any, again or out of order.
    fc.record({ tab: fc.nat(2), from: fc.nat(2), which: fc.nat(40) }),
    fc.record({ tab: fc.nat(2), undo: fc.boolean() }),
  );
  let concurrent = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 50 }), fc.nat(), (steps, seed) => {
      const tabs = [new Tab(11), new Tab(5), new Tab(7)];
      const managers = tabs.map(
        ({ doc, entries }) => new Y.UndoManager([entries.type], { captureTimeout: 0, doc }),
      );
      for (const one of steps) {
        const tab = tabs[one.tab];
        if (tab === undefined) continue;
        if ('act' in one) perform(tab, one.act);
        else if ('undo' in one) {
          if (one.undo) managers[one.tab]?.undo();
          else managers[one.tab]?.redo();
        } else {
          const update = tabs[one.from]?.made[one.which];
          if (update !== undefined) tab.hear(update);
        }
        // What is followed step by step is what a new reading gives.
        expect(tab.entries.toJSON()).toEqual(readAnew(tab.doc));
      }
      const all = tabs.flatMap(({ made }) => made);
      for (const [index, tab] of tabs.entries()) {
        const order = [...all, ...all.slice(0, seed % (all.length + 1))];
        if (index === 1) order.reverse();
        for (const update of order) tab.hear(update);
      }
      const [first, ...others] = tabs;
      for (const other of others) {
        expect(other.entries.toJSON()).toEqual(first?.entries.toJSON());
        expect(other.entries.toJSON()).toEqual(readAnew(other.doc));
      }
      if ((first?.doc.getArray('entries').length ?? 0) > (first?.entries.size ?? 0))
        concurrent += 1;
    }),
    { numRuns: 300 },
  );
  expect(concurrent).toBeGreaterThan(0);
});

test('[CO10] of two values for one id the same one counts for all, until somebody writes it again', () => {
  for (const [one, two] of [
    [3, 9],
    [9, 3],
  ] as const) {
    const a = new Tab(one);
    const b = new Tab(two);
    a.entries.set('x', { id: 'x', by: 'nobody yet' });
    b.hear(a.made[0] ?? Uint8Array.of());
    a.entries.set('x', { id: 'x', by: 'a' });
    b.entries.set('x', { id: 'x', by: 'b' });
    for (const update of a.made) b.hear(update);
    for (const update of b.made) a.hear(update);
    expect(a.entries.get('x')).toEqual(b.entries.get('x'));
    expect(a.entries.size).toBe(1);
    expect(a.doc.getArray('entries').length).toBe(2);
    a.entries.delete('x');
    b.hear(a.made.at(-1) ?? Uint8Array.of());
    expect([a.entries.has('x'), b.entries.has('x')]).toEqual([false, false]);
    expect(b.doc.getArray('entries').length).toBe(0);
  }
});

test('what is set while another tab deletes it stays', () => {
  const a = new Tab(1);
  const b = new Tab(2);
  a.entries.set('x', { id: 'x', n: 1 });
  b.hear(a.made[0] ?? Uint8Array.of());
  a.entries.delete('x');
  b.entries.set('x', { id: 'x', n: 2 });
  for (const update of a.made) b.hear(update);
  for (const update of b.made) a.hear(update);
  expect(a.entries.get('x')).toEqual({ id: 'x', n: 2 });
  expect(b.entries.get('x')).toEqual({ id: 'x', n: 2 });
});

test('[CO10] reading writes nothing, also where an id stands twice', () => {
  const writer = new Tab(1);
  writer.doc.getArray('entries').push([{ id: 'x', n: 1 }, { id: 'y' }, { id: 'x', n: 2 }]);
  const reader = new Tab(2);
  for (const update of writer.made) reader.hear(update);
  expect(reader.entries.toJSON()).toEqual({ x: { id: 'x', n: 2 }, y: { id: 'y' } });
  expect(reader.made).toEqual([]);
});

test('[CO2] what is no value with an id is out of sight', () => {
  const tab = new Tab(1);
  const array = tab.doc.getArray('entries');
  tab.entries.set('x', { id: 'x' });
  array.push([
    7,
    null,
    'x',
    ['x'],
    { n: 1 },
    { id: 3 },
    Uint8Array.of(1),
    new Y.Map(),
    new Y.Text('x'),
  ]);
  array.insert(0, [{ id: '' }]);
  const earlier = new Y.Doc();
  earlier.getMap('entries').set('z', { id: 'z' });
  tab.hear(Y.encodeStateAsUpdate(earlier));
  expect(tab.entries.toJSON()).toEqual({ '': { id: '' }, x: { id: 'x' } });
  expect(readAnew(tab.doc)).toEqual(tab.entries.toJSON());
  tab.entries.set('x', { id: 'x', n: 1 });
  tab.entries.delete('');
  expect(readAnew(tab.doc)).toEqual({ x: { id: 'x', n: 1 } });
});

test('a value of another id is refused', () => {
  const tab = new Tab(1);
  expect(() => tab.entries.set('x', { id: 'y' })).toThrow('another id');
  expect(tab.made).toEqual([]);
});

test('listeners hear of the ids that changed, once the others know', () => {
  const tab = new Tab(1);
  const heard: unknown[] = [];
  const other = new Entries(tab.doc.getArray('others'));
  const listen = ({ keysChanged }: { readonly keysChanged: ReadonlySet<string> }): void => {
    heard.push([[...keysChanged].sort(), other.get('o')]);
  };
  tab.entries.observe(listen);
  tab.doc.transact(() => {
    tab.entries.set('x', { id: 'x' });
    tab.entries.set('y', { id: 'y' });
    tab.entries.delete('y');
    other.set('o', { id: 'o' });
  });
  tab.entries.set('x', { id: 'x', n: 1 });
  other.set('o', { id: 'o', n: 1 });
  const elsewhere = new Tab(2);
  for (const update of tab.made) elsewhere.hear(update);
  elsewhere.doc.transact(() => {
    elsewhere.entries.delete('x');
    elsewhere.doc.getArray('others').push([{ id: 'o', n: 2 }]);
  });
  tab.hear(elsewhere.made[0] ?? Uint8Array.of());
  tab.entries.unobserve(listen);
  tab.entries.set('z', { id: 'z' });
  expect(heard).toEqual([
    [['x', 'y'], { id: 'o' }],
    [['x'], { id: 'o' }],
    [['x'], { id: 'o', n: 2 }],
  ]);
});

test('undo and redo bring values back under their ids', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 25 }), (acts) => {
      const tab = new Tab(1);
      const undo = new Y.UndoManager([tab.entries.type], { captureTimeout: 0, doc: tab.doc });
      const states = [tab.entries.toJSON()];
      for (const one of acts) {
        const before = tab.made.length;
        perform(tab, one);
        if (tab.made.length > before) states.push(tab.entries.toJSON());
      }
      for (let at = states.length - 2; at >= 0; at -= 1) {
        undo.undo();
        expect(tab.entries.toJSON()).toEqual(states[at]);
      }
      for (let at = 1; at < states.length; at += 1) {
        undo.redo();
        expect(tab.entries.toJSON()).toEqual(states[at]);
      }
      expect(readAnew(tab.doc)).toEqual(tab.entries.toJSON());
    }),
  );
});

test('another tab that wrote an id since is not overridden by undo', () => {
  const a = new Tab(9);
  const b = new Tab(1);
  const undo = new Y.UndoManager([a.entries.type], { captureTimeout: 0, doc: a.doc });
  a.entries.set('x', { id: 'x', n: 1 });
  a.entries.set('x', { id: 'x', n: 2 });
  for (const update of a.made) b.hear(update);
  b.entries.set('x', { id: 'x', n: 3 });
  for (const update of b.made) a.hear(update);
  undo.undo();
  expect(a.entries.get('x')).toEqual({ id: 'x', n: 3 });
});

test('[CO10] ten thousand changes of a few values leave a few pieces', () => {
  const tab = new Tab(1);
  for (let n = 0; n < 10_000; n += 1) {
    const one = IDS[n % IDS.length] ?? '';
    tab.entries.set(one, { id: one, words: 'somebody waits with them', n });
  }
  expect(structsOf(tab.doc)).toBeLessThan(10);
  expect(Y.encodeStateAsUpdate(tab.doc).length).toBeLessThan(500);
});
