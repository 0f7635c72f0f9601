import type { Act, RoundFacts, Situation } from '@triad/collab';
import {
  blindRoundOf,
  blindRoundWithin,
  isBlindAnywhere,
  isLayerShown,
  NOTHING_HIDDEN,
} from '@triad/collab';
import { isUuid } from '@triad/realist';
import type { SignedIn } from '../accounts/sessions.ts';
import type { RoundBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Tables } from '../data/tables.ts';
import { findMembership, memberMay } from '../projects/membership.ts';
import type { Membership } from '../projects/membership.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import { factsOf, roundFacts } from '../rounds/facts.ts';
import { isThere } from '../transcripts/is-there.ts';
import type { Things } from './route-types.ts';

/**
 * Finds what a path names and decides by the rules table whether the caller may. What is unknown,
 * or belongs to a project of others, is one and the same answer, so that ids cannot be tried out.
 * What a round hides is refused alike whether it is there or not: everything else of a path is either
 * no secret to a member, or looked up only after the right to it was found.
 */
export async function findThings(
  tables: Tables,
  { account }: SignedIn,
  act: Act,
  params: Readonly<Record<string, string>>,
): Promise<{ readonly me: Membership; readonly things: Partial<Things> }> {
  if (!Object.values(params).every(isUuid)) throw refuse('rules/unknown');
  const transcript = await findTranscript(tables, params['transcript']);
  const projectId = params['project'] ?? transcript?.body.project;
  if (projectId === undefined) throw refuse('rules/unknown');
  const me = await findMembership(tables, projectId, account.id);
  if (me === null) throw refuse('rules/unknown');
  if (transcript?.body.pending === 'redacting') throw refuse('transcripts/redacting');

  const comment = await find(tables.comments, params['comment'], 'transcript', transcript?.id);
  // Which rounds there are is told to every member; what is in them is not asked for here.
  const flag = await find(tables.flags, params['flag'], 'transcript', transcript?.id);
  const round = await child(tables.rounds, params['round'], 'project', projectId);
  const hidden = await hiding(tables, me, {
    transcript: transcript?.id,
    round,
    author: params['member'],
  });
  const situation: Situation = {
    observersRead: transcript?.body.observersRead ?? false,
    own: (comment?.body.author ?? flag?.body.by) === me.member.id,
    named: round?.body.coders?.includes(me.member.id) === true,
    unblinded: hidden.blind === null,
    nowhereBlind: hidden.anywhere === null,
    shown: hidden.shown,
  };
  // Whether a comment, or a flag, is there is for those alone to know who may read them.
  if (comment === null && memberMay(me.member, 'comments.read', situation)) {
    throw refuse('rules/unknown');
  }
  if (flag === null && memberMay(me.member, 'agreement.read', situation)) {
    throw refuse('rules/unknown');
  }
  if (comment === null || flag === null || !memberMay(me.member, act, situation)) {
    const blind = hidden.blind ?? hidden.anywhere;
    throw await refusalOf(tables, me, act, { situation, blind });
  }

  const things: { -readonly [Name in keyof Things]?: Things[Name] } = { project: me.project };
  if (transcript !== undefined) things.transcript = transcript;
  const version = await child(tables.history, params['version'], 'transcript', transcript?.id);
  if (version !== undefined) things.version = version;
  if (comment !== undefined) things.comment = comment;
  if (flag !== undefined) things.flag = flag;
  if (round !== undefined) things.round = round;
  const project = me.project.id;
  const invite = await child(tables.invites, params['invite'], 'project', project);
  const member = await child(tables.members, params['member'], 'project', project);
  const participant = await child(tables.participants, params['participant'], 'project', project);
  if (invite !== undefined) things.invite = invite;
  if (member !== undefined) things.member = member;
  if (participant !== undefined) things.participant = participant;
  const decision = await child(tables.decisions, params['decision'], 'transcript', transcript?.id);
  const tie = await child(tables.ties, params['tie'], 'transcript', transcript?.id);
  const candidate = await child(tables.candidates, params['candidate'], 'project', project);
  const cmoc = await child(tables.cmocs, params['cmoc'], 'project', project);
  const signOff = await child(tables.signOffs, params['signOff'], 'cmoc', cmoc?.id);
  const lineage = await child(tables.lineages, params['lineage'], 'project', project);
  const review = await child(tables.reviewLinks, params['review'], 'project', project);
  if (decision !== undefined) things.decision = decision;
  if (tie !== undefined) things.tie = tie;
  if (candidate !== undefined) things.candidate = candidate;
  if (cmoc?.body.life === 'making') throw refuse('rules/unknown');
  if (cmoc !== undefined) things.cmoc = cmoc;
  if (signOff !== undefined) things.signOff = signOff;
  if (lineage !== undefined) things.lineage = lineage;
  if (review !== undefined) things.review = review;
  return { me, things };
}

/**
 * Why not: where the roles would allow it, it is the round in which the member codes blind. Whose a
 * comment is makes no difference, since that is not told there.
 */
async function refusalOf(
  tables: Tables,
  { member }: Membership,
  act: Act,
  { situation, blind }: { readonly situation: Situation; readonly blind: RoundFacts | null },
): Promise<Refusal> {
  const round = blind === null ? null : await tables.rounds.get(blind.id);
  const isByRound = memberMay(member, act, { ...situation, ...NOTHING_HIDDEN, own: true });
  return round !== null && isByRound
    ? refuse('rules/blind', round.body.number)
    : refuse('rules/not-allowed');
}

/**
 * The round in which the member codes blind now what the path is about, or anything, and whether a layer that it
 * names by transcript, round and author is shown to them.
 */
async function hiding(
  tables: Tables,
  { project, member }: Membership,
  {
    transcript,
    round,
    author,
  }: {
    readonly transcript: string | undefined;
    readonly round: Row<RoundBody> | undefined;
    readonly author: string | undefined;
  },
): Promise<{
  readonly blind: RoundFacts | null;
  readonly anywhere: RoundFacts | null;
  readonly shown: boolean;
}> {
  const rounds = await roundFacts(tables, project.id);
  const anywhere = rounds.find((each) => isBlindAnywhere([each], member.id)) ?? null;
  const facts = round && factsOf(round);
  const blindHere = transcript === undefined ? null : blindRoundOf(rounds, transcript, member.id);
  const blind = facts === undefined ? blindHere : blindRoundWithin(rounds, facts, member.id);
  const isLayer = facts !== undefined && transcript !== undefined && author !== undefined;
  const shown = isLayer && isLayerShown(rounds, { transcript, round: facts, author }, member.id);
  return { blind, anywhere, shown };
}

async function findTranscript(tables: Tables, id: string | undefined) {
  if (id === undefined) return undefined;
  const row = await tables.transcripts.get(id);
  if (row === null || !isThere(row)) throw refuse('rules/unknown');
  return row;
}

/** What the path names; refused where it is not there. */
async function child<Field extends string, Body extends Readonly<Record<Field, string>>>(
  table: { get(id: string): Promise<Row<Body> | null> },
  id: string | undefined,
  field: Field,
  parent: string | undefined,
): Promise<Row<Body> | undefined> {
  const row = await find(table, id, field, parent);
  if (row === null) throw refuse('rules/unknown');
  return row;
}

/** As {@link child}; null where it is not there, or belongs to something else than the path names before it. */
async function find<Field extends string, Body extends Readonly<Record<Field, string>>>(
  table: { get(id: string): Promise<Row<Body> | null> },
  id: string | undefined,
  field: Field,
  parent: string | undefined,
): Promise<Row<Body> | null | undefined> {
  if (id === undefined) return undefined;
  const row = await table.get(id);
  return row?.body[field] === parent ? row : null;
}
