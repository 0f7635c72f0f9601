import type { DocumentName } from '@triad/collab';
import { isBlindWithin } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import { accountsOf, factsOf, roundFacts } from './facts.ts';
import { noteProgress } from './rounds.ts';

/** Notes, the first time, that a coder of a blind round has begun, and tells those who may know. */
export async function noteStarted(
  context: Pick<Context, 'tables' | 'announce' | 'clock' | 'locks'>,
  { round: id, member }: Extract<DocumentName, { kind: 'layer' }>,
): Promise<void> {
  const { tables, announce } = context;
  const round = await tables.rounds.get(id);
  const isOfIt = round?.body.state === 'open' && round.body.coders?.includes(member) === true;
  if (round === null || !isOfIt) return;
  const before = await tables.progress.get(`${id}/${member}`);
  if ((before?.body.startedAt ?? null) !== null) return;
  await noteProgress(context, round, member, { startedAt: now(context) });
  const { project } = round.body;
  const rounds = await roundFacts(tables, project);
  const facts = factsOf(round);
  const isBlind = (each: string) => isBlindWithin(rounds, facts, each);
  announce.changed(
    { project, what: 'progress', id, version: 0 },
    { unheardBy: await accountsOf(tables, rounds, isBlind) },
  );
}
