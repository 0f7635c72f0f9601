import { DOCUMENT_SCHEMA } from '@triad/collab';
import type { CloseReason } from '@triad/collab';
import * as Y from 'yjs';
import { accountHere } from '../api/who.ts';
import {
  fieldsOf,
  listTurns,
  listWork,
  newSince,
  partOfLayer,
  textOf,
  unsentIn,
} from './list-work.ts';
import type { Entry } from './list-work.ts';
import type { KeptWork } from './kept-aside.ts';
import { offerWork, withdrawOffers } from './offer-work.ts';
import { ownKeyOf } from './owned-head.ts';
import type { OwnedHead } from './owned-head.ts';
import { WITHOUT_ANY_WORDS, withoutWords } from './without-words.ts';
import type { WithoutWords } from './without-words.ts';
import { workOf } from './work-file.ts';

/*
 * Copies of documents that the server may have replaced meanwhile, by account and name: whether
 * anything is lost shows when the new generation is here. They are never merged into it, which would
 * double or bring back what does not belong there.
 *
 * Words that were taken out of a transcript for good meanwhile are offered to nobody: such a copy
 * waits until the new text is here, too, which tells which words these are.
 */

/** Work that did not reach the server. */
export type Unsent = {
  readonly since: Uint8Array;
  readonly reason: CloseReason;
  /** It is offered already, as it is; where words were taken out meanwhile it is offered anew. */
  readonly offered: boolean;
};

type Copy = {
  readonly head: OwnedHead;
  /** Of its fields: a device may have it from an earlier version of this page. */
  readonly schema: number;
  readonly update: Uint8Array;
  /** What never reached the server, as the state vector of what did; null: everything did. */
  readonly unsent: Unsent | null;
};

const copies = new Map<string, Copy>();
const MOST_COPIES_BYTES = 64 * 1024 * 1024;
type Present = { readonly head: OwnedHead; readonly doc: Y.Doc };
/** Documents that came and are open; and layers of them that wait for their text. */
const present = new Map<string, Present>();
const waiting = new Map<string, Present>();
/** How long a text that came waits for copies of layers, and for layers of which there are, milliseconds. */
const LAYERS_MS = 20_000;

/**
 * Keeps what a document holds until it is opened again, the oldest only as long as there is room;
 * what was never sent is kept in any case.
 */
export function rememberCopy(
  head: OwnedHead,
  doc: Y.Doc,
  unsent: Copy['unsent'] = null,
  schema: number = DOCUMENT_SCHEMA[head.kind],
): void {
  // What is kept already is of the same tab, and may know what was not sent.
  const key = ownKeyOf(head);
  const kept = copies.get(key);
  if (unsent === null && (kept?.unsent ?? null) !== null) return;
  // The earlier text tells which words went, for layers that may come.
  const isText = head.kind === 'transcript';
  if (isText && unsent === null && kept !== undefined && wasRedacted(kept, head)) return;
  copies.delete(key);
  copies.set(key, { head, schema, update: Y.encodeStateAsUpdate(doc), unsent });
  let bytes = 0;
  for (const [other, copy] of [...copies].reverse()) {
    bytes += copy.update.length;
    if (bytes > MOST_COPIES_BYTES && other !== key && copy.unsent === null) {
      copies.delete(other);
    }
  }
  // What was still on its way may hear that it was replaced after the new generation has come.
  const here = present.get(key);
  if (here !== undefined && here.head.generation !== head.generation) compare(here);
}

/** Whether what this tab held of a document waits to be compared. */
export function holdsCopy(head: Pick<OwnedHead, 'account' | 'name'>): boolean {
  return copies.has(ownKeyOf(head));
}

/** Whether something is kept here that was never sent and is not offered yet. */
export function holdsUnsent(): boolean {
  return [...copies.values()].some(({ unsent }) => unsent?.offered === false);
}

/** A document has come: what an earlier copy of it holds, and it does not, is offered as a file. */
export function compareWithCopy(head: OwnedHead, doc: Y.Doc): void {
  const key = ownKeyOf(head);
  const here = { head, doc };
  present.set(key, here);
  doc.once('destroy', () => {
    if (present.get(key) === here) present.delete(key);
  });
  compare(here);
}

function compare(here: Present): void {
  const { head, doc } = here;
  const key = ownKeyOf(head);
  const copy = copies.get(key);
  if (copy === undefined) return;
  if (head.kind === 'transcript') textCame(here);
  else if (copy.head.generation === head.generation) copies.delete(key);
  else if (!wasRedacted(copy, head)) {
    copies.delete(key);
    offerMissing(copy, doc);
  } else {
    waiting.set(key, here);
    offerRedacted(head);
  }
}

/** Offers what is kept of a transcript that will not come again, without what may have been taken out. */
export function giveUpOn(transcript: string): void {
  const of = { account: accountHere(), name: `transcript/${transcript}` };
  for (const [key, copy] of copiesBeside(of)) {
    copies.delete(key);
    waiting.delete(key);
    offerWithout(copy, null, WITHOUT_ANY_WORDS);
  }
}

function textCame(text: Present): void {
  offerRedacted(text.head);
  // Layers that are not opened any more: their round may have been closed meanwhile.
  setTimeout(() => {
    if (present.get(ownKeyOf(text.head)) === text) settleRest(text);
  }, LAYERS_MS);
}

/** Offers what waits for the text of this transcript, if it is here in a generation after the words went. */
function offerRedacted({ account, name }: OwnedHead): void {
  const of = { account, name: `transcript/${transcriptOf(name)}` };
  const text = present.get(ownKeyOf(of));
  if (text === undefined) return;
  for (const [key, copy] of copiesBeside(of)) {
    const layer = waiting.get(key);
    if (layer === undefined) continue;
    if ((text.head.redactions ?? 0) < (layer.head.redactions ?? 0)) continue;
    copies.delete(key);
    waiting.delete(key);
    offerWithout(copy, layer.doc, wordsGone(text, copy));
  }
  settleText(text);
}

/** All that this account has of one transcript. */
function copiesBeside(
  head: Pick<OwnedHead, 'account' | 'name'>,
): readonly (readonly [string, Copy])[] {
  return [...copies].filter(
    ([, { head: other }]) =>
      other.account === head.account && transcriptOf(other.name) === transcriptOf(head.name),
  );
}

/** What was not sent of the text itself is offered; the earlier words stay for layers that may come. */
function settleText({ head, doc }: Present): void {
  const key = ownKeyOf(head);
  const copy = copies.get(key);
  if (copy === undefined) return;
  if (copy.head.generation === head.generation) {
    copies.delete(key);
    return;
  }
  copies.set(key, { ...copy, unsent: null });
  if (copy.unsent === null) return;
  if (wasRedacted(copy, head)) offerWithout(copy, null, withoutWords(docOf(copy), doc));
  else offerUnsent(copy);
}

function settleRest(text: Present): void {
  const own = ownKeyOf(text.head);
  for (const [key, copy] of copiesBeside(text.head)) {
    if (key === own) continue;
    copies.delete(key);
    waiting.delete(key);
    if (copy.unsent === null) continue;
    if (wasRedacted(copy, text.head)) offerWithout(copy, null, wordsGone(text, copy));
    else offerUnsent(copy);
  }
  settleText(text);
  copies.delete(own);
}

/** By the number of redactions: generations may have come and gone that this page knows nothing of. */
function wasRedacted({ head: before }: Copy, after: OwnedHead): boolean {
  return (after.redactions ?? 0) > (before.redactions ?? 0);
}

/** A text of after the words went cannot tell which these were. */
function wordsGone({ head, doc }: Present, layer: Copy): WithoutWords {
  const copy = copies.get(ownKeyOf(head));
  if (copy === undefined || wasRedacted(layer, copy.head)) return WITHOUT_ANY_WORDS;
  return withoutWords(docOf(copy), doc);
}

function docOf({ update }: Copy): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return doc;
}

/** What was not sent, or was saved and the server went back on. */
function offerMissing(copy: Copy, doc: Y.Doc): void {
  const before = docOf(copy);
  const { head, schema, unsent } = copy;
  const there = new Map(
    listWork(doc, head.kind, DOCUMENT_SCHEMA[head.kind], () => false).map(
      ({ field, id, value }) => [`${field} ${id}`, textOf(value)],
    ),
  );
  const work = listWork(
    before,
    head.kind,
    schema,
    (field, id, value) => there.get(`${field} ${id}`) !== textOf(value),
  );
  const lost = work.filter((entry) => entry.lost);
  if (lost.length === 0) return;
  const isUnsent =
    unsent === null ? () => false : unsentIn(before, head.kind, schema, unsent.since);
  const cause = lost.every(({ field, id }) => isUnsent(field, id)) ? 'unsent' : 'replaced';
  offerOf({ head, doc: before, schema }, work, cause, unsent?.reason ?? null);
}

function offerUnsent(copy: Copy): void {
  if (copy.unsent?.offered === false) {
    const { since, reason } = copy.unsent;
    keepUnsent(copy.head, docOf(copy), since, reason, copy.schema);
  }
}

/**
 * What was not sent, or is not in the present document at all, without the words that were taken out.
 * What else differs was redacted on the server, and is there.
 */
function offerWithout(copy: Copy, now: Y.Doc | null, without: WithoutWords): void {
  const { head, schema, unsent } = copy;
  const before = docOf(copy);
  const isUnsent =
    unsent === null ? () => false : unsentIn(before, head.kind, schema, unsent.since);
  const there = now === null ? null : fieldsOf(now, head.kind, DOCUMENT_SCHEMA[head.kind]);
  const work =
    head.kind === 'transcript'
      ? listTurns(before, newSince(unsent?.since ?? Y.encodeStateVector(before)), without)
      : listWork(
          before,
          head.kind,
          schema,
          (field, id) =>
            isUnsent(field, id) || (there !== null && there.get(field)?.has(id) !== true),
        ).map((entry) => ({ ...entry, value: without.value(entry.value) }));
  const lost = work.filter((entry) => entry.lost);
  withdrawOffers(head);
  if (lost.length > 0) offerWork(workOf(head, null, lost, 'redacted', unsent?.reason ?? null));
}

function transcriptOf(name: string): string {
  return name.split('/')[1] ?? '';
}

/** Offers a document with edits that will not reach the server; `since` is the state vector of what is known to be there. */
export function keepUnsent(
  head: OwnedHead,
  doc: Y.Doc,
  since: Uint8Array,
  reason: CloseReason,
  schema: number = DOCUMENT_SCHEMA[head.kind],
): void {
  const work =
    head.kind === 'transcript'
      ? listTurns(doc, newSince(since), null)
      : listWork(doc, head.kind, schema, unsentIn(doc, head.kind, schema, since));
  offerOf({ head, doc, schema }, work, 'unsent', reason);
}

/**
 * Of a layer what the server lacks alone, whatever the reason: the file stays where it is until its
 * person takes it, and what a blind round hides by then does not come back by it.
 */
function offerOf(
  of: { readonly head: OwnedHead; readonly doc: Y.Doc; readonly schema: number },
  work: readonly Entry[],
  cause: KeptWork['cause'],
  reason: CloseReason | null,
): void {
  const { head, doc, schema } = of;
  if (head.kind !== 'layer') {
    offerWork(workOf(head, doc, work, cause, reason));
    return;
  }
  const lost = work.filter((entry) => entry.lost);
  const names = new Set(lost.map(({ field, id }) => `${field} ${id}`));
  const part =
    schema === DOCUMENT_SCHEMA.layer
      ? partOfLayer(doc, (field, id) => names.has(`${field} ${id}`))
      : null;
  offerWork(workOf(head, part, lost, cause, reason));
}

/** The same, where words were taken out of the transcript meanwhile and nobody can tell which. */
export function keepWithoutWords(
  head: OwnedHead,
  doc: Y.Doc,
  since: Uint8Array,
  reason: CloseReason,
): void {
  const schema = DOCUMENT_SCHEMA[head.kind];
  const update = Y.encodeStateAsUpdate(doc);
  const unsent = { since, reason, offered: false };
  offerWithout({ head, schema, update, unsent }, null, WITHOUT_ANY_WORDS);
}
