import { fileURLToPath } from 'node:url';
import type { Helper } from './helper.ts';
import { startHelper } from './helper.ts';

const SCRIPT = fileURLToPath(new URL('members-process.ts', import.meta.url));

/** Somebody who opens a transcript, with the `Cookie` header that signs them in. */
export type Person = { readonly cookie: string; readonly transcript: string };

export type MembersOrder =
  | {
      readonly kind: 'come';
      readonly origin: string;
      readonly people: readonly Person[];
      /** So many of them code; the others read. */
      readonly coding: number;
    }
  | { readonly kind: 'look' }
  | { readonly kind: 'go' };

export type MembersAnswer = {
  readonly members: number;
  /** Sockets that they opened since they came. */
  readonly sockets: number;
  /** Documents that they hold, all together, and connections of these that were lost. */
  readonly documents: number;
  readonly lost: number;
  /** Spans that they added, and places that they told of. */
  readonly added: number;
  readonly told: number;
  /** From adding a span until another member had it, ms, of those since it was looked last. */
  readonly deliveredMs: readonly number[];
};

/** Each of them holds every layer, so there are half a million spans in this one process. */
export function startMembers(): Helper<MembersOrder, MembersAnswer> {
  return startHelper(SCRIPT, ['--max-old-space-size=6144']);
}
