import type { DocumentName } from '@triad/collab';
import type { IncomingMessage } from 'node:http';
import { readSessionCookie } from './accounts/session-cookie.ts';
import { findSession } from './accounts/sessions.ts';
import type { Clock } from './context.ts';
import type { Tables } from './data/tables.ts';
import type { DocumentAccess, Gate, Identity } from './documents/host.ts';
import { findMembership, memberMay } from './projects/membership.ts';
import type { Membership } from './projects/membership.ts';

/** What the document server asks about people: sessions, memberships and the rules table. */
export function makeGate(
  context: { readonly tables: Tables; readonly clock: Clock },
  secure: boolean,
): Gate {
  const { tables } = context;
  return {
    async identify(request: IncomingMessage): Promise<Identity | null> {
      const token = readSessionCookie(request.headers.cookie, secure);
      const signedIn = token === null ? null : await findSession(context, token);
      return signedIn && { account: signedIn.account.id, session: signedIn.session };
    },
    access: (identity, name) => findDocumentAccess(tables, identity.account, name),
  };
}

/** Null where the account is no member of the project, or there is no such thing in it. */
export async function findDocumentAccess(
  tables: Tables,
  account: string,
  name: DocumentName,
): Promise<DocumentAccess | null> {
  if (name.kind === 'theory') {
    const membership = await findMembership(tables, name.project, account);
    return membership && accessOf(membership, { act: 'theory', situation: {}, presence: false });
  }
  const transcript = await tables.transcripts.get(name.transcript);
  if (transcript === null || transcript.body.pending !== null) return null;
  const { project, observersRead } = transcript.body;
  const membership = await findMembership(tables, project, account);
  if (membership === null) return null;
  if (name.kind === 'transcript') {
    return accessOf(membership, {
      act: 'transcript',
      situation: { observersRead },
      presence: true,
    });
  }
  const [round, author] = await Promise.all([
    tables.rounds.get(name.round),
    tables.members.get(name.member),
  ]);
  if (round?.body.project !== project || author?.body.project !== project) return null;
  const own = author.id === membership.member.id;
  const roundOpen = round.body.state === 'open';
  return accessOf(membership, {
    act: 'layer',
    situation: { observersRead, own, roundOpen },
    presence: false,
  });
}

function accessOf(
  { project, member }: Membership,
  what: {
    readonly act: 'transcript' | 'layer' | 'theory';
    readonly situation: Parameters<typeof memberMay>[2];
    readonly presence: boolean;
  },
): DocumentAccess {
  const read = memberMay(member, `${what.act}.read`, what.situation);
  return {
    project: project.id,
    member: member.id,
    read,
    // Who may write but not read would be sent the document all the same.
    write: read && memberMay(member, `${what.act}.write`, what.situation),
    presence: what.presence,
  };
}
