import type { AccountAnswer, DocumentAnswer } from '@triad/collab';
import { DOCUMENT_SCHEMA, LIMITS } from '@triad/collab';
import type { CopyRecord, DeviceDatabase } from './database.ts';
import {
  complete,
  copyRemovals,
  deviceIfAny,
  openDevice,
  OWNER,
  sealedKey,
  writeAll,
} from './database.ts';
import { removeAnswers } from './kept-answers.ts';
import { ownerNow } from './trim-answers.ts';
import { isWaiting } from './waiting.ts';
import { tellNews } from './news.ts';

/*
 * The copies on this device as a log each. What is claimed of them rests on one thing: a function
 * here resolves only when its transaction is complete, with the browser told to flush (`strict`).
 */

/** Where a document belongs, and whose copy it is. */
export type CopyPlace = {
  readonly account: AccountAnswer;
  readonly project: string;
  readonly transcript: string;
};

/** All copies of a device together, bytes. */
export const MOST_DEVICE_BYTES = 256 * 1024 * 1024;
/** One copy: a document at its limit, and as much again that waits to be merged. */
const MOST_COPY_BYTES = 2 * LIMITS.documentBytes;

/** The device has no room for more; nothing was kept. */
export class DeviceFull extends Error {
  override readonly name = 'DeviceFull';
}

export type Copy = { readonly record: CopyRecord; readonly updates: readonly Uint8Array[] };

export type Appended = {
  /** Of one page, whose id it is. */
  readonly writer: string;
  /** How many edits of that page are in the copy with these; null where none is its own. */
  readonly made: number | null;
  readonly updates: readonly Uint8Array[];
};

/** A copy holds the fields that the page knows, so it is of the page's own schema. */
export function slotOf(
  account: string,
  { name, kind, generation }: Pick<DocumentAnswer, 'name' | 'kind' | 'generation'>,
): string {
  return `${account} ${name}@${generation}#${DOCUMENT_SCHEMA[kind]}`;
}

/** Null where the device has none of this generation and schema. */
export async function readCopy(slot: string): Promise<Copy | null> {
  const database = await deviceIfAny();
  if (database === null) return null;
  const read = database.transaction(['copies', 'entries']);
  const record = await read.objectStore('copies').get(slot);
  if (record === undefined) return null;
  const entries = await read.objectStore('entries').index('slot').getAll(slot);
  return { record, updates: entries.map(({ update }) => update) };
}

/** Every copy of the device's owner, without what is in them. */
export async function listCopies(): Promise<readonly CopyRecord[]> {
  const database = await deviceIfAny();
  if (database === null) return [];
  const read = database.transaction(['owner', 'copies']);
  const [owner, copies] = await Promise.all([
    read.objectStore('owner').get(OWNER),
    read.objectStore('copies').getAll(),
  ]);
  return copies.filter(({ account }) => account === owner?.account.id);
}

/**
 * Begins the copy of a document with its whole state. Makes room by the copies that were used least
 * lately, but for those in which something waits; rejects with {@link DeviceFull} where that is not
 * enough, and does nothing where the device is another account's by now.
 */
export async function beginCopy(
  place: CopyPlace,
  head: DocumentAnswer,
  confirmed: Uint8Array,
  { writer, made, updates }: Appended,
): Promise<boolean> {
  const { account, project, transcript } = place;
  const slot = slotOf(account.id, head);
  const { kind } = head;
  if (kind !== 'transcript' && kind !== 'layer')
    throw new Error(`a ${kind} is not kept on devices`);
  const bytes = sum(updates);
  await makeRoom(slot, transcript, bytes);
  const write = writing(await openDevice());
  const owner = await write.objectStore('owner').get(OWNER);
  if (owner !== undefined && owner.account.id !== account.id) return false;
  // Another page may have begun it meanwhile; what is told twice is merged later.
  const before = await write.objectStore('copies').get(slot);
  const put = write.objectStore('copies').put({
    slot,
    account: account.id,
    project,
    transcript,
    name: head.name,
    kind,
    generation: head.generation,
    schema: DOCUMENT_SCHEMA[kind],
    redactions: head.redactions ?? 0,
    bytes: (before?.bytes ?? 0) + bytes,
    entries: (before?.entries ?? 0) + updates.length,
    confirmed: before?.confirmed ?? confirmed,
    waiting: { ...before?.waiting, ...(made === null ? {} : { [writer]: made }) },
    usedAt: Date.now(),
  });
  const own = write.objectStore('owner').put(owner ?? ownerNow(account), OWNER);
  // What waited of them here is theirs again.
  const unsealed = write.objectStore('owner').delete(sealedKey(account.id));
  await complete(write, [put, own, unsealed, ...addAll(write, slot, updates)]);
  return true;
}

/** False where the copy is gone: then nothing was written. Rejects with {@link DeviceFull} where it grew too large. */
export async function appendTo(
  slot: string,
  { writer, made, updates }: Appended,
): Promise<CopyRecord | null> {
  const write = writing(await openDevice());
  const record = await write.objectStore('copies').get(slot);
  if (record === undefined) return null;
  const bytes = record.bytes + sum(updates);
  if (bytes > MOST_COPY_BYTES) throw new DeviceFull('a copy outgrew its bound');
  const next: CopyRecord = {
    ...record,
    bytes,
    entries: record.entries + updates.length,
    waiting: made === null ? record.waiting : { ...record.waiting, [writer]: made },
    usedAt: Date.now(),
  };
  const put = write.objectStore('copies').put(next);
  await complete(write, [put, ...addAll(write, slot, updates)]);
  return next;
}

/** Notes what the server is known to have, and that those edits of these pages wait no more. */
export async function confirmCopy(
  slot: string,
  arrived: Readonly<Record<string, number>>,
  confirm: (before: Uint8Array) => Uint8Array,
): Promise<void> {
  const write = writing(await openDevice());
  const record = await write.objectStore('copies').get(slot);
  if (record === undefined) return;
  const waiting = Object.fromEntries(
    Object.entries(record.waiting).filter(([writer, made]) => made > (arrived[writer] ?? 0)),
  );
  const confirmed = confirm(record.confirmed);
  const next = { ...record, waiting, confirmed, usedAt: Date.now() };
  await complete(write, [write.objectStore('copies').put(next)]);
}

/** Puts one entry in the place of all that are there; false where the copy is gone. */
export async function mergeCopy(
  slot: string,
  merge: (updates: readonly Uint8Array[]) => Uint8Array,
): Promise<boolean> {
  const write = writing(await openDevice());
  const record = await write.objectStore('copies').get(slot);
  if (record === undefined) return false;
  const entries = write.objectStore('entries');
  const keys = await entries.index('slot').getAllKeys(slot);
  const found = await entries.index('slot').getAll(slot);
  const update = merge(found.map((entry) => entry.update));
  await complete(write, [
    ...keys.map((key) => entries.delete(key)),
    entries.add({ slot, update }),
    write.objectStore('copies').put({ ...record, bytes: update.length, entries: 1 }),
  ]);
  return true;
}

/** Removes copies; pages that have them open stop writing them. */
export async function removeCopies(slots: readonly string[]): Promise<void> {
  const database = await deviceIfAny();
  if (database === null || slots.length === 0) return;
  const write = writeAll(database);
  await complete(write, await copyRemovals(write, slots));
  tellNews({ kind: 'gone', slots });
}

async function makeRoom(slot: string, transcript: string, bytes: number): Promise<void> {
  const all = (await (await deviceIfAny())?.getAll('copies')) ?? [];
  const others = all.filter((copy) => copy.slot !== slot);
  const lacking = sum(others) + bytes - MOST_DEVICE_BYTES;
  if (lacking <= 0) return;
  const going = leastUsed(others, transcript, lacking);
  if (going === null) throw new DeviceFull('the copies on this device are at their bound');
  const copies = others.filter((copy) => going.has(copy.transcript));
  await removeCopies(copies.map((copy) => copy.slot));
  await removeAnswers(going);
}

/**
 * The transcripts that go to make room for so many bytes, whole, those first that were used least
 * lately; never the one given, nor one in which something waits. Null where all of them are not
 * enough.
 */
export function leastUsed(
  copies: readonly CopyRecord[],
  transcript: string,
  lackingBytes: number,
): ReadonlySet<string> | null {
  const groups = [...Map.groupBy(copies, (copy) => copy.transcript)]
    .filter(([id, group]) => id !== transcript && !group.some(isWaiting))
    .map(([id, group]) => ({ id, bytes: sum(group), usedAt: Math.max(...group.map(usedAtOf)) }))
    .sort((a, b) => a.usedAt - b.usedAt);
  const going = new Set<string>();
  let lacking = lackingBytes;
  for (const { id, bytes } of groups) {
    if (lacking <= 0) break;
    going.add(id);
    lacking -= bytes;
  }
  return lacking <= 0 ? going : null;
}

const usedAtOf = ({ usedAt }: CopyRecord): number => usedAt;

type Writing = ReturnType<typeof writing>;

function writing(database: DeviceDatabase) {
  return database.transaction(['owner', 'copies', 'entries'], 'readwrite', {
    durability: 'strict',
  });
}

function addAll(write: Writing, slot: string, updates: readonly Uint8Array[]) {
  return updates.map((update) => write.objectStore('entries').add({ slot, update }));
}

function sum(parts: readonly (Uint8Array | CopyRecord)[]): number {
  return parts.reduce(
    (bytes, part) => bytes + (part instanceof Uint8Array ? part.length : part.bytes),
    0,
  );
}
