import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { closeAgainBody, closeRoundBody, DocumentName } from '@triad/collab';
import { covers, isClosed } from '@triad/collab';
import { StorageError } from '@triad/storage';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { ClosedTranscript, LayerCopyBody, MemberBody, RoundBody } from '../data/records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import type { DocumentCopy } from '../documents/index.ts';
import { isEmptyUpdate } from '../documents/index.ts';
import { longAct } from '../long-act.ts';
import { refuse } from '../refusal.ts';
import { codersOf, isBoundBy } from './coders.ts';
import { factsOf } from './facts.ts';
import { announceRound, recheckAll } from './rounds.ts';

/*
 * Closing a round. Its first write takes the right to write away, its last reveals the layers; what
 * lies between copies each layer whole, may stop anywhere and is finished at the next start. All
 * later figures rest on these copies, which nothing changes any more.
 */

type Caller = { readonly member: Row<MemberBody> };
type Needs = Pick<
  Context,
  'tables' | 'documents' | 'blobs' | 'clock' | 'announce' | 'locks' | 'log'
>;

/**
 * Closes a round, or of an open one some transcripts alone. One that is being closed already was
 * interrupted (a full disk): it is finished.
 */
export function closeRound(
  context: Needs,
  round: Row<RoundBody>,
  caller: Caller,
  { version, transcripts }: z.infer<typeof closeRoundBody>,
): Promise<Row<RoundBody>> {
  return context.locks(round.body.project, async () => {
    const { body } = round;
    if (body.state === 'closing') return finishClosing(context, asSeen(round, version));
    if (body.state !== 'open') throw refuse('rounds/over');
    await checkNoneRedacting(context, body.project);
    const mark = { by: caller.member.id, at: now(context) };
    if (transcripts !== null) {
      if (body.kind !== 'open') throw refuse('rounds/blind-as-a-whole');
      const facts = factsOf(round);
      if (!transcripts.every((id) => covers(facts, id))) throw refuse('rounds/unknown-transcript');
      const added = transcripts
        .filter((id) => !isClosed(facts, id))
        .map((id): [string, ClosedTranscript] => [id, { ...mark, copied: false }]);
      const closedTranscripts = { ...body.closedTranscripts, ...Object.fromEntries(added) };
      const begun = await context.tables.rounds.update(asSeen(round, version), {
        ...body,
        closedTranscripts,
      });
      return finishClosing(context, begun);
    }
    await checkMayClose(context, round, caller);
    const listed = await context.tables.transcripts.find('listed', body.project);
    const begun = await context.tables.rounds.update(asSeen(round, version), {
      ...body,
      state: 'closing',
      closed: mark,
      transcripts: body.transcripts ?? listed.map(({ id }) => id),
    });
    return finishClosing(context, begun);
  });
}

/** Ends what a lead reopened for one coder: what they changed is a copy of its own. */
export function closeAgain(
  context: Needs,
  round: Row<RoundBody>,
  { version, member }: z.infer<typeof closeAgainBody>,
): Promise<Row<RoundBody>> {
  return context.locks(round.body.project, async () => {
    const { body } = round;
    if (!factsOf(round).reopenedFor.includes(member)) throw refuse('rounds/not-reopened');
    await checkNoneRedacting(context, body.project);
    const reopened = body.reopened.map((entry) =>
      entry.member === member && entry.closedAt === null
        ? { ...entry, closedAt: now(context) }
        : entry,
    );
    const begun = await context.tables.rounds.update(asSeen(round, version), {
      ...body,
      reopened,
    });
    return finishClosing(context, begun);
  });
}

/** One that could not be redacted yet holds words that must not be copied; it is finished first. */
async function checkNoneRedacting({ tables }: Needs, project: string): Promise<void> {
  const listed = await tables.transcripts.find('listed', project);
  if (listed.some(({ body }) => body.pending === 'redacting'))
    throw refuse('transcripts/redacting');
}

/** Copies what is to be copied and reveals; also at start, of what a crash interrupted. */
export function finishClosing(context: Needs, begun: Row<RoundBody>): Promise<Row<RoundBody>> {
  return longAct(context.log, 'closing of a round', begun.id, () => finish(context, begun));
}

async function finish(context: Needs, begun: Row<RoundBody>): Promise<Row<RoundBody>> {
  const { tables } = context;
  const { project, state, closedTranscripts, reopened } = begun.body;
  // From here on nobody can write to what is copied.
  await recheckAll(context, project);
  const whole = state === 'closing' ? (begun.body.transcripts ?? []) : [];
  const alone = Object.entries(closedTranscripts).filter(([, { copied }]) => !copied);
  for (const transcript of new Set([...whole, ...alone.map(([id]) => id)])) {
    if (closedTranscripts[transcript]?.copied === true) continue;
    for (const member of await coderLayers(context, begun, transcript)) {
      await copyLayer(context, begun, { transcript, member, copy: 1, afterReveal: false });
    }
  }
  for (const { member, closedAt, copied, transcripts } of reopened) {
    if (closedAt === null || copied) continue;
    for (const transcript of transcripts ?? transcriptsOf(begun)) {
      await copyAgain(context, begun, transcript, member);
    }
  }
  const done = await tables.rounds.update(begun, {
    ...begun.body,
    state: state === 'closing' ? 'closed' : state,
    closedTranscripts: Object.fromEntries(
      Object.entries(closedTranscripts).map(([id, entry]) => [id, { ...entry, copied: true }]),
    ),
    reopened: reopened.map((entry) => ({ ...entry, copied: entry.closedAt !== null })),
  });
  await recheckAll(context, project);
  announceRound(context, done);
  return done;
}

/** Rounds of which a crash interrupted the closing. */
export function isUnfinished({ body }: Row<RoundBody>): boolean {
  return (
    body.state === 'closing' ||
    Object.values(body.closedTranscripts).some(({ copied }) => !copied) ||
    body.reopened.some(({ closedAt, copied }) => closedAt !== null && !copied)
  );
}

/** The blob that holds a copy, which is also the id of its record. */
export function copyId(transcript: string, round: string, member: string, copy: number): string {
  return `layer-copy/${transcript}/${round}/${member}/${copy}`;
}

/** Removes the copies of a transcript's layers; may be done again after a crash. */
export async function removeCopies(
  { tables, blobs }: Pick<Context, 'tables' | 'blobs'>,
  transcript: string,
): Promise<void> {
  for (const id of await tables.layerCopies.ids('transcript', transcript)) {
    await blobs.remove(id);
    await tables.layerCopies.remove(id);
  }
}

/** A lead who codes in a blind round is bound as the others are. */
async function checkMayClose(
  { tables, clock }: Needs,
  { id, body }: Row<RoundBody>,
  { member }: Caller,
): Promise<void> {
  if (!isBoundBy(body, member.id)) return;
  if (body.due !== null && Date.parse(body.due.at) <= clock().getTime()) return;
  const progress = await tables.progress.find('round', id);
  const coding = await codersOf(tables, body.project);
  const waiting = (body.coders ?? []).filter(
    (coder) =>
      coding.has(coder) &&
      !progress.some((row) => row.body.member === coder && row.body.doneAt !== null),
  );
  if (waiting.length > 0) throw refuse('rounds/not-all-done', waiting.length);
}

/** Who has a layer to be copied; of a blind round each coder, who may have marked nothing. */
async function coderLayers(
  { documents }: Needs,
  { id, body }: Row<RoundBody>,
  transcript: string,
): Promise<readonly string[]> {
  const members = new Set(body.kind === 'blind' ? (body.coders ?? []) : []);
  for (const { document } of await documents.layers(transcript)) {
    if (document.kind === 'layer' && document.round === id) members.add(document.member);
  }
  return [...members];
}

function transcriptsOf({ body }: Row<RoundBody>): readonly string[] {
  const closed = Object.keys(body.closedTranscripts);
  return body.state === 'open' ? closed : (body.transcripts ?? closed);
}

/** Whatever is copied again is after the reveal, also of a coder who had no layer before it. */
async function copyAgain(
  context: Needs,
  round: Row<RoundBody>,
  transcript: string,
  member: string,
): Promise<void> {
  const copies = (await context.tables.layerCopies.find('transcript', transcript))
    .filter(({ body }) => body.round === round.id && body.member === member)
    .sort((a, b) => a.body.copy - b.body.copy);
  const last = copies.at(-1)?.body;
  const copy = (last?.copy ?? 0) + 1;
  const before = last ?? null;
  await copyLayer(context, round, { transcript, member, copy, afterReveal: true, before });
}

/** Whether a layer is as it was when it was copied: a migration alone changes no word of it. */
async function isUnchanged(
  { blobs, documents }: Needs,
  before: LayerCopyBody | null,
  { bytes, schema, state }: Pick<DocumentCopy, 'bytes' | 'schema' | 'state'>,
): Promise<boolean> {
  // No copy is of a layer that was not there; asking for it begins one, and that is no work.
  if (before === null) return isEmptyUpdate(bytes);
  if (state === before.state) return true;
  const earlier = before.schema ?? 1;
  if (earlier === schema) return false;
  const { transcript, round, member, copy } = before;
  const kept = await blobs.get(copyId(transcript, round, member, copy));
  if (kept === null) return false;
  return documents.sayTheSame('layer', { schema: earlier, bytes: kept.bytes }, { schema, bytes });
}

type Copying = {
  readonly transcript: string;
  readonly member: string;
  readonly copy: number;
  readonly afterReveal: boolean;
  /** The copy before: where the layer is as it was then, none is made. Null: there is none. */
  readonly before?: LayerCopyBody | null;
};

/** Stores a layer whole, unless it is as it was or the transcript is gone. */
async function copyLayer(
  context: Needs,
  { id: round, body: { project } }: Row<RoundBody>,
  { transcript, member, copy, afterReveal, before }: Copying,
): Promise<void> {
  const { tables, blobs, documents } = context;
  const row = await tables.transcripts.get(transcript);
  if (row === null || row.body.pending !== null) return;
  const id = copyId(transcript, round, member, copy);
  if ((await tables.layerCopies.get(id)) !== null) return;
  const name: DocumentName = { kind: 'layer', transcript, round, member };
  const { bytes, schema, state, summary } = await documents.copy(name);
  if (before !== undefined && (await isUnchanged(context, before, { bytes, schema, state })))
    return;
  await blobs.put(id, bytes, '');
  try {
    await tables.layerCopies.insert(id, {
      project,
      transcript,
      round,
      member,
      copy,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      state,
      schema,
      bytes: bytes.length,
      ...summary,
      at: now(context),
      afterReveal,
    });
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'storage/exists') throw error;
  }
  // The transcript may have been removed meanwhile, with all that its removal found.
  const still = await tables.transcripts.get(transcript);
  if (still === null || still.body.pending !== null) await removeCopies(context, transcript);
}
