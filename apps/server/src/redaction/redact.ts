import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RedactBody } from '@triad/collab';
import { formatDocumentName } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { RedactionBody, TranscriptBody, VersionBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { longAct } from '../long-act.ts';
import { faultOf } from '../http/errors.ts';
import type { Membership } from '../projects/membership.ts';
import { refuse } from '../refusal.ts';
import { recheckAll } from '../rounds/rounds.ts';
import { isThere } from '../transcripts/is-there.ts';
import { originalBlob } from '../transcripts/remove.ts';
import { listVersions, versionBlob } from '../transcripts/history.ts';
import { inBatches } from './batches.ts';
import { finishRedaction } from './finish-redaction.ts';
import { joinHeld, NEVER_HELD } from './held-before.ts';
import type { HeldBefore } from './held-before.ts';
import { refuseFor } from './objection.ts';
import { ORIGINAL_GOES, planBlob, storePlan } from './plan.ts';
import type { RedactionPlan } from './plan.ts';
import { placeOf } from './places.ts';
import type { Asked } from './places.ts';
import type { Planned } from './redaction-work.ts';
import { NOT_FINISHED } from './unfinished.ts';

const TRIES = 4;

/**
 * Takes words out of a transcript for good: out of its text and everything that was made of it. Its
 * first write closes the transcript to everybody, its last opens it again; between the two lies the
 * plan, from which the next start finishes what a crash cut. Nothing else of the project changes
 * meanwhile that could copy the words: no closing of a round, no comment, no edit.
 */
export async function redact(
  context: Context,
  { id: transcript, body: { project } }: Row<TranscriptBody>,
  me: Membership,
  asked: RedactBody,
): Promise<Row<RedactionBody>> {
  const { locks, leases, log } = context;
  // First whether it can be done at all: nobody's work is interrupted for what is refused.
  await checkAsked(context, transcript, asked);
  return locks(project, () =>
    locks(`comments/${transcript}`, () =>
      longAct(log, 'redaction', transcript, async () => {
        const plan = await leases.without(transcript, me, () =>
          beginRedaction(context, transcript, me, asked),
        );
        await finish(context, transcript);
        const done = await context.tables.redactions.get(plan.id);
        if (done === null) throw new Error('a redaction is not recorded');
        return done;
      }),
    ),
  );
}

async function checkAsked(
  { documents, jobs }: Context,
  transcript: string,
  asked: RedactBody,
): Promise<void> {
  const text = await documents.copy({ kind: 'transcript', transcript });
  const result = await jobs.redact({
    step: 'check',
    asked: askedIn(asked),
    replacement: asked.replacement,
    text: text.bytes,
  });
  if (!('places' in result)) throw refuseFor(result);
}

function askedIn({ words, all, ...place }: RedactBody): Asked {
  return { words, at: placeOf(place), all };
}

/** What fails for a moment, as when much else is being done, is tried again; else it is ended later. */
async function finish(context: Context, transcript: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await finishRedaction(context, transcript);
      return;
    } catch (error) {
      context.log.error({ transcript, tries, ...faultOf(error) }, NOT_FINISHED);
      if (tries >= TRIES) {
        context.unfinished.add(transcript);
        throw error;
      }
      await pause(tries * context.unfinished.retryMs);
    }
  }
}

/**
 * Closes the transcript, stores the plan and makes the key for what will be left; where that fails
 * everything is as it was. The plan comes before the key: it holds the words, so it must be sealed
 * with the key that goes.
 */
export async function beginRedaction(
  context: Context,
  transcript: string,
  { member }: Membership,
  asked: RedactBody,
): Promise<RedactionPlan> {
  const { tables } = context;
  const row = await tables.transcripts.get(transcript);
  if (row === null || !isThere(row)) throw refuse('rules/unknown');
  if (row.body.pending !== null) throw refuse('transcripts/redacting');
  const closed = await tables.transcripts.update(row, { ...row.body, pending: 'redacting' });
  // Nobody is told yet: they would ask for what they may not have now. Open documents are put off.
  try {
    // From here on nobody writes; what was sent before is stored, and waited for below.
    await recheckAll(context, row.body.project);
    const plan = await makePlan(context, closed, member.id, asked);
    await storePlan(context.blobs, transcript, plan);
    await context.keys.renewFrom(transcript, plan.key);
    return plan;
  } catch (error) {
    context.log.info({ transcript, ...faultOf(error) }, 'a redaction was not begun');
    await undo(context, closed, row.body);
    throw error;
  }
}

/** Opens the transcript again, first without its plan; what cannot be undone now is ended later. */
async function undo(
  { tables, blobs, announce, unfinished, log }: Context,
  closed: Row<TranscriptBody>,
  before: TranscriptBody,
): Promise<void> {
  const { id } = closed;
  try {
    await blobs.remove(planBlob(id));
    const { version } = await tables.transcripts.update(closed, before);
    const { project, observersRead } = before;
    announce.changed({ project, what: 'transcripts', id, version }, { observersRead });
  } catch (error) {
    log.error({ transcript: id, ...faultOf(error) }, NOT_FINISHED);
    unfinished.add(id);
  }
}

async function makePlan(
  context: Context,
  { id: transcript, body: { originalKept, format } }: Row<TranscriptBody>,
  by: string,
  request: RedactBody,
): Promise<RedactionPlan> {
  const { documents, jobs, blobs, keys } = context;
  const asked = askedIn(request);
  const text = await documents.copy({ kind: 'transcript', transcript });
  const kept = originalKept ? await blobs.get(originalBlob(transcript)) : null;
  const id = randomUUID();
  const result = await jobs.redact({
    step: 'plan',
    asked,
    redaction: id,
    replacement: request.replacement,
    text: text.bytes,
    heldBefore: await readHistory(context, transcript, asked, text.bytes),
    original: kept && { bytes: kept.bytes, format },
  });
  if (!('planned' in result)) throw refuseFor(result);
  const { change, counts, original } = result.planned;
  return {
    id,
    by,
    at: now(context),
    change,
    counts,
    original: kept === null ? null : hashOf(original),
    documents: await generations(context, transcript),
    key: await keys.newest(transcript),
  };
}

/** Where the words stood before; nothing where one place alone is meant. */
async function readHistory(
  { tables, blobs, jobs }: Context,
  transcript: string,
  { words, all }: Asked,
  text: Uint8Array,
): Promise<HeldBefore> {
  const versions = all ? await listVersions({ tables }, transcript) : [];
  const bytesOf = async ({ body: { number } }: Row<VersionBody>) =>
    (await blobs.get(versionBlob(transcript, number)))?.bytes ?? null;
  const [first] = versions;
  const imported = first === undefined ? null : await bytesOf(first);
  let found = NEVER_HELD;
  if (imported === null) return found;
  for await (const batch of inBatches(versions, bytesOf)) {
    const bytes = batch.map((each) => each.bytes);
    const result = await jobs.redact({ step: 'held', words, text, imported, versions: bytes });
    if (!('held' in result)) throw refuseFor(result);
    found = joinHeld(found, result.held);
  }
  return found;
}

function hashOf(original: Planned['original']): string {
  if (original === null) return ORIGINAL_GOES;
  return createHash('sha256').update(original).digest('hex');
}

async function generations(
  { documents }: Context,
  transcript: string,
): Promise<RedactionPlan['documents']> {
  const text = await documents.describe({ kind: 'transcript', transcript });
  if (text === null) {
    throw new Error(`${formatDocumentName({ kind: 'transcript', transcript })} is not there`);
  }
  const heads = [text];
  for (const { document } of await documents.layers(transcript)) {
    // Migrated first, if it is of an earlier schema: later it would count as redacted already.
    const head = await documents.describe(document);
    if (head !== null) heads.push(head);
  }
  return Object.fromEntries(heads.map(({ name, generation }) => [name, generation]));
}
