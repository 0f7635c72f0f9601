import { randomUUID } from 'node:crypto';
import type { TurnContent } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { eachBlob } from '@triad/storage';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { LeaseBody, TranscriptBody, VersionBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { refuse } from '../refusal.ts';
import type { TextCounts } from './job-messages.ts';
import { decodeVersion } from './versions.ts';

/*
 * The history of a text: its state before a lease and after, as whole versions. The first is stored
 * before anybody can write under the lease, the second while the record of the lease is still there:
 * a crash between the two leaves the record, and the next start stores what is missing. Bytes come
 * before the record that names them and go before it, so that doing it again ends what was cut.
 */

type Needs = Pick<Context, 'tables' | 'blobs' | 'documents' | 'jobs' | 'clock'>;

/** By number, the oldest first. */
export async function listVersions(
  { tables }: Pick<Context, 'tables'>,
  transcript: string,
): Promise<readonly Row<VersionBody>[]> {
  const rows = await tables.history.find('transcript', transcript);
  return [...rows].sort((a, b) => a.body.number - b.body.number);
}

/**
 * Keeps the text as it is before somebody edits it, unless it was kept so already; resolves with the
 * state of its document.
 */
export async function keepBefore(
  context: Needs,
  { id, body }: Row<TranscriptBody>,
): Promise<string> {
  const isFirst = (await context.tables.history.count('transcript', id)) === 0;
  const { importedBy: by, importedAt: at } = body;
  // What differs from the last version was written when no history was kept.
  const about = isFirst ? { by, from: at, at } : { by: null, from: now(context), at: now(context) };
  const text = await context.documents.copy({ kind: 'transcript', transcript: id });
  await keep(context, { project: body.project, transcript: id, ...about }, text.bytes);
  return text.state;
}

/**
 * Keeps the text as somebody left it; resolves with what it counts. Where they changed nothing,
 * nothing stays of it. Null, and nothing is read, where its document is in the state `before` still.
 */
export async function keepAfter(
  context: Needs,
  project: string,
  { transcript, member, takenAt }: LeaseBody,
  before: string | null,
): Promise<TextCounts | null> {
  const about = { project, transcript, by: member, from: takenAt, at: now(context) };
  const text = await context.documents.copy({ kind: 'transcript', transcript });
  const counts = text.state === before ? null : await keep(context, about, text.bytes);
  const versions = await listVersions(context, transcript);
  const [first] = versions;
  if (versions.length === 1 && first !== undefined) await drop(context, first);
  else await bound(context, versions);
  return counts;
}

/** The turns of a version. Throws `history/gone` where it had to make room. */
export async function readVersion(
  { blobs }: Pick<Context, 'blobs'>,
  { body: { transcript, number } }: Row<VersionBody>,
): Promise<readonly TurnContent[]> {
  const blob = await blobs.get(versionBlob(transcript, number));
  if (blob === null) throw refuse('history/gone');
  return decodeVersion(blob.bytes);
}

/** The blob that holds the turns of a version. */
export function versionBlob(transcript: string, number: number): string {
  return `history/${transcript}/${number}`;
}

/** Removes the history of a transcript; may be done again after a crash. */
export async function removeHistory(
  { tables, blobs }: Pick<Context, 'tables' | 'blobs'>,
  transcript: string,
): Promise<void> {
  for await (const blob of eachBlob(blobs, `history/${transcript}/`)) await blobs.remove(blob);
  for (const id of await tables.history.ids('transcript', transcript)) {
    await tables.history.remove(id);
  }
}

/** Stores a text, unless the last version is the same; what it counts. */
async function keep(
  context: Needs,
  about: Pick<VersionBody, 'project' | 'transcript' | 'by' | 'from' | 'at'>,
  text: Uint8Array,
): Promise<TextCounts> {
  const { tables, blobs, jobs } = context;
  const last = (await listVersions(context, about.transcript)).at(-1)?.body;
  const { bytes, sha256, ...counts } = await jobs.version(text);
  if (sha256 === last?.sha256) return counts;
  const number = (last?.number ?? 0) + 1;
  await blobs.put(versionBlob(about.transcript, number), bytes, '');
  const body = { ...about, number, ...counts, sha256, bytes: bytes.length };
  await tables.history.insert(randomUUID(), body);
  return counts;
}

/** The first stays: it is the text as it was imported. */
async function bound(context: Needs, versions: readonly Row<VersionBody>[]): Promise<void> {
  let bytes = versions.reduce((sum, { body }) => sum + body.bytes, 0);
  let count = versions.length;
  for (const version of versions.slice(1, -1)) {
    if (count <= LIMITS.historyVersions && bytes <= LIMITS.historyBytes) return;
    await drop(context, version);
    count -= 1;
    bytes -= version.body.bytes;
  }
}

async function drop({ tables, blobs }: Needs, { id, body }: Row<VersionBody>): Promise<void> {
  await blobs.remove(versionBlob(body.transcript, body.number));
  await tables.history.remove(id);
}
