import type { CandidateAnswer } from '@triad/collab';
import { StorageError } from '@triad/storage';
import { besideRedactions } from '../adjudication/beside-redactions.ts';
import { addToCmoc, makeCmoc } from '../cmocs/make-cmoc.ts';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { CandidateBody } from '../data/adjudication-records.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import { asSeen } from '../data/table.ts';
import type { Row } from '../data/table.ts';
import { methodOf } from '../method/settings.ts';
import type { Membership } from '../projects/membership.ts';
import { refuse } from '../refusal.ts';
import { announceConsolidation } from './announce-consolidation.ts';
import { candidateAnswers, resolveCandidates } from './candidate-answers.ts';
import { candidateContent } from './candidate-content.ts';

type Seen = { readonly version: number };

/** Sets a candidate aside, or opens it again. Refuses with `candidates/accepted`. */
export async function changeCandidate(
  context: Context,
  me: Membership,
  candidate: Row<CandidateBody>,
  { version, state, why }: Seen & { readonly state: 'open' | 'set-aside'; readonly why: string },
): Promise<CandidateAnswer> {
  if (candidate.body.state === 'accepted') throw refuse('candidates/accepted');
  const settled = state === 'open' ? null : { by: me.member.id, at: now(context), why };
  const changed = await context.tables.candidates.update(asSeen(candidate, version), {
    ...candidate.body,
    state,
    settled,
  });
  await announceConsolidation(context, me.project.id, changed.id, changed.version);
  return answerOf(context, me, changed);
}

/**
 * Makes a CMOC of a candidate, or puts it into one that is there. The CMOC says of which candidates it
 * came, so what a crash cut after that is only marked. Refuses with `candidates/accepted`,
 * `candidates/nothing-left`, `candidates/undecided`, `transcripts/redacting`, `decisions/moved` where its
 * transcript was redacted meanwhile, and as making and adding do.
 */
export function acceptCandidate(
  context: Context,
  me: Membership,
  { id, body: { transcript } }: Row<CandidateBody>,
  { version, into }: Seen & { readonly into: string | null },
): Promise<{ readonly candidate: CandidateAnswer; readonly cmoc: string }> {
  // What coders wrote of it goes into the draft, where no redaction would find it that has looked already.
  return context.locks(`candidate/${id}`, () =>
    besideRedactions(context, transcript, () => accept(context, me, id, { version, into })),
  );
}

async function accept(
  context: Context,
  me: Membership,
  id: string,
  { version, into }: Seen & { readonly into: string | null },
): Promise<{ readonly candidate: CandidateAnswer; readonly cmoc: string }> {
  const row = await context.tables.candidates.get(id);
  if (row === null) throw refuse('rules/unknown');
  if (row.body.state === 'accepted') throw refuse('candidates/accepted');
  const candidate = await answerOf(context, me, asSeen(row, version));
  const { cmoc } =
    (await madeBefore(context, me, id)) ?? (await make(context, me, row.body, candidate, into));
  const changed = await markAccepted(context, me, row, cmoc);
  await announceConsolidation(context, me.project.id, id, changed.version);
  return { candidate: await answerOf(context, me, changed), cmoc };
}

async function madeBefore(
  { tables }: Context,
  { project }: Membership,
  candidate: string,
): Promise<{ readonly cmoc: string } | null> {
  const cmocs = await tables.cmocs.find('project', project.id);
  const made = cmocs.find(
    ({ body }) => body.life === 'living' && body.candidates.includes(candidate),
  );
  return made === undefined ? null : { cmoc: made.id };
}

async function make(
  context: Context,
  me: Membership,
  kept: CandidateBody,
  candidate: CandidateAnswer,
  into: string | null,
): Promise<{ readonly cmoc: string }> {
  const { project } = me;
  await refuseRedacting(context, kept);
  const content = candidateContent(candidate, methodOf(project).settings);
  const { parts, evidence } = content;
  if (evidence.length === 0) refuseWithoutQuotes(kept, candidate, parts.length);
  if (into === null) {
    const made = await makeCmoc(context, {
      project: project.id,
      by: me.member.id,
      group: null,
      content,
      candidates: [candidate.id],
    });
    return { cmoc: made.id };
  }
  const cmoc = await cmocOf(context, me, into);
  await addToCmoc(context, cmoc, { parts, evidence, candidate: candidate.id });
  return { cmoc: cmoc.id };
}

/** A sketch that is inferred as a whole has no place to be decided, so it may become a CMOC without quotes. */
function refuseWithoutQuotes(
  kept: CandidateBody,
  { parts }: CandidateAnswer,
  madeParts: number,
): void {
  const isDecided = !parts.some(({ kind }) => kind === 'quoted') && kept.elsewhere.length === 0;
  const hadPlaces = kept.parts.some((part) => 'place' in part);
  if (isDecided && (hadPlaces || parts.length === 0)) throw refuse('candidates/nothing-left');
  if (!isDecided || madeParts === 0) throw refuse('candidates/undecided');
}

/**
 * Quotes of a text that is being redacted are answered by nobody: what is accepted at that moment would be
 * without them, and nothing would bring them back.
 */
async function refuseRedacting(
  { tables }: Pick<Context, 'tables'>,
  { transcript, elsewhere }: CandidateBody,
): Promise<void> {
  for (const id of new Set([transcript, ...elsewhere.map((part) => part.transcript)])) {
    const row = await tables.transcripts.get(id);
    if (row?.body.pending === 'redacting') throw refuse('transcripts/redacting');
  }
}

async function cmocOf(
  { tables }: Context,
  { project }: Membership,
  id: string,
): Promise<Row<CmocBody>> {
  const row = await tables.cmocs.get(id);
  if (row === null || row.body.project !== project.id || row.body.life === 'making') {
    throw refuse('rules/unknown');
  }
  return row;
}

/** Candidates may be computed anew meanwhile, so often at most. */
const TRIES = 5;

async function markAccepted(
  context: Context,
  { member }: Membership,
  seen: Row<CandidateBody>,
  cmoc: string,
): Promise<Row<CandidateBody>> {
  const { candidates } = context.tables;
  const settled = { by: member.id, at: now(context), why: '' };
  let row = seen;
  for (let left = TRIES; ; left -= 1) {
    try {
      return await candidates.update(row, { ...row.body, state: 'accepted', cmoc, settled });
    } catch (error) {
      const isRace = error instanceof StorageError && error.code === 'storage/conflict';
      const there = isRace && left > 1 ? await candidates.get(row.id) : null;
      if (there === null) throw error;
      row = there;
    }
  }
}

async function answerOf(
  context: Context,
  me: Membership,
  row: Row<CandidateBody>,
): Promise<CandidateAnswer> {
  const [answer] = await candidateAnswers(context, me, await resolveCandidates(context, me, [row]));
  if (answer === undefined) throw refuse('rules/unknown');
  return answer;
}
