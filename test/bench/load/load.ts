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
};

export type LoadOrder =
  | {
      readonly kind: 'connect';
      readonly set: string;
      readonly via: Via;
      readonly origin: string;
      /** Of whose words spans are made. */
      readonly text: Pick<TeamShape, 'seed' | 'words' | 'turns'>;
      readonly documents: readonly LoadDocument[];
      readonly tabsEach: number;
      /**
       * Content that these tabs have from the beginning, and bring along: what documents hold at the
       * beginning of a bench, or what those of this set hold now.
       */
      readonly bring: 'content' | { readonly like: string } | null;
      /** Handshakes at a time; default: 25. */
      readonly atOnce?: number;
    }
  | {
      readonly kind: 'write';
      readonly set: string;
      readonly everyMs: number;
      readonly forMs: number;
    }
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
  /** Connections that were lost since the set was connected. */
  readonly lost: number;
};

export type LoadAnswer = { readonly kind: 'done' } | Written;

export type Load = Helper<LoadOrder, LoadAnswer>;

/** A process of clients. */
export function startLoad(): Load {
  return startHelper(SCRIPT, ['--max-old-space-size=6144']);
}

export async function write(
  load: Load,
  set: string,
  { everyMs, forMs }: { readonly everyMs: number; readonly forMs: number },
): Promise<Written> {
  const answer = await load.ask({ kind: 'write', set, everyMs, forMs });
  if (answer.kind !== 'written') throw new Error('the clients did not write');
  return answer;
}
