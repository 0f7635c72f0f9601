import type { DocumentKind, DocumentName, RoundFacts, Situation } from '@triad/collab';
import { blindRoundOf, isBlindFor, isLayerShown, takesWork } from '@triad/collab';
import type { IncomingMessage } from 'node:http';
import { readSessionCookie } from './accounts/session-cookie.ts';
import { findSession } from './accounts/sessions.ts';
import type { Clock } from './context.ts';
import type { CmocBody } from './data/cmoc-records.ts';
import type { TranscriptBody } from './data/records.ts';
import type { Row } from './data/table.ts';
import type { Tables } from './data/tables.ts';
import type { DocumentAccess, Gate, Identity } from './documents/host.ts';
import { findMembership, memberMay } from './projects/membership.ts';
import type { Membership } from './projects/membership.ts';
import { roundFacts } from './rounds/facts.ts';
import { makeSeen } from './rounds/seen.ts';
import { findLease } from './transcripts/leases.ts';
import { isThere } from './transcripts/is-there.ts';

/** What the document server asks about people: sessions, memberships and the rules table. */
export function makeGate(
  context: { readonly tables: Tables; readonly clock: Clock },
  secure: boolean,
): Gate {
  const seen = makeSeen(context);
  return {
    opening: (access, name) => seen(access, name),
    async identify(request: IncomingMessage): Promise<Identity | null> {
      const token = readSessionCookie(request.headers.cookie, secure);
      const signedIn = token === null ? null : await findSession(context, token);
      return signedIn && { account: signedIn.account.id, session: signedIn.session };
    },
    access: (identity, name, lease) => findDocumentAccess(context, identity.account, name, lease),
  };
}

/** Null where the account is no member of the project, or there is no such thing in it; `later` while it is redacted. */
export async function findDocumentAccess(
  context: { readonly tables: Tables; readonly clock: Clock },
  account: string,
  name: DocumentName,
  lease: string | null,
): Promise<DocumentAccess | 'later' | null> {
  const { tables } = context;
  if (name.kind === 'theory') {
    const membership = await findMembership(tables, name.project, account);
    return membership && theoryAccess(membership);
  }
  if (name.kind === 'cmoc') {
    const cmoc = await tables.cmocs.get(name.cmoc);
    if (cmoc === null || cmoc.body.life === 'making') return null;
    const membership = await findMembership(tables, cmoc.body.project, account);
    return membership && cmocAccess(membership, cmoc);
  }
  const transcript = await tables.transcripts.get(name.transcript);
  if (transcript === null || !isThere(transcript)) return null;
  const { project, pending } = transcript.body;
  const membership = await findMembership(tables, project, account);
  if (membership === null) return null;
  if (pending === 'redacting') return 'later';
  const rounds = await roundFacts(tables, project);
  if (name.kind === 'transcript') {
    const holder = lease === null ? null : await findLease(context, transcript.id);
    const holdsLease = holder?.id === lease && holder?.body.member === membership.member.id;
    return textAccess(membership, transcript, rounds, holdsLease);
  }
  const round = rounds.find(({ id }) => id === name.round);
  if (name.kind === 'consensus') {
    return round === undefined ? null : consensusAccess(membership, transcript.id, rounds);
  }
  const author = await tables.members.get(name.member);
  if (round === undefined || author?.body.project !== project) return null;
  return layerAccess(membership, transcript, rounds, round, author.id);
}

export function theoryAccess(membership: Membership): DocumentAccess {
  return accessOf(membership, 'theory', {});
}

/** Nobody writes it, and who codes the transcript blind does not see it. */
export function consensusAccess(
  membership: Membership,
  transcript: string,
  rounds: readonly RoundFacts[],
): DocumentAccess {
  const unblinded = blindRoundOf(rounds, transcript, membership.member.id) === null;
  return accessOf(membership, 'consensus', { unblinded });
}

/** What is retired is read, and written no more. */
export function cmocAccess(membership: Membership, { body }: Row<CmocBody>): DocumentAccess {
  const access = accessOf(membership, 'cmoc', {});
  return { ...access, write: access.write && body.life === 'living' };
}

export function textAccess(
  membership: Membership,
  { id, body: { observersRead } }: Row<TranscriptBody>,
  rounds: readonly RoundFacts[],
  holdsLease: boolean,
): DocumentAccess {
  const access = accessOf(membership, 'transcript', { observersRead, holdsLease });
  return { ...access, presence: !isBlindFor(rounds, id) };
}

/** `author` is the member whose layer it is, of the same project, as are transcript and rounds. */
export function layerAccess(
  membership: Membership,
  { id: transcript, body: { observersRead } }: Row<TranscriptBody>,
  rounds: readonly RoundFacts[],
  round: RoundFacts,
  author: string,
): DocumentAccess {
  const layer = { transcript, round, author };
  const me = membership.member.id;
  return accessOf(membership, 'layer', {
    observersRead,
    own: author === me,
    roundOpen: takesWork(rounds, layer, me),
    shown: isLayerShown(rounds, layer, me),
  });
}

function accessOf(
  { project, member }: Membership,
  kind: DocumentKind,
  situation: Situation,
): DocumentAccess {
  const read = memberMay(member, `${kind}.read`, situation);
  return {
    project: project.id,
    member: member.id,
    read,
    // Who may write but not read would be sent the document all the same.
    write: read && memberMay(member, `${kind}.write`, situation),
    presence: false,
  };
}
