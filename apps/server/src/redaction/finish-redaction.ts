import { createHash } from 'node:crypto';
import type { DocumentName, Speaker } from '@triad/collab';
import { DOCUMENT_SCHEMA, formatDocumentName, replaceWords } from '@triad/collab';
import { StorageError } from '@triad/storage';
import { removeComparison } from '../agreement/kept.ts';
import type { Context } from '../context.ts';
import type { CommentBody, TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { describeLayer } from '../documents/index.ts';
import { redactReasons } from '../rounds/reasons.ts';
import { listVersions, versionBlob } from '../transcripts/history.ts';
import { originalBlob } from '../transcripts/remove.ts';
import { inBatches } from './batches.ts';
import { ORIGINAL_GOES, planBlob, readPlan } from './plan.ts';
import type { RedactionPlan } from './plan.ts';
import { redactDecisions } from './redact-decisions.ts';
import { redactTarget } from './redact-target.ts';
import { refuseFor } from './objection.ts';
import { knownFinder, openChange } from './redaction-work.ts';
import type { TextChange } from './redaction-work.ts';

/*
 * The steps of a redaction, from its plan. Each may be done again: what a step made is told from what
 * it found by a generation or a hash. Everything of the transcript is sealed anew with a new key; the
 * old one is destroyed when nothing is left that it opens, and then the transcript is opened again.
 */

type Needs = Pick<
  Context,
  | 'tables'
  | 'blobs'
  | 'documents'
  | 'keys'
  | 'jobs'
  | 'announce'
  | 'sealedWith'
  | 'locks'
  | 'adjudication'
>;

/** Ends what a plan began; a transcript that was closed before there was a plan is opened again. */
export async function finishRedaction(context: Needs, transcript: string): Promise<void> {
  const plan = await readPlan(context.blobs, transcript);
  if (plan !== null && plan !== 'over') await carryOut(context, transcript, plan);
  await open(context, transcript);
  await context.blobs.remove(planBlob(transcript));
}

async function carryOut(context: Needs, transcript: string, plan: RedactionPlan): Promise<void> {
  const { keys, tables } = context;
  await keys.renewFrom(transcript, plan.key);
  await redactVersions(context, transcript, plan);
  await redactCopies(context, transcript, plan);
  // Both texts, for the records that are about a place in them, if there are any.
  let texts: ReturnType<typeof openChange> | null = null;
  const redacted = (): NonNullable<typeof texts> => (texts ??= openChange(plan.change));
  await redactComments(context, transcript, plan, redacted);
  await redactFlags(context, transcript, plan);
  await redactDecisions(context, transcript, redacted, cleaner(plan.change));
  // Its offsets are of the text before; it is worked out anew.
  await removeComparison(context, transcript);
  await redactReasons(context, transcript, cleaner(plan.change), plan.change.replacement);
  const original = await redactOriginal(context, transcript, plan);
  await redactLayers(context, transcript, plan);
  await replaceText(context, transcript, plan);
  const { project } = await redactRecord(context, transcript, plan, original);
  await ignoringExisting(() =>
    tables.redactions.insert(plan.id, {
      project,
      transcript,
      by: plan.by,
      at: plan.at,
      places: plan.change.places.length,
      original: plan.original === null ? null : original === null ? 'removed' : 'rewritten',
    }),
  );
  const left = (await context.sealedWith(transcript, plan.key)).filter(
    (name) => name !== planBlob(transcript),
  );
  if (left.length > 0) {
    throw new Error(`${left.length} of ${transcript} still need its old key, as ${left[0]}`);
  }
  await keys.retire(transcript, plan.key);
}

/** Whatever of the words the old key could still open is gone: everybody may come back. */
async function open({ tables, announce }: Needs, transcript: string): Promise<void> {
  const row = await tables.transcripts.get(transcript);
  if (row?.body.pending !== 'redacting') return;
  const { version, body } = await tables.transcripts.update(row, { ...row.body, pending: null });
  const { project, observersRead } = body;
  announce.changed({ project, what: 'transcripts', id: transcript, version }, { observersRead });
}

async function redactVersions(
  { tables, blobs, jobs }: Needs,
  transcript: string,
  { change }: RedactionPlan,
): Promise<void> {
  const versions = await listVersions({ tables }, transcript);
  for await (const batch of inBatches(versions, async ({ body: { number } }) => {
    const blob = await blobs.get(versionBlob(transcript, number));
    return blob?.bytes ?? null;
  })) {
    const result = await jobs.redact({
      step: 'versions',
      change,
      versions: batch.map(({ bytes }) => bytes),
    });
    if (!('versions' in result)) throw refuseFor(result);
    for (const [at, { item, bytes: before }] of batch.entries()) {
      const made = result.versions[at];
      if (made === undefined) throw new Error('a version was not redacted');
      const { bytes, ...about } = made;
      const isOther = Buffer.compare(before, bytes) !== 0 || item.body.sha256 !== about.sha256;
      const redacted = item.body.redacted === true || isOther;
      await blobs.put(versionBlob(transcript, item.body.number), bytes, '');
      const size = { ...about, bytes: bytes.length };
      await tables.history.update(item, { ...item.body, ...size, redacted });
    }
  }
}

/** Copies of layers, on which figures rest: with a new hash, since the old one tells the words to whoever tries. */
async function redactCopies(
  { tables, blobs, jobs }: Needs,
  transcript: string,
  plan: RedactionPlan,
): Promise<void> {
  const copies = await tables.layerCopies.find('transcript', transcript);
  const bytesOf = async (id: string) => (await blobs.get(id))?.bytes ?? null;
  for await (const batch of inBatches(copies, ({ id }) => bytesOf(id))) {
    // One of which the bytes are not those of its record was redacted before a crash.
    const isDone = batch.map(({ item, bytes }) => hashOf(bytes) !== item.body.sha256);
    const due = batch.filter((_, at) => isDone[at] !== true);
    const result = await jobs.redact({
      step: 'layers',
      change: plan.change,
      layers: due.map(({ item, bytes }) => ({
        state: bytes,
        schema: item.body.schema ?? 1,
        client: clientFor(plan.id, item.body.state),
      })),
    });
    if (!('layers' in result)) throw refuseFor(result);
    const made = new Map(due.map(({ item }, at) => [item.id, result.layers[at]]));
    for (const { item, bytes: before } of batch) {
      const bytes = made.get(item.id) ?? before;
      await blobs.put(item.id, bytes, '');
      await tables.layerCopies.update(item, {
        ...item.body,
        sha256: hashOf(bytes),
        ...describeLayer(bytes),
        schema: DOCUMENT_SCHEMA.layer,
        bytes: bytes.length,
        ...(hashOf(bytes) === item.body.sha256 ? {} : { redactedAt: plan.at }),
      });
    }
  }
}

/** Each is written anew, also without the words in it: their old key goes. */
async function redactComments(
  { tables }: Needs,
  transcript: string,
  { change }: RedactionPlan,
  redacted: () => ReturnType<typeof openChange>,
): Promise<void> {
  const clean = cleaner(change);
  for (const row of await tables.comments.find('transcript', transcript)) {
    const { target: about } = row.body;
    const target = about.kind === 'passage' ? redactTarget(redacted(), about) : about;
    const body: CommentBody = { ...row.body, target, text: clean(row.body.text) };
    await tables.comments.update(row, body);
  }
}

async function redactFlags(
  { tables }: Needs,
  transcript: string,
  { change }: RedactionPlan,
): Promise<void> {
  const clean = cleaner(change);
  for (const row of await tables.flags.find('transcript', transcript)) {
    await tables.flags.update(row, { ...row.body, note: clean(row.body.note) });
  }
}

/** The SHA-256 of what is left of the original; null where it is gone. */
async function redactOriginal(
  { blobs, jobs, tables }: Needs,
  transcript: string,
  { original, change }: RedactionPlan,
): Promise<string | null> {
  if (original === null) return null;
  if (original === ORIGINAL_GOES) {
    await blobs.remove(originalBlob(transcript));
    return null;
  }
  const row = await tables.transcripts.get(transcript);
  const kept = await blobs.get(originalBlob(transcript));
  if (kept === null || row === null) throw new Error(`the original of ${transcript} is gone`);
  let { bytes } = kept;
  if (hashOf(bytes) !== original) {
    const result = await jobs.redact({
      step: 'original',
      change,
      original: { bytes, format: row.body.format },
    });
    const made = 'original' in result ? result.original : null;
    if (made === null) throw refuseFor(result);
    bytes = made;
  }
  await blobs.put(originalBlob(transcript), bytes, '');
  return hashOf(bytes);
}

async function redactLayers(
  { documents, jobs }: Needs,
  transcript: string,
  plan: RedactionPlan,
): Promise<void> {
  const due: DocumentName[] = [];
  for (const { document, name, generation } of await documents.layers(transcript)) {
    if (plan.documents[name] === generation) due.push(document);
  }
  const states = new Map<DocumentName, { readonly state: string; readonly schema: number }>();
  const bytesOf = async (document: DocumentName) => {
    const { bytes, ...rest } = await documents.copy(document);
    states.set(document, rest);
    return bytes;
  };
  for await (const batch of inBatches(due, bytesOf)) {
    const result = await jobs.redact({
      step: 'layers',
      change: plan.change,
      layers: batch.map(({ item, bytes }) => ({
        state: bytes,
        schema: states.get(item)?.schema ?? DOCUMENT_SCHEMA.layer,
        client: clientFor(plan.id, states.get(item)?.state ?? ''),
      })),
    });
    if (!('layers' in result)) throw refuseFor(result);
    for (const [at, { item, bytes }] of batch.entries()) {
      const content = result.layers[at];
      if (content === undefined) throw new Error('a layer was not redacted');
      await documents.replace(item, 'redaction', (_present, present) => {
        // Nobody may write while the transcript is closed; if somebody did, it must not be lost.
        if (Buffer.compare(present, bytes) !== 0) {
          throw new Error(`${formatDocumentName(item)} was written to while it was redacted`);
        }
        return { content, schema: DOCUMENT_SCHEMA.layer };
      });
    }
  }
}

async function replaceText(
  { documents }: Needs,
  transcript: string,
  { change, documents: before }: RedactionPlan,
): Promise<void> {
  const name: DocumentName = { kind: 'transcript', transcript };
  const head = await documents.describe(name);
  if (head === null || before[head.name] !== head.generation) return;
  await documents.replace(name, 'redaction', ({ schema }) => ({ content: change.after, schema }));
}

async function redactRecord(
  { tables }: Needs,
  transcript: string,
  { change, counts, original: fate }: RedactionPlan,
  original: string | null,
): Promise<TranscriptBody> {
  const row: Row<TranscriptBody> | null = await tables.transcripts.get(transcript);
  if (row === null) throw new Error(`${transcript} went while it was redacted`);
  const clean = cleaner(change);
  const speakers: readonly Speaker[] = row.body.speakers.map((speaker) => ({
    ...speaker,
    name: clean(speaker.name),
  }));
  const { body } = await tables.transcripts.update(row, {
    ...row.body,
    ...counts,
    title: clean(row.body.title),
    fileName: clean(row.body.fileName),
    speakers,
    // Of a file that was not kept, too: with all of its words but these the hash tells them.
    sha256: original ?? '',
    originalKept: fate === null ? row.body.originalKept : original !== null,
  });
  return body;
}

function cleaner({ words, replacement }: TextChange): (text: string) => string {
  const finder = knownFinder(words);
  return (text) => replaceWords(finder, text, replacement);
}

/** The same for the same layer, so that a copy of it becomes the same bytes. */
function clientFor(redaction: string, state: string): number {
  return createHash('sha256').update(`${redaction} ${state}`).digest().readUInt32BE(0);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function ignoringExisting(insert: () => Promise<unknown>): Promise<void> {
  try {
    await insert();
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'storage/exists') throw error;
  }
}
