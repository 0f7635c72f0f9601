import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import type { ReasonBody, Reopening, RoundBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Tables } from '../data/tables.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { isThere } from '../transcripts/is-there.ts';
import { joinShares, shareFor, shareOut } from './reason-shares.ts';

/*
 * Why a lead opened a round again for somebody: free words about what was said in its transcripts,
 * so they go with each of these, and a redaction cleans them. They are kept in shares
 * (reason-shares.ts), a record a transcript, sealed with its key; the round knows the reopening by
 * its id alone.
 */

type Needs = Pick<Context, 'tables'>;

/** Keeps a reason with the transcripts that were closed; it is on disk when this resolves. */
export async function keepReason(
  { tables }: Needs,
  round: Row<RoundBody>,
  reopening: string,
  reason: string,
): Promise<void> {
  const transcripts = await closedTranscripts(tables, round);
  if (transcripts.length === 0) return;
  const shares = shareOut(reason, transcripts.length);
  try {
    for (const [at, transcript] of transcripts.entries()) {
      await tables.reasons.insert(recordId(reopening, transcript), {
        transcript,
        round: round.id,
        reopening,
        of: transcripts.length,
        share: toText(shares[at]),
      });
    }
  } catch (error) {
    await forgetReason({ tables }, reopening);
    throw error;
  }
}

/** Takes back what {@link keepReason} kept, where the reopening came to nothing. */
export async function forgetReason({ tables }: Needs, reopening: string): Promise<void> {
  for (const id of await tables.reasons.ids('reopening', reopening))
    await tables.reasons.remove(id);
}

/** The reasons of a round's reopenings, by their ids; without those that went with a transcript. */
export async function reasonsOf(
  { tables }: Needs,
  round: string,
): Promise<ReadonlyMap<string, string>> {
  return read(await tables.reasons.find('round', round));
}

/** The reasons of which this transcript has a share, by reopening, with the round. */
export async function reasonsWith(
  { tables }: Needs,
  transcript: string,
): Promise<
  readonly { readonly round: string; readonly reopening: string; readonly reason: string }[]
> {
  const found = [];
  for (const { body } of await tables.reasons.find('transcript', transcript)) {
    const { round, reopening } = body;
    const reason = read(await tables.reasons.find('reopening', reopening)).get(reopening);
    if (reason !== undefined) found.push({ round, reopening, reason });
  }
  return found;
}

/**
 * Cleans the reasons of which this transcript has a share, by writing that share anew, also where
 * nothing is to be cleaned: the key of the old one goes. May be done again after a crash.
 */
export async function redactReasons(
  { tables }: Needs,
  transcript: string,
  clean: (text: string) => string,
  replacement: string,
): Promise<void> {
  for (const row of await tables.reasons.find('transcript', transcript)) {
    const all = await tables.reasons.find('reopening', row.body.reopening);
    const reason = read(all).get(row.body.reopening);
    const others = all.filter(({ id }) => id !== row.id).map(({ body }) => fromText(body.share));
    const share =
      reason === undefined
        ? null
        : (shareFor(clean(reason), others) ?? shareFor(replacement, others));
    await tables.reasons.update(row, {
      ...row.body,
      share: share === null ? row.body.share : toText(share),
    });
  }
}

/** Removes the reasons of which a transcript has a share; may be done again after a crash. */
export async function removeReasons({ tables }: Needs, transcript: string): Promise<void> {
  // By their ids: the key is gone, and with it what stands in the record.
  for (const id of await tables.reasons.ids('transcript', transcript)) {
    await forgetReason({ tables }, id.split('/')[0] ?? '');
  }
}

/**
 * At start: seals the reasons that an earlier version stored bare in the rounds, and removes those of
 * reopenings that a crash prevented. Resolves with the number that was sealed.
 */
export async function sealBareReasons(tables: Tables, keyring: Keyring): Promise<number> {
  let sealed = 0;
  const known = new Set<string>();
  for (const row of await tables.rounds.all()) {
    const entries = (row.body.reopened ?? []) as readonly (Reopening & { reason?: string })[];
    const reopened: Reopening[] = [];
    for (const { reason, ...entry } of entries) {
      const id = entry.id ?? randomUUID();
      known.add(id);
      reopened.push({ ...entry, id });
      if (reason === undefined) continue;
      for (const transcript of await closedTranscripts(tables, row))
        await keyring.ensure(transcript);
      await keepReason({ tables }, row, id, reason);
      sealed += 1;
    }
    // By one write: until then they are bare, and sealed once more by the next start.
    if (entries.some((entry) => 'reason' in entry)) {
      await tables.rounds.update(row, { ...row.body, reopened });
    }
  }
  for (const { body } of await tables.reasons.all()) {
    if (!known.has(body.reopening)) await forgetReason({ tables }, body.reopening);
  }
  return sealed;
}

/** Those of a round that are closed, of which alone a layer can be opened again. */
async function closedTranscripts(
  tables: Tables,
  { body }: Row<RoundBody>,
): Promise<readonly string[]> {
  const alone = Object.keys(body.closedTranscripts);
  const ids = body.state === 'open' ? alone : (body.transcripts ?? alone);
  const rows = await Promise.all(ids.map((id) => tables.transcripts.get(id)));
  return rows.flatMap((row) => (row !== null && isThere(row) ? [row.id] : []));
}

function read(rows: readonly Row<ReasonBody>[]): ReadonlyMap<string, string> {
  const shares = new Map<string, Uint8Array[]>();
  const needed = new Map<string, number>();
  for (const { body } of rows) {
    shares.set(body.reopening, [...(shares.get(body.reopening) ?? []), fromText(body.share)]);
    needed.set(body.reopening, body.of);
  }
  const reasons = new Map<string, string>();
  for (const [reopening, found] of shares) {
    const reason = found.length === needed.get(reopening) ? joinShares(found) : null;
    if (reason !== null) reasons.set(reopening, reason);
  }
  return reasons;
}

function recordId(reopening: string, transcript: string): string {
  return `${reopening}/${transcript}`;
}

const toText = (share: Uint8Array | undefined): string =>
  Buffer.from(share ?? []).toString('base64');
const fromText = (share: string): Uint8Array => Buffer.from(share, 'base64');
