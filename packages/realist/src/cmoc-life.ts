/*
 * The life of a CMOC: candidate, draft, proposed (a frozen version, to which sign-offs belong), agreed or
 * contested, retired. Editing makes a next draft and leaves the version and its sign-offs standing.
 */
export type CmocState = 'draft' | 'proposed' | 'agreed' | 'contested' | 'retired';
export const CMOC_STATES: readonly CmocState[] = [
  'draft',
  'proposed',
  'agreed',
  'contested',
  'retired',
];

export type Verdict = 'agree' | 'agree-with-comment' | 'object' | 'abstain';
export const VERDICTS: readonly Verdict[] = ['agree', 'agree-with-comment', 'object', 'abstain'];

/** How many must agree: so many, more than half of the members, or all of them. */
export type Quorum =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'majority' | 'all' };

/** How many of `members` must agree, at least one. */
export function quorumOf(quorum: Quorum, members: number): number {
  switch (quorum.kind) {
    case 'number':
      return Math.max(1, quorum.number);
    case 'majority':
      return Math.floor(members / 2) + 1;
    case 'all':
      return Math.max(1, members);
  }
}

/** As far as it decides about a version. */
export type SignOffFacts = {
  readonly member: string;
  readonly verdict: Verdict;
  /** An objection that its author withdrew, or in spite of which a lead went on. */
  readonly ended: boolean;
};

/**
 * What a version that was put to sign-off is: contested while any objection is open, whatever the quorum;
 * agreed once as many agree as must, with a comment or without; else proposed.
 */
export function standingOf(
  signOffs: readonly SignOffFacts[],
  quorum: Quorum,
  members: number,
): 'proposed' | 'agreed' | 'contested' {
  if (signOffs.some(({ verdict, ended }) => verdict === 'object' && !ended)) return 'contested';
  const agreeing = signOffs.filter(({ verdict }) => verdict.startsWith('agree')).length;
  return agreeing >= quorumOf(quorum, members) ? 'agreed' : 'proposed';
}

/**
 * Who counts as a member when a quorum is asked for: whoever was asked when the version was put to sign-off
 * and is still there, and whoever signed it. So a version that is agreed stays so when somebody joins or
 * leaves, and nobody waits for a person who is gone.
 */
export function electorate(
  asked: readonly string[],
  isPresent: (member: string) => boolean,
  signed: readonly string[],
): ReadonlySet<string> {
  return new Set([...asked.filter((member) => isPresent(member)), ...signed]);
}
