import { importBody } from '@triad/collab';
import type { Request } from 'express';
import type { Context } from '../../context.ts';
import { refuse } from '../../refusal.ts';
import { roundFacts } from '../../rounds/facts.ts';
import { importTranscript } from '../../transcripts/import.ts';
import { findLease } from '../../transcripts/leases.ts';
import { originalBlob, removeTranscript } from '../../transcripts/remove.ts';
import { changeTranscript, listDocuments, listTranscripts } from '../../transcripts/transcripts.ts';
import { leaseAnswer, transcriptSummary } from '../answers.ts';
import { parse } from '../bodies.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'listTranscripts'
  | 'previewTranscript'
  | 'importTranscript'
  | 'readTranscript'
  | 'changeTranscript'
  | 'removeTranscript'
  | 'takeLease'
  | 'renewLease'
  | 'releaseLease'
  | 'readOriginal';

export function transcriptHandlers(context: Context): Pick<Handlers, Names> {
  return {
    listTranscripts: async ({ me, things }) => {
      const rows = await listTranscripts(context, things.project.id);
      const rounds = await roundFacts(context.tables, things.project.id);
      return Promise.all(rows.map((row) => transcriptSummary(context, row, me, rounds)));
    },

    previewTranscript: ({ body }) => context.jobs.preview(body.name, body.bytes),

    importTranscript: async ({ me, things, body }) => {
      const approved = parse(importBody, body.transcript);
      const row = await importTranscript(
        context,
        things.project.id,
        me.member.id,
        approved,
        body.original,
      );
      return transcriptSummary(context, row, me);
    },

    readTranscript: async ({ me, things: { transcript } }) => {
      // First the documents: the member's own layer is begun by this, and then it is counted too.
      const documents = await listDocuments(context, transcript, me);
      const summary = await transcriptSummary(context, transcript, me);
      const lease = await findLease(context, transcript.id);
      const editing = lease && { member: lease.body.member, since: lease.body.takenAt };
      const { deviceCopies = false } = me.project.body;
      return { ...summary, project: me.project.id, deviceCopies, documents, editing };
    },

    changeTranscript: async ({ me, things, body }) =>
      transcriptSummary(context, await changeTranscript(context, things.transcript, body), me),

    removeTranscript: async ({ things }) => {
      await removeTranscript(context, things.transcript);
      return null;
    },

    takeLease: async ({ me, things }) =>
      leaseAnswer(await context.leases.take(things.transcript, me)),

    renewLease: async ({ me, things, request }) =>
      leaseAnswer(await context.leases.renew(things.transcript, me, leaseIn(request))),

    releaseLease: async ({ me, things, request }) => {
      await context.leases.release(things.transcript, me, leaseIn(request));
      return null;
    },

    readOriginal: async ({ things: { transcript } }) => {
      const blob = await context.blobs.get(originalBlob(transcript.id));
      if (blob === null) throw refuse('transcripts/no-original');
      return { fileName: transcript.body.fileName, bytes: blob.bytes };
    },
  };
}

function leaseIn({ params }: Request): string {
  return String(params['lease']);
}
