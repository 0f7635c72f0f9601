import { randomUUID } from 'node:crypto';
import type { tieBody } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { z } from 'zod';
import { findBasis } from '../agreement/basis.ts';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { TieBody } from '../data/adjudication-records.ts';
import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Membership } from '../projects/membership.ts';
import { keepIfTranscript } from '../projects/still-there.ts';
import { refuse } from '../refusal.ts';
import { adjudicated } from './adjudicated.ts';
import { announceDecisions } from './announce-decisions.ts';
import { besideRedactions } from './beside-redactions.ts';

/**
 * A lead says which sketches are one configuration, or are not. Refuses with `agreement/no-round`,
 * `ties/unknown-sketch`, `ties/two-needed` and `ties/too-many`.
 */
export function tieSketches(
  context: Context,
  transcript: Row<TranscriptBody>,
  { project, member }: Membership,
  { kind, sketches, why }: z.infer<typeof tieBody>,
): Promise<Row<TieBody>> {
  const { tables } = context;
  return besideRedactions(context, transcript.id, async () => {
    const basis = await findBasis(tables, project, transcript);
    if (basis === null) throw refuse('agreement/no-round');
    const { view, ties } = await adjudicated(context, basis, []);
    const known = new Set(view.sketches.map(({ id }) => id));
    const named = [...new Set(sketches)];
    if (!named.every((id) => known.has(id))) throw refuse('ties/unknown-sketch');
    if (kind === 'join' && named.length < 2) throw refuse('ties/two-needed');
    if ((await tables.ties.count('transcript', transcript.id)) >= LIMITS.ties) {
      throw refuse('ties/too-many', LIMITS.ties);
    }
    const tie = await tables.ties.insert(randomUUID(), {
      project: project.id,
      transcript: transcript.id,
      round: basis.round.id,
      number: (ties.at(-1)?.body.number ?? 0) + 1,
      kind,
      sketches: named,
      by: member.id,
      at: now(context),
      why,
    });
    await keepIfTranscript(tables, transcript, () => tables.ties.remove(tie.id));
    await announceDecisions(context, transcript, tie.id, tie.version);
    return tie;
  });
}

/** What it joined, or parted, is as it would be without it. */
export async function untieSketches(
  context: Context,
  transcript: Row<TranscriptBody>,
  { id }: Row<TieBody>,
): Promise<void> {
  await besideRedactions(context, transcript.id, () => context.tables.ties.remove(id));
  await announceDecisions(context, transcript, id, 0);
}
