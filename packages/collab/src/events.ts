import { z } from 'zod';
import { uuid } from './api/schemas.ts';
import type { Act } from './rules.ts';

/**
 * Project events over socket.io, on the path `/events/`. An event only says what changed, by id
 * and version; clients fetch on connect and after every gap, so nothing lives in an event alone.
 *
 * A client watches a project (`watch`, answered by `{ ok }`) and then hears `changed` for what its
 * roles allow it to read. `ended` says that its membership is over.
 */
export const EVENTS_PATH = '/events/';

export const watchMessage = z.strictObject({ project: uuid });
export type WatchMessage = z.infer<typeof watchMessage>;

export type ChangedEvent = {
  readonly project: string;
  readonly what: ChangedThing;
  /** Id of the record; for documents the document's name. */
  readonly id: string;
  /** Version of the record; 0 where it was removed, or where the thing has none. */
  readonly version: number;
  /** The transcript it belongs to, where there is one. */
  readonly transcript?: string;
};

/** What an event can be about, and the act that a member must be allowed to hear of it. */
export const CHANGED_THINGS = {
  project: 'project.read',
  members: 'members.read',
  invites: 'invites.read',
  participants: 'participants.read',
  transcripts: 'transcripts.list',
  /** A layer was begun: others may now open it. */
  documents: 'layer.read',
  /** Counts of a transcript's layers changed; told at most every three seconds for each transcript. */
  counts: 'layer.read',
  comments: 'comments.read',
  /** What is known of agreement changed: a result, or how far a job is. */
  agreement: 'agreement.read',
  flags: 'agreement.read',
  /** A decision of a lead, or a coder's answer to one. */
  decisions: 'decisions.read',
  /** How far consolidating is, or what became of a candidate. */
  consolidation: 'consolidation.read',
  /** A CMOC as a record: what is written in it comes with its document. */
  cmocs: 'cmoc.read',
  /** Somebody signed a version, or is asked to. */
  'sign-offs': 'cmoc.read',
  /** An outside reviewer's link, or what they answered. */
  reviews: 'reviews.change',
  /** A round was opened, changed or closed, or somebody in it said that they are done. */
  rounds: 'project.read',
  /** Somebody in a blind round has begun. */
  progress: 'rounds.progress',
} as const satisfies Readonly<Record<string, Act>>;
export type ChangedThing = keyof typeof CHANGED_THINGS;

export type ServerEvents = {
  changed: (event: ChangedEvent) => void;
  ended: (event: { readonly project: string; readonly reason: 'removed' | 'signed-out' }) => void;
};
export type ClientEvents = {
  watch: (message: WatchMessage, answer: (result: WatchAnswer) => void) => void;
  unwatch: (message: WatchMessage) => void;
};
/**
 * Why a client may not listen, or not go on: `connect_error` has such a `data`, with which the server
 * lets the client go; it may come again later.
 */
export type EventRefusal = {
  readonly code: 'events/too-many-sockets';
  readonly message: string;
};
/** `message` where it says more than the code. */
export type WatchAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly message?: string };
