import type { z } from 'zod';
import type { changeTranscriptBody, DocumentAnswer, DocumentKind, RoundFacts } from '@triad/collab';
import { basisOf, covers, DOCUMENT_SCHEMA, isClosed } from '@triad/collab';
import type { Context } from '../context.ts';
import type { TranscriptBody } from '../data/records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import type { DocumentAccess, DocumentHead } from '../documents/host.ts';
import { consensusAccess, layerAccess, textAccess } from '../gate.ts';
import type { Membership } from '../projects/membership.ts';
import { keepIfTranscript } from '../projects/still-there.ts';
import { refuse } from '../refusal.ts';
import { closingFactsOf, factsOf, roundFacts } from '../rounds/facts.ts';
import { listRounds } from '../rounds/rounds.ts';
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
  me: Membership,
  rounds: readonly RoundFacts[],
) {
  const shown = (await documents.layers(transcript.id)).flatMap(({ document }) => {
    if (document.kind !== 'layer') return [];
    const round = rounds.find(({ id }) => id === document.round);
    if (round === undefined) return [];
    return layerAccess(me, transcript, rounds, round, document.member).read ? [document] : [];
  });
  return Promise.all(
    shown.map(async (document) => ({
      ...(await documents.summarise(document)),
      member: document.member,
      round: document.round,
    })),
  );
}

/** Every document of a transcript that the member may open: the text, layers, what is agreed. */
export async function listDocuments(
  context: Context,
  transcript: Row<TranscriptBody>,
  me: Membership,
): Promise<readonly DocumentAnswer[]> {
  const { documents, tables } = context;
  const { id, body } = transcript;
  const text = await documents.describe({ kind: 'transcript', transcript: id });
  if (text === null) {
    await keepIfTranscript(tables, transcript, () => Promise.resolve());
    throw new Error(`transcript ${id} has no document`);
  }
  const rounds = await roundFacts(tables, body.project);
  const answers = [documentAnswer(text, 'transcript', textAccess(me, transcript, rounds, false))];
  for (const round of rounds) {
    const access = layerAccess(me, transcript, rounds, round, me.member.id);
    if (!access.write) continue;
    const own = { kind: 'layer', transcript: id, round: round.id, member: me.member.id } as const;
    answers.push(documentAnswer(await documents.ensure(own), 'layer', access));
    await keepIfTranscript(tables, transcript, () => documents.remove(own));
  }
  const agreed = await consensusAnswer(context, transcript, me);
  if (agreed !== null) answers.push(agreed);
  for (const layer of await documents.layers(id)) {
    const { document } = layer;
    if (document.kind !== 'layer' || answers.some(({ name }) => name === layer.name)) continue;
    const round = rounds.find((each) => each.id === document.round);
    if (round === undefined) continue;
    const access = layerAccess(me, transcript, rounds, round, document.member);
    if (!access.read) continue;
    // One of an earlier schema gets another generation when somebody asks for it.
    const head =
      layer.schema === DOCUMENT_SCHEMA.layer ? layer : await documents.describe(document);
    if (head !== null) answers.push(documentAnswer(head, 'layer', access));
  }
  return answers;
}

/** Of the round on which the transcript rests; null while nothing was ever agreed, or they may not read it. */
async function consensusAnswer(
  { documents, tables, adjudication }: Context,
  transcript: Row<TranscriptBody>,
  me: Membership,
): Promise<DocumentAnswer | null> {
  const { id, body } = transcript;
  const rounds = await tables.rounds.find('project', body.project);
  const facts = rounds.map((row) => closingFactsOf(row));
  const round = basisOf(facts, id, body.basis ?? null);
  if (round === null) return null;
  const access = consensusAccess(me, id, facts);
  if (!access.read) return null;
  await adjudication.consensus.caughtUp(id, round.id);
  const head = await documents.describe({ kind: 'consensus', transcript: id, round: round.id });
  return head && documentAnswer(head, 'consensus', access);
}

/** What a client must say to open a document that it may read. */
export function documentAnswer(
  { name, generation, madeFrom, redactions }: DocumentHead,
  kind: DocumentKind,
  { write }: DocumentAccess,
): DocumentAnswer {
  return {
    name,
    kind,
    generation,
    writable: write,
    madeFrom: madeFrom ?? null,
    ...(redactions === undefined ? {} : { redactions }),
  };
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
    if (typeof change.basis === 'string') await checkBasis(context, row, change.basis);
    return context.tables.transcripts.update(asSeen(row, change.version), {
      ...body,
      basis: change.basis === undefined ? (body.basis ?? null) : change.basis,
      title: change.title ?? body.title,
      observersRead: change.observersRead ?? body.observersRead,
      speakers: change.speakers ?? body.speakers,
    });
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

/** Figures rest on what does not change any more. */
async function checkBasis(
  context: Context,
  { id, body: { project } }: Row<TranscriptBody>,
  basis: string,
): Promise<void> {
  const row = (await listRounds(context, project)).find((each) => each.id === basis);
  const facts = row && factsOf(row);
  if (facts === undefined || !covers(facts, id) || !isClosed(facts, id)) {
    throw refuse('rounds/no-basis');
  }
}
