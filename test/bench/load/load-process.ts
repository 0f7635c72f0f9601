import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '../support/random.ts';
import { serveOrders } from './helper.ts';
import type { LayerTab } from './layer-tab.ts';
import type { LoadAnswer, LoadOrder } from './load.ts';
import { looksFor, loseOne } from './lose-one.ts';
import { openEach } from './open-each.ts';
import { useSignedInSockets } from './signed-in-socket.ts';
import { survive } from './survive.ts';
import type { TabSet } from './tab-set.ts';
import { closeTabs, connectTabs, contentFor, makeTabs, until } from './tab-set.ts';

/*
 * Tabs on layers, hundreds of them in this one process, told what to do by the bench: a set of them
 * connects, writes for a while, and goes. Ends with the bench.
 */

// Each provider listens for the end of the process.
setMaxListeners(0, process);
process.setMaxListeners(0);
useSignedInSockets();

const SETTLED_MS = 20_000;
/** Spans that one tab adds before others have their turn. */
const AT_A_TIME = 50;

const sets = new Map<string, TabSet>();
const random = seeded(18);

function setOf(name: string): TabSet {
  const set = sets.get(name);
  if (set === undefined) throw new Error(`there is no set ${name}`);
  return set;
}

async function perform(order: LoadOrder): Promise<LoadAnswer> {
  switch (order.kind) {
    case 'connect': {
      const set = makeTabs(order, order.tabsEach, contentFor(order, setOf));
      sets.set(order.set, set);
      const start = performance.now();
      await connectTabs(set, order.documents, order.atOnce);
      return { kind: 'done', tookMs: performance.now() - start };
    }
    case 'write':
      return write(setOf(order.set), order);
    case 'add': {
      const start = performance.now();
      await add(setOf(order.set), order.spans);
      return { kind: 'done', tookMs: performance.now() - start };
    }
    case 'stop reading':
      setOf(order.set).tabs[order.document]?.[0]?.stopReading();
      return { kind: 'done', tookMs: 0 };
    case 'survive':
      return survive(setOf(order.set), order);
    case 'open each':
      return openEach(order);
    case 'lose one':
      return loseOne(order);
    case 'look for':
      return looksFor(order);
    case 'close':
      closeTabs(setOf(order.set));
      sets.delete(order.set);
      return { kind: 'done', tookMs: 0 };
  }
}

/** Every tab adds a span every so often, each at moments of its own, until the time is over. */
async function write(
  set: TabSet,
  { everyMs, forMs, memos }: Extract<LoadOrder, { kind: 'write' }>,
): Promise<LoadAnswer> {
  const { tabs, measured } = set;
  const { addedAt, acknowledged, acknowledgedMs, deliveredMs, deliveredAt } = measured;
  addedAt.clear();
  for (const kept of [acknowledged, acknowledgedMs, deliveredMs, deliveredAt]) kept.length = 0;
  const lostBefore = lostOf(set);
  const start = performance.now();
  const steadily = async (tab: LayerTab, each: number, act: () => unknown): Promise<void> => {
    for (let at = random.next() * each; at < forMs; at += each) {
      await pause(Math.max(0, start + at - performance.now()));
      if (!tab.stopped) act();
    }
  };
  const spans = tabs.flat().map((tab) => steadily(tab, everyMs, () => tab.add()));
  const writers = memos === undefined ? [] : (tabs[memos.document]?.slice(1) ?? []);
  const long = writers.map((tab) =>
    steadily(tab, memos?.everyMs ?? forMs, () => tab.addMemo(memos?.units ?? 0)),
  );
  await Promise.all([...spans, ...long]);
  // Who adds last may be read last: the time is over for all at once.
  await pause(Math.max(0, start + forMs - performance.now()));
  await settled(set);
  return {
    kind: 'written',
    added: addedAt.size,
    acknowledgedMs: [...acknowledgedMs],
    deliveredMs: [...deliveredMs],
    deliveredAtMs: deliveredAt.map((at) => performance.timeOrigin + at),
    lost: lostOf(set) - lostBefore,
  };
}

function lostOf({ tabs }: TabSet): number {
  return tabs.flat().reduce((sum, { lost }) => sum + lost, 0);
}

/** The first tab of each document adds so many, as fast as they go out. */
async function add(set: TabSet, spans: number): Promise<void> {
  for (let added = 0; added < spans; added += AT_A_TIME) {
    for (const [tab] of set.tabs) {
      for (let at = added; at < Math.min(spans, added + AT_A_TIME); at += 1) tab?.add();
    }
    await pause(1);
  }
  await settled(set);
}

async function settled({ tabs }: TabSet): Promise<void> {
  const isSettled = (same: readonly LayerTab[]): boolean =>
    same.every(
      (tab) => tab.stopped || (tab.saved && tab.synced && tab.spans === same.at(-1)?.spans),
    );
  await until(
    SETTLED_MS,
    () => `${tabs.filter(isSettled).length} of ${tabs.length} documents are saved, and equal`,
    () => tabs.every(isSettled),
  );
}

serveOrders(perform);
