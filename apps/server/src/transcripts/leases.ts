import { randomUUID } from 'node:crypto';
import type { DocumentName } from '@triad/collab';
import { formatDocumentName, LIMITS } from '@triad/collab';
import { StorageError } from '@triad/storage';
import type { Clock, Context } from '../context.ts';
import { fromNow, now } from '../context.ts';
import type { LeaseBody, TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Tables } from '../data/tables.ts';
import { faultOf } from '../one-thread.ts';
import type { Membership } from '../projects/membership.ts';
import { refuse } from '../refusal.ts';
import { recount } from './recount.ts';

/**
 * One lead at a time edits a text. A lease is a record, so a restart does not end it; it belongs to
 * one connection, which names it, so that two tabs of one lead do not edit at once either. It ends by
 * being released, by running out, or by its own lead taking another.
 *
 * Nobody is given a lease before the connection of the one before can no longer write.
 */
export type Leases = {
  /** Throws `transcripts/being-edited` where another lead holds it. */
  take(transcript: Row<TranscriptBody>, me: Membership): Promise<Row<LeaseBody>>;
  /** Throws `transcripts/lease-over` where it is not, or no longer, the one that holds. */
  renew(transcript: Row<TranscriptBody>, me: Membership, id: string): Promise<Row<LeaseBody>>;
  /** Ends it; one that is over already is no error. */
  release(transcript: Row<TranscriptBody>, me: Membership, id: string): Promise<void>;
  /** Watches the leases that a restart found. */
  resume(): Promise<void>;
  close(): void;
};

type Needs = Pick<
  Context,
  'tables' | 'documents' | 'jobs' | 'announce' | 'locks' | 'clock' | 'log'
>;

/** The lease that holds now; null where nobody edits. */
export async function findLease(
  { tables, clock }: { readonly tables: Tables; readonly clock: Clock },
  transcript: string,
): Promise<Row<LeaseBody> | null> {
  const lease = await tables.leases.one('transcript', transcript);
  return lease !== null && lease.body.expiresAt > now({ clock }) ? lease : null;
}

/** `leaseMs`: how long a lease holds from each renewal. */
export function makeLeases(context: Needs, leaseMs: number = LIMITS.leaseMs): Leases {
  const { tables, documents, announce, locks, log } = context;
  const timers = new Map<string, NodeJS.Timeout>();
  /** Names of texts under lease that nothing was written to since; one that a restart found is not among them. */
  const unwritten = new Set<string>();
  const unwatch = documents.onWritten((name) => unwritten.delete(name));

  const locked = <Result>(transcript: string, work: () => Promise<Result>): Promise<Result> =>
    locks(`lease/${transcript}`, work);

  function watch({ body }: Row<LeaseBody>): void {
    const { transcript, expiresAt } = body;
    clearTimeout(timers.get(transcript));
    const afterMs = Date.parse(expiresAt) - context.clock().getTime();
    const timer = setTimeout(() => void expire(transcript), Math.max(afterMs, 0) + 1);
    timer.unref();
    timers.set(transcript, timer);
  }

  function expire(transcript: string): Promise<void> {
    return locked(transcript, async () => {
      timers.delete(transcript);
      const lease = await tables.leases.one('transcript', transcript);
      if (lease === null) return;
      if (lease.body.expiresAt > now(context)) watch(lease);
      else await end(lease);
    }).catch(() => log.warn({ transcript }, 'a lease that ran out could not be ended'));
  }

  /** The record first: whoever asks the gate from then on may not write. */
  async function end(lease: Row<LeaseBody>): Promise<void> {
    const { transcript, account } = lease.body;
    await tables.leases.remove(lease.id);
    clearTimeout(timers.get(transcript));
    timers.delete(transcript);
    const name: DocumentName = { kind: 'transcript', transcript };
    await documents.recheck(account, name);
    await recount(context, transcript, () => !unwritten.has(formatDocumentName(name))).catch(
      (error: unknown) =>
        log.warn(
          { transcript, reason: faultOf(error) },
          'an edited text could not be counted anew',
        ),
    );
    unwritten.delete(formatDocumentName(name));
    const row = await tables.transcripts.get(transcript);
    if (row !== null && row.body.pending === null) tell(row);
  }

  function tell({ id, version, body }: Row<TranscriptBody>): void {
    const { project, observersRead } = body;
    announce.changed({ project, what: 'transcripts', id, version }, { observersRead });
  }

  return {
    take: (transcript, { member }) =>
      locked(transcript.id, async () => {
        const before = await tables.leases.one('transcript', transcript.id);
        if (before !== null) {
          const holds = before.body.expiresAt > now(context);
          if (holds && before.body.member !== member.id) {
            throw refuse('transcripts/being-edited', await nameOf(tables, before));
          }
          await end(before);
        }
        try {
          const lease = await tables.leases.insert(randomUUID(), {
            transcript: transcript.id,
            member: member.id,
            account: member.body.account,
            takenAt: now(context),
            expiresAt: fromNow(context, leaseMs),
          });
          watch(lease);
          unwritten.add(formatDocumentName({ kind: 'transcript', transcript: transcript.id }));
          tell(transcript);
          return lease;
        } catch (error) {
          // Another server was first.
          if (!(error instanceof StorageError) || error.code !== 'storage/not-unique') throw error;
          const other = await tables.leases.one('transcript', transcript.id);
          throw other === null
            ? error
            : refuse('transcripts/being-edited', await nameOf(tables, other));
        }
      }),

    renew: (transcript, { member }, id) =>
      locked(transcript.id, async () => {
        const lease = await findLease(context, transcript.id);
        if (lease === null || lease.id !== id || lease.body.member !== member.id) {
          throw refuse('transcripts/lease-over');
        }
        const renewed = await tables.leases.update(lease, {
          ...lease.body,
          expiresAt: fromNow(context, leaseMs),
        });
        watch(renewed);
        return renewed;
      }),

    release: (transcript, { member }, id) =>
      locked(transcript.id, async () => {
        const lease = await tables.leases.one('transcript', transcript.id);
        if (lease?.id === id && lease.body.member === member.id) await end(lease);
      }),

    async resume() {
      for (const lease of await tables.leases.all()) watch(lease);
    },

    close() {
      unwatch();
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

async function nameOf(tables: Tables, { body }: Row<LeaseBody>): Promise<string> {
  const account = await tables.accounts.get(body.account);
  return account?.body.name ?? 'Somebody else';
}
