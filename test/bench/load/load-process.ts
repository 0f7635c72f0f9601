import { indexText, TUNNEL_PATH } from '@triad/collab';
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as Y from 'yjs';
import { Tunnel } from '../../../apps/web/src/collab/tunnel.ts';
import { makeText } from '../study/team-study.ts';
import { seeded } from '../support/random.ts';
import { serveOrders } from './helper.ts';
import type { LoadAnswer, LoadDocument, LoadOrder, Via } from './load.ts';
import { LayerTab } from './layer-tab.ts';
import type { Measured } from './layer-tab.ts';
import type { Way } from './open-layer.ts';
import { socketOrigin, useSignedInSockets } from './signed-in-socket.ts';

/*
 * Tabs on layers, hundreds of them in this one process, told what to do by the bench: a set of them
 * connects, writes for a while, and goes. Ends with the bench.
 */

// Each provider listens for the end of the process.
setMaxListeners(0, process);
process.setMaxListeners(0);
useSignedInSockets();

/** Handshakes at a time: each asks the store who it is. */
const AT_ONCE = 25;
const CONNECTED_MS = 20_000;
const SETTLED_MS = 10_000;

type TabSet = { readonly tabs: readonly (readonly LayerTab[])[]; readonly measured: Measured };
const sets = new Map<string, TabSet>();
const random = seeded(17);

async function perform(order: LoadOrder): Promise<LoadAnswer> {
  if (order.kind === 'connect') return connect(order);
  const set = sets.get(order.set);
  if (set === undefined) throw new Error(`there is no set ${order.set}`);
  if (order.kind === 'write') return write(set, order.everyMs, order.forMs);
  for (const tab of set.tabs.flat()) tab.close();
  sets.delete(order.set);
  return { kind: 'done' };
}

async function connect(order: Extract<LoadOrder, { kind: 'connect' }>): Promise<LoadAnswer> {
  const index = indexText(makeText(seeded(order.text.seed), order.text).doc);
  const measured: Measured = {
    addedAt: new Map(),
    acknowledgedMs: [],
    deliveredMs: [],
    deliveredAt: [],
  };
  const tabs = order.documents.map((document, at) => {
    const content = contentFor(order, document, at);
    return Array.from({ length: order.tabsEach }, () => {
      const tab = new LayerTab(wayOf(order.via, order.origin, document.cookie), document.head, {
        index,
        random,
        measured,
      });
      if (content !== null) Y.applyUpdate(tab.doc, content);
      return { tab, spans: document.spans };
    });
  });
  sets.set(order.set, { tabs: tabs.map((same) => same.map(({ tab }) => tab)), measured });
  const all = tabs.flat();
  const atOnce = order.atOnce ?? AT_ONCE;
  for (let begun = 0; begun < all.length; begun += atOnce) {
    const some = all.slice(begun, begun + atOnce);
    for (const { tab } of some) tab.connect();
    // A server may say that a tab has everything before that is so.
    await until(CONNECTED_MS, 'tabs are connected and have everything', () =>
      some.every(({ tab, spans }) => tab.synced && tab.saved && tab.spans >= spans),
    );
  }
  return { kind: 'done' };
}

function contentFor(
  { bring }: Extract<LoadOrder, { kind: 'connect' }>,
  document: LoadDocument,
  at: number,
): Uint8Array | null {
  if (bring === null) return null;
  if (bring === 'content') return readFileSync(document.content);
  const like = sets.get(bring.like)?.tabs[at]?.[0];
  if (like === undefined) throw new Error(`there is no set ${bring.like}`);
  return Y.encodeStateAsUpdate(like.doc);
}

function wayOf(kind: Via, origin: string, cookie: string): Way {
  const own = socketOrigin(origin, kind === 'plain' || kind === 'hocuspocus' ? '' : cookie);
  return kind === 'tunnel'
    ? { kind, socketOrigin: own, tunnel: new Tunnel(own + TUNNEL_PATH) }
    : { kind, socketOrigin: own };
}

/** Every tab adds a span every so often, each at moments of its own, until the time is over. */
async function write(set: TabSet, everyMs: number, forMs: number): Promise<LoadAnswer> {
  const { tabs, measured } = set;
  const { addedAt, acknowledgedMs, deliveredMs, deliveredAt } = measured;
  addedAt.clear();
  for (const kept of [acknowledgedMs, deliveredMs, deliveredAt]) kept.length = 0;
  const start = performance.now();
  const steady = async (tab: LayerTab): Promise<void> => {
    for (let at = random.next() * everyMs; at < forMs; at += everyMs) {
      await pause(Math.max(0, start + at - performance.now()));
      tab.add();
    }
  };
  await Promise.all(tabs.flat().map(steady));
  // Who adds last may be read last: the time is over for all at once.
  await pause(Math.max(0, start + forMs - performance.now()));
  const settled = (same: readonly LayerTab[]): boolean =>
    same.every((tab) => tab.saved && tab.synced && tab.spans === same[0]?.spans);
  await until(SETTLED_MS, 'every span is saved and with every tab', () => tabs.every(settled));
  return {
    kind: 'written',
    added: addedAt.size,
    acknowledgedMs: [...acknowledgedMs],
    deliveredMs: [...deliveredMs],
    deliveredAtMs: deliveredAt.map((at) => performance.timeOrigin + at),
    lost: tabs.flat().reduce((sum, { lost }) => sum + lost, 0),
  };
}

async function until(mostMs: number, what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + mostMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within ${mostMs / 1_000} s: ${what}`);
    await pause(10);
  }
}

serveOrders(perform);
