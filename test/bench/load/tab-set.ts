import { indexText, TUNNEL_PATH } from '@triad/collab';
import type { TextIndex } from '@triad/collab';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as Y from 'yjs';
import { Tunnel } from '../../../apps/web/src/collab/tunnel.ts';
import { makeText } from '../study/team-study.ts';
import { seeded } from '../support/random.ts';
import type { LoadDocument, LoadOrder, TabsOrder, Via } from './load.ts';
import type { Measured } from './layer-tab.ts';
import { LayerTab, nothingMeasured } from './layer-tab.ts';
import type { Way } from './open-layer.ts';
import { socketOrigin } from './signed-in-socket.ts';

/** Tabs of some documents, those of one document together, and what they measured. */
export type TabSet = {
  readonly tabs: readonly (readonly LayerTab[])[];
  readonly measured: Measured;
};

/** Handshakes at a time: each asks the store who it is. */
const AT_ONCE = 25;
const CONNECTED_MS = 30_000;

const random = seeded(17);
let index: { readonly of: TabsOrder['text']; readonly text: TextIndex } | null = null;

/** Tabs that are not connected yet, so many for each document. */
export function makeTabs(
  order: TabsOrder,
  tabsEach: number,
  contentOf: (document: LoadDocument, at: number) => Uint8Array | null = () => null,
): TabSet {
  const { text } = order;
  if (index?.of.seed !== text.seed || index.of.words !== text.words) {
    index = { of: text, text: indexText(makeText(seeded(text.seed), text).doc) };
  }
  const use = { index: index.text, random, measured: nothingMeasured() };
  const tabs = order.documents.map((document, at) => {
    const content = contentOf(document, at);
    const { origins = [order.origin] } = document;
    return Array.from({ length: tabsEach }, (_, tabAt) => {
      const origin = origins[tabAt % origins.length] ?? order.origin;
      const way = wayOf(order.via, origin, document.cookie);
      const tab = new LayerTab(way, document.head, use);
      if (content !== null) Y.applyUpdate(tab.doc, content);
      return tab;
    });
  });
  return { tabs, measured: use.measured };
}

/** Connects them, a few at a time, until each has everything. */
export async function connectTabs(
  { tabs }: TabSet,
  documents: readonly LoadDocument[],
  atOnce = AT_ONCE,
): Promise<void> {
  const all = tabs.flatMap((same, at) =>
    same.map((tab) => ({ tab, spans: documents[at]?.spans ?? 0 })),
  );
  for (let begun = 0; begun < all.length; begun += atOnce) {
    const some = all.slice(begun, begun + atOnce);
    for (const { tab } of some) tab.connect();
    // A server may say that a tab has everything before that is so.
    const isWhole = ({ tab, spans }: (typeof some)[number]): boolean =>
      tab.synced && tab.saved && tab.spans >= spans;
    await until(
      CONNECTED_MS,
      () => `${some.filter(isWhole).length} of ${some.length} tabs have everything`,
      () => some.every(isWhole),
    );
  }
}

export function closeTabs({ tabs }: TabSet): void {
  for (const tab of tabs.flat()) tab.close();
}

/** What tabs that bring content have from the beginning. */
export function contentFor(
  { bring }: Extract<LoadOrder, { kind: 'connect' }>,
  like: (set: string) => TabSet,
): (document: LoadDocument, at: number) => Uint8Array | null {
  if (bring === null) return () => null;
  if (bring === 'content') return ({ content }) => readFileSync(content);
  const { tabs } = like(bring.like);
  return (_document, at) => {
    const doc = tabs[at]?.[0]?.doc;
    return doc === undefined ? null : Y.encodeStateAsUpdate(doc);
  };
}

/** Rejects after so long, and tells then how far it is. */
export async function until(
  mostMs: number,
  howFar: () => string,
  holds: () => boolean,
): Promise<void> {
  const end = performance.now() + mostMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`after ${mostMs / 1_000} s ${howFar()}`);
    await pause(10);
  }
}

function wayOf(kind: Via, origin: string, cookie: string): Way {
  const isOther = kind === 'plain' || kind === 'hocuspocus';
  const own = socketOrigin(origin, isOther ? '' : cookie);
  return kind === 'tunnel'
    ? { kind, socketOrigin: own, tunnel: new Tunnel(own + TUNNEL_PATH) }
    : { kind, socketOrigin: own };
}
