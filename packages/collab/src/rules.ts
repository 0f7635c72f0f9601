/**
 * The one table of who may do what, read by the HTTP API, the document server and the interface
 * alike. Roles of a member are a set; an act is allowed if any row of the table allows it.
 */
export type MemberRole = 'lead' | 'coder' | 'reviewer' | 'observer';
export const MEMBER_ROLES: readonly MemberRole[] = ['lead', 'coder', 'reviewer', 'observer'];

export type Act =
  | 'project.read'
  | 'project.change'
  | 'project.remove'
  | 'members.read'
  | 'members.change'
  | 'invites.read'
  | 'invites.change'
  | 'participants.read'
  | 'participants.change'
  | 'transcripts.list'
  | 'transcript.import'
  | 'transcript.change'
  | 'transcript.remove'
  | 'transcript.read'
  | 'transcript.edit'
  | 'transcript.write'
  | 'transcript.redact'
  | 'history.read'
  | 'original.read'
  | 'layer.read'
  | 'layer.write'
  | 'rounds.change'
  | 'rounds.progress'
  | 'round.done'
  | 'reopening.read'
  | 'theory.read'
  | 'theory.write'
  | 'agreement.read'
  | 'agreement.change'
  | 'agreement.work'
  | 'flag.write'
  | 'flag.settle'
  | 'flag.remove'
  | 'consensus.read'
  | 'consensus.write'
  | 'decisions.read'
  | 'decision.write'
  | 'decision.answer'
  | 'consolidation.read'
  | 'consolidation.change'
  | 'provenance.read'
  | 'cmoc.read'
  | 'cmoc.write'
  | 'cmoc.sign'
  | 'sign-off.change'
  | 'reviews.change'
  | 'method.change'
  | 'comments.read'
  | 'comment.write'
  | 'comment.resolve'
  | 'comment.place'
  | 'comment.remove';

/** What besides the roles decides. Each is false unless the caller established it. */
export type Situation = {
  /** The layer, comment or flag is the member's own. */
  readonly own?: boolean;
  /** The lead lets observers read this transcript. */
  readonly observersRead?: boolean;
  /** The layer's round takes the member's work now (rounds.ts). */
  readonly roundOpen?: boolean;
  /** No round keeps the member from seeing the layer now (rounds.ts). */
  readonly shown?: boolean;
  /** The member does not code the transcript blind now: they may know what is said about it. */
  readonly unblinded?: boolean;
  /** The member codes nothing of the project blind now. */
  readonly nowhereBlind?: boolean;
  /** The member is named in the round. */
  readonly named?: boolean;
  /** The connection carries the lease under which the text is edited now. */
  readonly holdsLease?: boolean;
};

export type Condition = keyof Situation;

export type Rule = {
  readonly act: Act;
  readonly roles: readonly MemberRole[];
  /** All must hold. */
  readonly when: readonly Condition[];
};

const EVERYONE = MEMBER_ROLES;
const READERS: readonly MemberRole[] = ['lead', 'coder', 'reviewer'];

export const RULES: readonly Rule[] = [
  rule('project.read', EVERYONE),
  rule('project.change', ['lead']),
  rule('project.remove', ['lead']),
  rule('members.read', EVERYONE),
  rule('members.change', ['lead']),
  rule('invites.read', ['lead']),
  rule('invites.change', ['lead']),
  rule('participants.read', READERS),
  rule('participants.change', ['lead']),
  rule('transcripts.list', EVERYONE),
  rule('transcript.import', ['lead']),
  rule('transcript.change', ['lead']),
  rule('transcript.remove', ['lead']),
  rule('transcript.read', READERS),
  rule('transcript.read', ['observer'], 'observersRead'),
  rule('transcript.edit', ['lead']),
  rule('transcript.write', ['lead'], 'holdsLease'),
  rule('transcript.redact', ['lead']),
  rule('history.read', ['lead']),
  rule('original.read', ['lead']),
  rule('layer.read', READERS, 'shown'),
  rule('layer.read', ['observer'], 'observersRead', 'shown'),
  rule('layer.write', ['coder'], 'own', 'roundOpen'),
  rule('rounds.change', ['lead']),
  rule('rounds.progress', ['lead', 'reviewer'], 'unblinded'),
  rule('round.done', ['coder'], 'named'),
  rule('reopening.read', ['coder'], 'unblinded'),
  rule('theory.read', EVERYONE),
  rule('theory.write', ['lead']),
  rule('agreement.read', READERS, 'unblinded'),
  rule('agreement.change', ['lead']),
  rule('agreement.work', ['lead', 'reviewer'], 'nowhereBlind'),
  rule('flag.write', READERS, 'unblinded'),
  rule('flag.settle', ['lead'], 'unblinded'),
  rule('flag.settle', READERS, 'own', 'unblinded'),
  rule('flag.remove', READERS, 'own', 'unblinded'),
  // Nobody writes the consensus: the server does, from decisions.
  rule('consensus.read', READERS, 'unblinded'),
  rule('decisions.read', READERS, 'unblinded'),
  rule('decision.write', ['lead'], 'unblinded'),
  rule('decision.answer', ['coder'], 'unblinded'),
  rule('consolidation.read', READERS),
  rule('consolidation.change', ['lead'], 'nowhereBlind'),
  rule('provenance.read', READERS, 'unblinded'),
  rule('cmoc.read', EVERYONE),
  rule('cmoc.write', ['lead']),
  rule('cmoc.sign', EVERYONE),
  rule('sign-off.change', ['lead']),
  rule('reviews.change', ['lead']),
  rule('method.change', ['lead']),
  rule('comments.read', READERS, 'unblinded'),
  rule('comments.read', ['observer'], 'observersRead', 'unblinded'),
  rule('comment.write', READERS, 'unblinded'),
  rule('comment.write', ['observer'], 'observersRead', 'unblinded'),
  rule('comment.resolve', ['lead', 'reviewer'], 'unblinded'),
  rule('comment.resolve', EVERYONE, 'own', 'unblinded'),
  rule('comment.place', ['lead'], 'unblinded'),
  rule('comment.place', EVERYONE, 'own', 'unblinded'),
  rule('comment.remove', EVERYONE, 'own', 'unblinded'),
];

/** Whether a member with these roles may do `act` in this situation. */
export function isAllowed(
  act: Act,
  roles: readonly MemberRole[],
  situation: Situation = {},
): boolean {
  return RULES.some(
    (row) =>
      row.act === act &&
      row.roles.some((role) => roles.includes(role)) &&
      row.when.every((condition) => situation[condition] === true),
  );
}

/** A situation in which no round hides anything. */
export const NOTHING_HIDDEN: Situation = { shown: true, unblinded: true, nowhereBlind: true };

function rule(act: Act, roles: readonly MemberRole[], ...when: readonly Condition[]): Rule {
  return { act, roles, when };
}
