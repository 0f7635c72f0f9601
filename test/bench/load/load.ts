import { fileURLToPath } from 'node:url';
import type { TeamShape } from '../study/team-study.ts';
import type { Helper } from './helper.ts';
import { startHelper } from './helper.ts';
import type { Head } from './open-layer.ts';

const SCRIPT = fileURLToPath(new URL('load-process.ts', import.meta.url));

/** How tabs reach a server: see open-layer.ts. */
export type Via = 'collab' | 'tunnel' | 'plain';

export type LoadDocument = { readonly head: Head; readonly cookie: string };

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
      /** The set whose documents' content these tabs have from the beginning, and bring along. */
      readonly like: string | null;
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
};

export type LoadAnswer = { readonly kind: 'done' } | Written;

export type Load = Helper<LoadOrder, LoadAnswer>;

/** A process of clients. */
export function startLoad(): Load {
  return startHelper(SCRIPT);
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
