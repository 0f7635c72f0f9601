import { randomUUID } from 'node:crypto';
import type { DocumentName } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { StorageError } from '@triad/storage';
import type { Clock, Context } from '../context.ts';
import { fromNow, now } from '../context.ts';
import type { LeaseBody, TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Tables } from '../data/tables.ts';
import { faultOf } from '../one-thread.ts';
import type { Membership } from '../projects/membership.ts';
import { refuse } from '../refusal.ts';
import { keepAfter, keepBefore } from './history.ts';
import { isThere } from './is-there.ts';
import type { TextCounts } from './job-messages.ts';
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
  /**
   * Throws `transcripts/lease-over` where it is not, or no longer, the one that holds, and
   * `transcripts/lease-elsewhere` where its own lead took another since.
   */
  renew(transcript: Row<TranscriptBody>, me: Membership, id: string): Promise<Row<LeaseBody>>;
  /** Ends it; one that is over already is no error. */
  release(transcript: Row<TranscriptBody>, me: Membership, id: string): Promise<void>;
  /**
   * Does something while nobody can edit the text, and ends the member's own lease before. Throws
   * `transcripts/being-edited` where another lead holds it.
   */
  without<Result>(transcript: string, me: Membership, work: () => Promise<Result>): Promise<Result>;
  /** Watches the leases that a restart found; of one project where it is given. */
  resume(project?: string): Promise<void>;
  close(): void;
};

type Needs = Pick<
  Context,
  'tables' | 'blobs' | 'documents' | 'jobs' | 'announce' | 'locks' | 'clock' | 'log'
>;

/** Until what failed at the end of a lease is tried again. */
const AGAIN_MS = 15_000;

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
  /** States of texts as their leases found them; of a lease that a restart found there is none. */
  const found = new Map<string, string>();

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

  /**
   * First the record says that it is over: whoever asks the gate from then on may not write. It goes
   * when the text is in the history: until then a start ends it again.
   */
  async function end(lease: Row<LeaseBody>): Promise<void> {
    const { transcript, account } = lease.body;
    if (lease.body.expiresAt > now(context)) {
      await tables.leases.update(lease, { ...lease.body, expiresAt: now(context) });
    }
    clearTimeout(timers.get(transcript));
    timers.delete(transcript);
    const name: DocumentName = { kind: 'transcript', transcript };
    await documents.recheck(account, name);
    const counts = await keepHistory(lease.body).catch((error: unknown) => {
      again(transcript, error);
      throw error;
    });
    if (counts !== null) {
      await recount(tables, transcript, counts).catch((error: unknown) =>
        log.warn(
          { transcript, reason: faultOf(error) },
          'an edited text could not be counted anew',
        ),
      );
    }
    found.delete(transcript);
    await tables.leases.remove(lease.id);
    const row = await tables.transcripts.get(transcript);
    if (row !== null && row.body.pending === null) tell(row);
  }

  async function keepHistory(lease: LeaseBody): Promise<TextCounts | null> {
    const row = await tables.transcripts.get(lease.transcript);
    if (row?.body.pending !== null) return null;
    return keepAfter(context, row.body.project, lease, found.get(lease.transcript) ?? null);
  }

  /** What could not be kept is tried again after a while; nobody edits before it is. */
  function again(transcript: string, error: unknown): void {
    log.warn(
      { transcript, reason: faultOf(error) },
      'an edited text could not be put in its history',
    );
    clearTimeout(timers.get(transcript));
    timers.set(transcript, setTimeout(() => void expire(transcript), AGAIN_MS).unref());
  }

  /** Ends a lease that is over, or the member's own. */
  async function endOwn(transcript: string, member: string): Promise<void> {
    const before = await tables.leases.one('transcript', transcript);
    if (before === null) return;
    if (before.body.expiresAt > now(context) && before.body.member !== member) {
      throw refuse('transcripts/being-edited', await nameOf(tables, before));
    }
    await end(before);
  }

  async function insert(transcript: string, { id, body }: Membership['member']) {
    try {
      return await tables.leases.insert(randomUUID(), {
        transcript,
        member: id,
        account: body.account,
        takenAt: now(context),
        expiresAt: fromNow(context, leaseMs),
      });
    } catch (error) {
      // Another server was first.
      if (!(error instanceof StorageError) || error.code !== 'storage/not-unique') throw error;
      const other = await tables.leases.one('transcript', transcript);
      throw other === null
        ? error
        : refuse('transcripts/being-edited', await nameOf(tables, other));
    }
  }

  function tell({ id, version, body }: Row<TranscriptBody>): void {
    const { project, observersRead } = body;
    announce.changed({ project, what: 'transcripts', id, version }, { observersRead });
  }

  return {
    take: (transcript, { member }) =>
      locked(transcript.id, async () => {
        await endOwn(transcript.id, member.id);
        const row = await tables.transcripts.get(transcript.id);
        if (row === null || !isThere(row)) throw refuse('rules/unknown');
        if (row.body.pending === 'redacting') throw refuse('transcripts/redacting');
        const lease = await insert(transcript.id, member);
        try {
          // Before its id is known to anybody, so nobody can have written under it.
          found.set(transcript.id, await keepBefore(context, transcript));
        } catch (error) {
          await tables.leases.remove(lease.id);
          throw error;
        }
        watch(lease);
        tell(transcript);
        return lease;
      }),

    renew: (transcript, { member }, id) =>
      locked(transcript.id, async () => {
        const lease = await findLease(context, transcript.id);
        if (lease === null || lease.body.member !== member.id) {
          throw refuse('transcripts/lease-over');
        }
        if (lease.id !== id) throw refuse('transcripts/lease-elsewhere');
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
        if (lease?.id !== id || lease.body.member !== member.id) return;
        // It is over for its lead, whatever becomes of the rest, which is tried again.
        await end(lease).catch(() => undefined);
      }),

    without: (transcript, { member }, work) =>
      locked(transcript, async () => {
        await endOwn(transcript, member.id);
        return work();
      }),

    async resume(project) {
      if (project === undefined) {
        for (const lease of await tables.leases.all()) watch(lease);
        return;
      }
      for (const transcript of await tables.transcripts.ids('project', project)) {
        const lease = await tables.leases.one('transcript', transcript);
        found.delete(transcript);
        if (lease !== null) watch(lease);
      }
    },

    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

async function nameOf(tables: Tables, { body }: Row<LeaseBody>): Promise<string> {
  const account = await tables.accounts.get(body.account);
  return account?.body.name ?? 'Somebody else';
}
