import type { ReopeningAnswer, RoundAnswer, RoundFacts, RoundRecordAnswer } from '@triad/collab';
import { covers } from '@triad/collab';
import type { Context } from '../context.ts';
import type { ProgressBody, RoundBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Membership } from '../projects/membership.ts';
import { codersOf } from '../rounds/coders.ts';
import { closingFactsOf, factsOf, mayFollow } from '../rounds/facts.ts';
import { reasonsOf } from '../rounds/reasons.ts';
import { listRounds } from '../rounds/rounds.ts';

type Needs = Pick<Context, 'tables'>;

/** All rounds of a project as one member may know them, by number. */
export async function roundAnswers(
  { tables }: Needs,
  me: Membership,
): Promise<readonly RoundAnswer[]> {
  const rows = await listRounds({ tables }, me.project.id);
  const progress = await tables.progress.find('project', me.project.id);
  const coding = await codersOf(tables, me.project.id);
  const rounds = rows.map((row) => factsOf(row));
  return rows.map((row) => answerOf(row, me, { rounds, progress, coding }));
}

/** One round, as it is now. */
export async function roundAnswer(
  context: Needs,
  { id }: Row<RoundBody>,
  me: Membership,
): Promise<RoundAnswer> {
  const answer = (await roundAnswers(context, me)).find((round) => round.id === id);
  if (answer === undefined) throw new Error('a round went while it was changed');
  return answer;
}

function answerOf(
  row: Row<RoundBody>,
  { member }: Membership,
  {
    rounds,
    progress,
    coding,
  }: {
    readonly rounds: readonly RoundFacts[];
    readonly progress: readonly Row<ProgressBody>[];
    readonly coding: ReadonlySet<string>;
  },
): RoundAnswer {
  const facts = closingFactsOf(row);
  const { title, due, openedAt, kind, coders, reopened } = row.body;
  const everReopenedFor = [...new Set(reopened.map((entry) => entry.member))];
  const mayKnow = mayFollow(rounds, facts, member);
  const own = progress.filter(({ body }) => body.round === row.id);
  return {
    ...facts,
    version: row.version,
    title,
    due,
    openedAt,
    progress: (kind === 'blind' ? (coders ?? []) : []).map((coder) => {
      const noted = own.find(({ body }) => body.member === coder)?.body;
      const started = (noted?.startedAt ?? null) !== null;
      return {
        member: coder,
        doneAt: noted?.doneAt ?? null,
        started: mayKnow ? started : null,
        ...(coding.has(coder) ? {} : { noLongerCodes: true as const }),
      };
    }),
    ...(everReopenedFor.length === 0 ? {} : { everReopenedFor }),
  };
}

/** What is kept of a round besides its state. */
export async function roundRecordAnswer(
  { tables }: Needs,
  { id, body }: Row<RoundBody>,
): Promise<RoundRecordAnswer> {
  const seen = await tables.seen.find('project', body.project);
  const copies = await tables.layerCopies.find('round', id);
  const facts = factsOf({ id, version: 0, body });
  return {
    seenBefore: seen
      .filter(
        ({ body: each }) =>
          covers(facts, each.transcript) &&
          (body.coders ?? []).includes(each.member) &&
          each.at < body.openedAt,
      )
      .map(({ body: { member, transcript, round, author, at } }) => ({
        member,
        transcript,
        round,
        author,
        firstAt: at,
      })),
    copies: copies
      .map(({ body: copy }) => ({
        transcript: copy.transcript,
        member: copy.member,
        sha256: copy.sha256,
        bytes: copy.bytes,
        spans: copy.spans,
        sketches: copy.sketches,
        at: copy.at,
        afterReveal: copy.afterReveal,
        redactedAt: copy.redactedAt ?? null,
      }))
      .sort((a, b) => (a.at < b.at ? -1 : 1)),
    reopened: await reopeningAnswers({ tables }, { id, version: 0, body }),
    opened: { by: body.openedBy, at: body.openedAt },
    changes: body.changes ?? [],
    closedTranscripts: Object.entries(body.closedTranscripts).map(([transcript, { by, at }]) => ({
      transcript,
      by,
      at,
    })),
    closed: body.closed,
  };
}

/** When it was opened again for whom, and why. */
export async function reopeningAnswers(
  { tables }: Needs,
  { id, body: { reopened } }: Row<RoundBody>,
): Promise<readonly ReopeningAnswer[]> {
  const reasons = await reasonsOf({ tables }, id);
  return reopened.map(({ id: reopening, member, by, at, closedAt }) => ({
    member,
    by,
    at,
    reason: reasons.get(reopening) ?? null,
    closedAt,
  }));
}
