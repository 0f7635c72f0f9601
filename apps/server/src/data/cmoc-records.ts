import type { ReviewAnswerKind } from '@triad/collab';
import type { CmocContent, Quorum, Verdict } from '@triad/realist';

/*
 * The bodies of CMOCs as records: what is decided once. What is written is in their documents. None holds a
 * participant's words: quotes are named by id, and a version keeps a salted hash of each.
 */

export type CmocBody = {
  readonly project: string;
  readonly number: number;
  readonly group: string | null;
  /**
   * `making`: a combining or dividing that a crash cut has not finished it; nobody sees it.
   * `retired` by a combining or dividing, or by a lead.
   */
  readonly life: 'making' | 'living' | 'retired';
  /** By what it was retired; null while it lives. */
  readonly retiredBy:
    | { readonly lineage: string }
    | { readonly member: string; readonly at: string; readonly why: string }
    | null;
  /** Versions that were put to sign-off. */
  readonly versions: number;
  /**
   * Of these, how many are up for sign-off no more whatever comes: it was retired after them and came back
   * as a draft. They and their sign-offs stay readable.
   */
  readonly setAside: number;
  readonly createdBy: string;
  readonly createdAt: string;
  /** Candidates that it came of, or took in. */
  readonly candidates: readonly string[];
  /** Of what made it; null: a lead, by hand, or a candidate. */
  readonly lineage: string | null;
};

/** A version that was put to sign-off: frozen. Its index `place` (CMOC and number) is unique. */
export type CmocVersionBody = {
  readonly project: string;
  readonly cmoc: string;
  readonly number: number;
  readonly content: CmocContent;
  /** Of the canonical JSON of the content, hex. */
  readonly sha256: string;
  /** SHA-256 of salt and words of each quote then, hex, by evidence id: whether they changed since. */
  readonly salt: string;
  readonly quotes: Readonly<Record<string, string>>;
  readonly by: string;
  readonly at: string;
  readonly note: string;
  readonly quorum: Quorum;
  /** Members who were asked then, by id. */
  readonly signers: readonly string[];
  /** When those who have not signed were last reminded. */
  readonly remindedAt: string | null;
};

/** What one member says of one version. Its index `once` (version and member) is unique. */
export type SignOffBody = {
  readonly project: string;
  readonly cmoc: string;
  /** Id of the version. */
  readonly of: string;
  readonly member: string;
  readonly verdict: Verdict;
  readonly text: string;
  readonly at: string;
  readonly ended:
    | { readonly how: 'withdrawn'; readonly at: string }
    | { readonly how: 'went-on'; readonly by: string; readonly reason: string; readonly at: string }
    | null;
  readonly earlier: readonly {
    readonly verdict: Verdict;
    readonly text: string;
    readonly at: string;
    readonly ended: SignOffBody['ended'];
  }[];
};

/** A combining or dividing. Its whole plan stands in it, so that a start can finish what a crash cut. */
export type LineageBody = {
  readonly project: string;
  readonly kind: 'combine' | 'divide';
  readonly state: 'making' | 'stands' | 'undoing' | 'undone';
  readonly parents: readonly string[];
  readonly children: readonly {
    readonly cmoc: string;
    readonly group: string | null;
    readonly number: number;
    readonly content: CmocContent;
  }[];
  readonly memo: string;
  readonly by: string;
  readonly at: string;
  readonly undone: { readonly by: string; readonly at: string; readonly why: string } | null;
  readonly quotes: readonly {
    readonly parent: string;
    readonly evidence: string;
    readonly children: readonly string[];
  }[];
};

/** A link for an outside reviewer. Of its token the hash alone is kept; that is a unique index. */
export type ReviewLinkBody = {
  readonly project: string;
  readonly hash: string;
  readonly note: string;
  readonly by: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly withdrawnAt: string | null;
  readonly openedAt: string | null;
  readonly items: readonly {
    readonly id: string;
    readonly cmoc: string;
    /** As it was when the link was made: what leads write meanwhile nobody outside reads. */
    readonly title: string;
    readonly versionNumber: number | null;
    readonly sentence: string;
    readonly quotes: readonly { readonly transcript: string; readonly span: string }[];
  }[];
};

/** What a reviewer answers to one item. Its index `once` (link and item) is unique. */
export type ReviewReplyBody = {
  readonly project: string;
  readonly link: string;
  readonly item: string;
  readonly cmoc: string;
  readonly kind: ReviewAnswerKind;
  readonly text: string;
  readonly at: string;
  readonly earlier: readonly {
    readonly kind: ReviewAnswerKind;
    readonly text: string;
    readonly at: string;
  }[];
};
