import { createHash, randomUUID } from 'node:crypto';
import type { ImportBody, Speaker, TurnContent } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { longAct } from '../long-act.ts';
import { keepIfProject } from '../projects/still-there.ts';
import { refuse } from '../refusal.ts';
import { eraseTranscript, originalBlob } from './remove.ts';

/**
 * Stores what a person approved in the preview: document, original, record. The record is written
 * first as `importing` and shown by its last write, so a crash or a failure leaves nothing that
 * anybody sees.
 */
export async function importTranscript(
  context: Context,
  project: string,
  member: string,
  body: ImportBody,
  original: Uint8Array | null,
): Promise<Row<TranscriptBody>> {
  checkTurns(body);
  await checkSpeakers(context, project, body.speakers);
  checkOriginal(body, original);
  const { update, words } = await context.jobs.compose(toContent(body));
  if (update.byteLength > LIMITS.documentBytes) {
    throw refuse('transcripts/too-long', LIMITS.textUtf16);
  }
  const id = randomUUID();
  const about: Omit<TranscriptBody, 'pending'> = {
    project,
    title: body.title,
    fileName: body.fileName,
    format: body.format,
    sha256: body.sha256,
    originalKept: body.keepOriginal,
    speakers: body.speakers,
    turns: body.turns.length,
    words,
    durationSeconds: durationOf(body),
    observersRead: false,
    importedBy: member,
    importedAt: now(context),
  };
  const kept = body.keepOriginal ? original : null;
  const row = await longAct(context.log, 'import', id, () =>
    storeTranscript(context, about, update, kept, id),
  );
  context.announce.changed({ project, what: 'transcripts', id: row.id, version: row.version });
  return row;
}

/** Key, document, original, record; a failure on the way leaves nothing behind. */
export async function storeTranscript(
  context: Pick<Context, 'tables' | 'documents' | 'blobs' | 'keys' | 'locks' | 'adjudication'>,
  about: Omit<TranscriptBody, 'pending'>,
  update: Uint8Array,
  original: Uint8Array | null,
  id: string = randomUUID(),
): Promise<Row<TranscriptBody>> {
  const { tables } = context;
  const { project } = about;
  const pending = await context.locks(project, async () => {
    if ((await tables.transcripts.count('project', project)) >= LIMITS.transcripts) {
      throw refuse('transcripts/too-many', LIMITS.transcripts);
    }
    // Asked under the lock under which participants are removed.
    await checkSpeakers(context, project, about.speakers);
    await context.keys.make(id);
    try {
      return await tables.transcripts.insert(id, { ...about, pending: 'importing' });
    } catch (error) {
      await context.keys.destroy(id);
      throw error;
    }
  });
  try {
    await context.documents.create({ kind: 'transcript', transcript: id }, update);
    if (original !== null) await context.blobs.put(originalBlob(id), original, '');
    await keepIfProject(tables, project, pending, tables.transcripts);
    return await tables.transcripts.update(pending, { ...pending.body, pending: null });
  } catch (error) {
    await eraseTranscript(context, id).catch(() => undefined);
    throw error;
  }
}

/** Speakers must be told apart by key, and mapped to participants of this project. */
export async function checkSpeakers(
  { tables }: Pick<Context, 'tables'>,
  project: string,
  speakers: readonly Speaker[],
): Promise<void> {
  const keys = new Set<string>();
  for (const { key } of speakers) {
    if (keys.has(key)) throw refuse('transcripts/speaker-twice', key);
    keys.add(key);
  }
  const mapped = speakers.filter(({ participant }) => participant !== null);
  if (mapped.length === 0) return;
  const known = new Set((await tables.participants.find('project', project)).map(({ id }) => id));
  for (const { name, participant } of mapped) {
    if (participant !== null && !known.has(participant)) {
      throw refuse('transcripts/unknown-participant', name);
    }
  }
}

/** The turns as they go into the document: each with an id of its own, paragraphs apart. */
export function toContent({ turns }: Pick<ImportBody, 'turns'>): readonly TurnContent[] {
  return turns.map(({ speaker, start, end, text }) => ({
    id: randomUUID(),
    speaker: speaker ?? '',
    start,
    end,
    paragraphs: text.replace(/\r\n?/g, '\n').split('\n'),
  }));
}

function checkTurns({ turns, speakers }: ImportBody): void {
  const keys = new Set(speakers.map(({ key }) => key));
  let lengthUtf16 = 0;
  for (const [index, { speaker, text }] of turns.entries()) {
    if (speaker !== null && !keys.has(speaker)) {
      throw refuse('transcripts/unknown-speaker', index + 1, speaker);
    }
    if (!text.isWellFormed() || text.includes('\0'))
      throw refuse('transcripts/bad-text', index + 1);
    lengthUtf16 += text.length + 1;
  }
  if (lengthUtf16 > LIMITS.textUtf16) throw refuse('transcripts/too-long', LIMITS.textUtf16);
}

function checkOriginal({ keepOriginal, sha256 }: ImportBody, original: Uint8Array | null): void {
  if (original === null) {
    if (keepOriginal) throw refuse('transcripts/original-missing');
    return;
  }
  if (original.byteLength > LIMITS.fileBytes) throw refuse('preview/too-large', LIMITS.fileBytes);
  if (createHash('sha256').update(original).digest('hex') !== sha256) {
    throw refuse('transcripts/other-file');
  }
}

/** Seconds up to the last time in the text. */
export function durationOf({ turns }: Pick<ImportBody, 'turns'>): number | null {
  let last: number | null = null;
  for (const { start, end } of turns) {
    for (const time of [start, end]) if (time !== null && time > (last ?? -1)) last = time;
  }
  return last;
}
