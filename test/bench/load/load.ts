import { fileURLToPath } from 'node:url';
import type { TeamShape } from '../study/team-study.ts';
import type { Helper } from './helper.ts';
import { startHelper } from './helper.ts';
import type { Head, Way } from './open-layer.ts';

const SCRIPT = fileURLToPath(new URL('load-process.ts', import.meta.url));

/** How tabs reach a server: see open-layer.ts. */
export type Via = Way['kind'];

export type LoadDocument = {
  readonly head: Head;
  readonly cookie: string;
  /** File of what it holds when a bench begins, a Yjs update, and the number of spans in that. */
  readonly content: string;
  readonly spans: number;
  /** The servers to which its tabs connect, by turns; default: the one of the order. */
  readonly origins?: readonly string[];
};

/** Tabs on documents, at one server where a document does not say which. */
export type TabsOrder = {
  readonly via: Via;
  readonly origin: string;
  /** Of whose words spans are made. */
  readonly text: Pick<TeamShape, 'seed' | 'words' | 'turns'>;
  readonly documents: readonly LoadDocument[];
};

export type MemoLoad = {
  readonly document: number;
  readonly everyMs: number;
  /** Of one memo, UTF-16 units. */
  readonly units: number;
};

export type LoadOrder =
  | (TabsOrder & {
      readonly kind: 'connect';
      readonly set: string;
      readonly tabsEach: number;
      /**
       * Content that these tabs have from the beginning, and bring along: what documents hold at the
       * beginning of a bench, or what those of this set hold now.
       */
      readonly bring: 'content' | { readonly like: string } | null;
      /** Handshakes at a time; default: 25. */
      readonly atOnce?: number;
    })
  | {
      readonly kind: 'write';
      readonly set: string;
      readonly everyMs: number;
      readonly forMs: number;
      /** Beside it long memos: every tab but the first of this document adds one so often. */
      readonly memos?: MemoLoad;
    }
  /** The first tab of this document reads nothing more from its socket. */
  | { readonly kind: 'stop reading'; readonly set: string; readonly document: number }
  /** Adds so many spans to each document, as fast as they go. */
  | { readonly kind: 'add'; readonly set: string; readonly spans: number }
  /** Writes until the server is gone, and waits until it is back on this port. */
  | {
      readonly kind: 'survive';
      readonly set: string;
      readonly everyMs: number;
      readonly port: number;
    }
  | (TabsOrder & { readonly kind: 'open each' })
  /** On the first document. */
  | (TabsOrder & {
      readonly kind: 'lose one';
      readonly when: 'seen' | 'acknowledged';
      readonly pid: number;
    })
  | (TabsOrder & { readonly kind: 'look for'; readonly span: string })
  | { readonly kind: 'close'; readonly set: string };

export type Written = {
  readonly kind: 'written';
  /** Spans, each one update. */
  readonly added: number;
  /** From adding until the server said that it is on its disk. */
  readonly acknowledgedMs: readonly number[];
  /** From adding until another tab of the same document had it. */
  readonly deliveredMs: readonly number[];
  /** When that was, for each of them, ms since 1970. */
  readonly deliveredAtMs: readonly number[];
  /** Connections that were lost meanwhile. */
  readonly lost: number;
};

export type Opening = {
  /** From connecting until the tab was told that it has everything, and until it had. */
  readonly syncedMs: number;
  readonly wholeMs: number;
  /** Spans that it had when it was told so, and that there are. */
  readonly spansWhenSynced: number;
  readonly spans: number;
};

export type LoadAnswer =
  | { readonly kind: 'done'; readonly tookMs: number }
  | Written
  | {
      readonly kind: 'survived';
      /** From the port answering until every tab has everything again. */
      readonly backMs: number;
      /** Spans of which the server said that it has them before it went. */
      readonly acknowledged: readonly string[];
    }
  | { readonly kind: 'opened'; readonly openings: readonly Opening[] }
  | { readonly kind: 'span'; readonly span: string }
  | { readonly kind: 'found'; readonly found: boolean };

export type Load = Helper<LoadOrder, LoadAnswer>;

/** A process of clients. */
export function startLoad(): Load {
  return startHelper(SCRIPT, ['--max-old-space-size=6144']);
}

/** Asks for one thing that has an answer of its own. */
export async function answerOf<K extends LoadAnswer['kind']>(
  load: Load,
  kind: K,
  order: LoadOrder,
): Promise<Extract<LoadAnswer, { kind: K }>> {
  const answer = await load.ask(order);
  if (answer.kind !== kind) throw new Error(`the clients answered ${answer.kind}`);
  return answer as Extract<LoadAnswer, { kind: K }>;
}

export function write(
  load: Load,
  set: string,
  order: { readonly everyMs: number; readonly forMs: number; readonly memos?: MemoLoad },
): Promise<Written> {
  const { everyMs, forMs, memos } = order;
  return answerOf(load, 'written', {
    kind: 'write',
    set,
    everyMs,
    forMs,
    ...(memos === undefined ? {} : { memos }),
  });
}
