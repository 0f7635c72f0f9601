import type { z } from 'zod';
import type { changeTranscriptBody, DocumentAnswer, DocumentName } from '@triad/collab';
import { parseDocumentName } from '@triad/collab';
import type { Context } from '../context.ts';
import type { MemberBody, TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { DocumentHead } from '../documents/host.ts';
import { findDocumentAccess } from '../gate.ts';
import { memberMay } from '../projects/membership.ts';
import { refuse } from '../refusal.ts';
import { checkSpeakers } from './import.ts';

/** By title, numbers in their order. */
export async function listTranscripts(
  { tables }: Context,
  project: string,
): Promise<readonly Row<TranscriptBody>[]> {
  const rows = await tables.transcripts.find('listed', project);
  return [...rows].sort((a, b) => ORDER.compare(a.body.title, b.body.title));
}

const ORDER = new Intl.Collator('en', { numeric: true });

/** The layers of a transcript that the member may read, with their counts. */
export async function listLayers(
  { documents }: Context,
  transcript: Row<TranscriptBody>,
  member: Row<MemberBody>,
) {
  const { observersRead } = transcript.body;
  if (!memberMay(member, 'layer.read', { observersRead })) return [];
  return Promise.all(
    (await documents.layers(transcript.id)).map(async ({ document }) => {
      if (document.kind !== 'layer') throw new Error('a layer has another name');
      const { round, member: author } = document;
      return { ...(await documents.summarise(document)), member: author, round };
    }),
  );
}

/** Every document of a transcript that the member may open, the text first, then their own layer. */
export async function listDocuments(
  context: Context,
  transcript: Row<TranscriptBody>,
  member: Row<MemberBody>,
): Promise<readonly DocumentAnswer[]> {
  const { documents, tables } = context;
  const text = await documents.describe({ kind: 'transcript', transcript: transcript.id });
  if (text === null) throw new Error(`transcript ${transcript.id} has no document`);
  const heads: DocumentHead[] = [text];
  for (const { id } of await tables.rounds.find('project', transcript.body.project)) {
    const own = { kind: 'layer', transcript: transcript.id, round: id, member: member.id } as const;
    const access = await findDocumentAccess(tables, member.body.account, own);
    if (access?.write === true) heads.push(await documents.ensure(own));
  }
  for (const layer of await documents.layers(transcript.id)) {
    if (heads.every(({ name }) => name !== layer.name)) heads.push(layer);
  }
  const answers = await Promise.all(heads.map((head) => answerFor(context, head, member)));
  return answers.filter((answer) => answer !== null);
}

/** What a client must say to open a document; null where the member may not. */
export async function answerFor(
  { tables }: Pick<Context, 'tables'>,
  { name, generation, schema }: DocumentHead,
  member: Row<MemberBody>,
): Promise<DocumentAnswer | null> {
  const document: DocumentName | null = parseDocumentName(name);
  if (document === null) throw new Error('the document host gave a name that is not one');
  const access = await findDocumentAccess(tables, member.body.account, document);
  if (access?.read !== true) return null;
  return { name, kind: document.kind, generation, schema, writable: access.write };
}

export async function changeTranscript(
  context: Context,
  row: Row<TranscriptBody>,
  change: z.infer<typeof changeTranscriptBody>,
): Promise<Row<TranscriptBody>> {
  const { body } = row;
  const changed = await context.locks(body.project, async () => {
    if (change.speakers !== undefined) {
      await checkSpeakers(context, body.project, change.speakers);
      for (const { key } of body.speakers) {
        if (!change.speakers.some((speaker) => speaker.key === key)) {
          throw refuse('transcripts/speaker-in-use', key);
        }
      }
    }
    return context.tables.transcripts.update(
      { ...row, version: change.version },
      {
        ...body,
        title: change.title ?? body.title,
        observersRead: change.observersRead ?? body.observersRead,
        speakers: change.speakers ?? body.speakers,
      },
    );
  });
  if (changed.body.observersRead !== body.observersRead) {
    for (const member of await context.tables.members.find('present', body.project)) {
      if (member.body.roles.includes('observer'))
        await context.documents.recheck(member.body.account);
    }
  }
  context.announce.changed({
    project: body.project,
    what: 'transcripts',
    id: row.id,
    version: changed.version,
  });
  return changed;
}
