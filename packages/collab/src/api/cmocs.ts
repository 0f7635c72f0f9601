import type {
  Bearing,
  CmocContent,
  CmocState,
  Quorum,
  Role,
  Sentence,
  Verdict,
} from '@triad/realist';
import type { z } from 'zod';
import type { DocumentAnswer } from './answers.ts';
import type { QuoteAnswer } from './consolidation.ts';
import type { methodBody, reviewAnswerKind } from './cmoc-schemas.ts';

/* What the HTTP API answers about CMOCs, their versions and sign-offs, and outside reviewers. */

/** Settings of the method; each is in the methods text. */
export type MethodSettings = z.infer<typeof methodBody>['settings'];

export const METHOD_DEFAULTS: MethodSettings = {
  strategy: 'majority',
  quorum: { kind: 'majority' },
  mechanism: 'whole',
  form: 'when-then-because',
  inferred: true,
  roles: [],
};

/** Outcomes under which CMOCs are listed, in their order. */
export type OutcomeGroup = { readonly id: string; readonly title: string };

export type CmocListAnswer = {
  readonly settings: MethodSettings;
  readonly groups: readonly OutcomeGroup[];
  /** Of settings and groups, to be named by who changes them; 0: never changed. */
  readonly methodVersion: number;
  /** By group, then number; retired ones too. */
  readonly cmocs: readonly CmocSummary[];
  /** Combinings and dividings, those that were undone too, the oldest first. */
  readonly lineages: readonly LineageAnswer[];
  /** Members who are asked to sign, by id. */
  readonly signers: readonly string[];
};

export type CmocSummary = {
  readonly id: string;
  readonly version: number;
  /** For display; ids are what links name. */
  readonly number: number;
  readonly group: string | null;
  readonly state: CmocState;
  /** What is written now. */
  readonly title: string;
  readonly sentence: Sentence;
  readonly parts: { readonly C: number; readonly M: number; readonly O: number };
  readonly evidence: {
    readonly supports: number;
    readonly refutes: number;
    readonly caveat: number;
  };
  /** The version that is, or was last, put to sign-off. */
  readonly latest: VersionSummary | null;
  /** The draft says something else than that version. */
  readonly revising: boolean;
  /** Of that version, while it is, or was when the CMOC was retired, up for sign-off. */
  readonly signOffs: SignOffCounts | null;
  /** By what it was retired; null while it lives. */
  readonly retired:
    | { readonly lineage: string }
    | { readonly by: string; readonly at: string; readonly why: string }
    | null;
  readonly createdAt: string;
  readonly createdBy: string;
};

export type VersionSummary = {
  readonly id: string;
  /** Counts from 1. */
  readonly number: number;
  /** SHA-256 of its canonical JSON, hex. */
  readonly sha256: string;
  readonly by: string;
  readonly at: string;
  /** What the lead says with it; may be empty. */
  readonly note: string;
};

export type SignOffCounts = {
  readonly agree: number;
  /** Open ones. */
  readonly object: number;
  readonly abstain: number;
  /** Member ids of those who are asked and have not said anything. */
  readonly outstanding: readonly string[];
  /** What each said last, by member id; `ended`: an objection that is no longer open. */
  readonly said: readonly {
    readonly member: string;
    readonly verdict: Verdict;
    readonly ended: boolean;
  }[];
  /** How many must agree. */
  readonly quorum: number;
  /** When those who are outstanding were last reminded. */
  readonly remindedAt: string | null;
};

/** One CMOC with everything that is said of it. */
export type CmocAnswer = CmocSummary & {
  /** The draft, to be opened over the tunnel. */
  readonly document: DocumentAnswer;
  readonly content: CmocContent;
  /** SHA-256 of the canonical JSON of `content`, hex: to be named by who puts it to sign-off. */
  readonly draftSha256: string;
  /** Of all evidence of the draft and of all versions, by transcript and span. */
  readonly quotes: readonly QuoteAnswer[];
  /** Of these quotes: in which other CMOCs they serve, and how. */
  readonly alsoIn: readonly {
    readonly transcript: string;
    readonly span: string;
    readonly cmoc: string;
    readonly role: Role | null;
    readonly bearing: Bearing;
  }[];
  readonly versions: readonly CmocVersionAnswer[];
  readonly candidates: readonly string[];
  readonly reviews: readonly ReviewReply[];
};

export type CmocVersionAnswer = VersionSummary & {
  readonly content: CmocContent;
  /** Evidence of it whose words are not those any more that were there when it was put to sign-off, by id. */
  readonly changedQuotes: readonly string[];
  /**
   * What it is by now; `superseded` once a later one was put to sign-off, or the CMOC was retired and came
   * back as a draft.
   */
  readonly standing: 'proposed' | 'agreed' | 'contested' | 'superseded';
  readonly signOffs: readonly SignOffAnswer[];
  readonly quorum: Quorum;
};

export type SignOffAnswer = {
  readonly id: string;
  readonly version: number;
  readonly member: string;
  readonly verdict: Verdict;
  /** Comment or reason; empty of a plain `agree` or `abstain`. */
  readonly text: string;
  readonly at: string;
  /** Of an objection: how it ended; null while it is open, and of everything else. */
  readonly ended:
    | { readonly how: 'withdrawn'; readonly at: string }
    | { readonly how: 'went-on'; readonly by: string; readonly reason: string; readonly at: string }
    | null;
  /** What the same member said of this version before, the oldest first. */
  readonly earlier: readonly {
    readonly verdict: Verdict;
    readonly text: string;
    readonly at: string;
  }[];
};

/** That CMOCs were combined into one, or one divided into several. */
export type LineageAnswer = {
  readonly id: string;
  readonly version: number;
  readonly kind: 'combine' | 'divide';
  readonly parents: readonly string[];
  readonly children: readonly string[];
  readonly memo: string;
  readonly by: string;
  readonly at: string;
  readonly undone: { readonly by: string; readonly at: string; readonly why: string } | null;
  /** Where each quote of the parents went; none: it was left with the parent alone. */
  readonly quotes: readonly {
    readonly parent: string;
    /** Id of the evidence in the parent. */
    readonly evidence: string;
    readonly children: readonly string[];
  }[];
};

// ---- outside reviewers

export type ReviewAnswerKind = z.infer<typeof reviewAnswerKind>;

/** A link for people without an account. */
export type ReviewLinkAnswer = {
  readonly id: string;
  readonly version: number;
  /** For whom, so that the lead can tell links apart. */
  readonly note: string;
  readonly by: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly state: 'open' | 'expired' | 'withdrawn';
  readonly openedAt: string | null;
  readonly items: readonly {
    readonly id: string;
    readonly cmoc: string;
    /** Number of the version that was put to sign-off; null: what the draft said. */
    readonly versionNumber: number | null;
    readonly sentence: string;
    readonly quotes: readonly { readonly transcript: string; readonly span: string }[];
    readonly reply: ReviewReply | null;
  }[];
};

export type CreatedReviewLinkAnswer = ReviewLinkAnswer & { readonly link: string };

export type ReviewReply = {
  readonly link: string;
  readonly note: string;
  readonly kind: ReviewAnswerKind;
  readonly text: string;
  readonly at: string;
};

/** What somebody with the link sees: no ids of the project, no transcript. */
export type ReviewLookAnswer = {
  readonly project: string;
  readonly from: string;
  readonly note: string;
  readonly expiresAt: string;
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly sentence: string;
    /** Words, as they stand now; those that are gone from their text are left out. */
    readonly quotes: readonly string[];
    readonly reply: { readonly kind: ReviewAnswerKind; readonly text: string } | null;
  }[];
};
