import { LAYERS_TEXT } from '../study/layers-study.ts';
import type { LayerOfTeam } from '../study/layers-study.ts';
import { watchResident } from '../support/memory.ts';
import { processorTime, spentBetween, sumOf, untilQuiet } from '../support/processor-time.ts';
import type { RunningServer } from '../support/running-server.ts';
import type { Load, LoadDocument, Via, Written } from './load.ts';
import { write } from './load.ts';

/** Tabs at one or several servers, and what they are to do. */
export type SharedLoad = {
  readonly name: string;
  readonly via: Via;
  /** To which of the servers the tabs of a layer connect by turns. */
  readonly goTo: (layer: SharedLayer, at: number) => readonly number[];
  readonly tabsEach: number;
  /** Each tab adds a span so often. */
  readonly everyMs: number;
  readonly warmingMs: number;
  readonly forMs: number;
};

/** `home`: which of the servers its project is at home with. */
export type SharedLayer = LayerOfTeam & { readonly home: number };

export type SharedRun = {
  readonly load: SharedLoad;
  readonly written: Written;
  /** Processor time for each update of the whole run, by server; ms. */
  readonly eachMs: readonly number[];
  /** RSS at most while tabs wrote, by server. */
  readonly memoryMb: readonly number[];
  /** Share of the tabs that are at another server than the home of their project. */
  readonly passedOn: number;
  /** Share of the spans that came to all other tabs, of all that were to. */
  readonly arrived: number;
};

const QUIET_MS = 1_500;

/** Connects tabs, lets them write, and closes them. All processor time counts, that of idling too. */
export async function runShared(
  clients: Load,
  load: SharedLoad,
  servers: readonly RunningServer[],
  layers: readonly SharedLayer[],
): Promise<SharedRun> {
  const { via, goTo, tabsEach, everyMs, warmingMs, forMs } = load;
  const documents = layers.map((layer, at): LoadDocument => {
    const origins = goTo(layer, at).map((server) => servers[server]?.address ?? '');
    return { ...layer, origins };
  });
  const order = { via, origin: '', documents, text: LAYERS_TEXT, tabsEach };
  await clients.ask({ ...order, kind: 'connect', set: 'all', bring: null });
  await write(clients, 'all', { everyMs, forMs: warmingMs });
  await Promise.all(servers.map(({ pid }) => untilQuiet(pid, QUIET_MS)));
  const memories = servers.map(({ pid }) => watchResident(pid));
  const before = await Promise.all(servers.map(({ pid }) => processorTime(pid)));
  const written = await write(clients, 'all', { everyMs, forMs });
  const after = await Promise.all(servers.map(({ pid }) => processorTime(pid)));
  const spent = before.map((start, at) => sumOf(spentBetween(start, after[at] ?? start)));
  await clients.ask({ kind: 'close', set: 'all' });
  return {
    load,
    written,
    eachMs: spent.map((ms) => ms / written.added),
    memoryMb: memories.map((memory) => memory.end()),
    passedOn: shareElsewhere(load, layers),
    arrived: written.deliveredMs.length / (written.added * (tabsEach - 1)),
  };
}

function shareElsewhere({ goTo, tabsEach }: SharedLoad, layers: readonly SharedLayer[]): number {
  const elsewhere = layers.flatMap((layer, at) => {
    const servers = goTo(layer, at);
    const tabs = Array.from({ length: tabsEach }, (_, tab) => servers[tab % servers.length]);
    return tabs.filter((server) => server !== layer.home);
  });
  return elsewhere.length / (layers.length * tabsEach);
}
