import type { MethodSettings, ReviewAnswerKind } from '@triad/collab';
import type {
  Bearing,
  Footing,
  MarkRole,
  MechanismEffect,
  OutcomeHorizon,
  OutcomeSign,
  Role,
  Sentence,
  Standing,
  Verdict,
} from '@triad/realist';

/**
 * What the lead of the demo study, and then the team, made of its blind round: decisions, candidates,
 * CMOCs, signatures, and what two outside reviewers said. Spans, sketches, members and transcripts are
 * named by the study's slugs, CMOCs and their parts by slugs of their own. All of it is invented, and
 * repeats no participant's words.
 */
export type DemoAgreed = {
  readonly decisions: readonly DemoDecision[];
  readonly ties: readonly DemoTie[];
  /** Candidates that the lead set aside, each by one of its sketches. */
  readonly setAside: readonly { readonly sketch: string; readonly why: string }[];
  readonly settings: MethodSettings;
  readonly groups: readonly { readonly id: string; readonly title: string }[];
  /** Those that are made of a candidate first, and then those of other CMOCs. */
  readonly cmocs: readonly DemoCmoc[];
  readonly lineages: readonly DemoLineage[];
  /** Versions put to sign-off, in turn: before anything was combined, divided or revised, and after. */
  readonly first: readonly DemoSigning[];
  readonly second: readonly DemoSigning[];
  readonly review: DemoReview;
};

export type DemoDecision = {
  readonly transcript: string;
  /** All spans of the place. */
  readonly spans: readonly string[];
  /** In turn; the first and the last decide something. */
  readonly rulings: readonly DemoRuling[];
  readonly answers: readonly DemoAnswer[];
};

/** `outcome` is null where the lead takes back what was decided. */
export type DemoRuling = { readonly outcome: DemoOutcome | null; readonly why: string };

export type DemoOutcome =
  | { readonly kind: 'coder'; readonly span: string }
  | { readonly kind: 'union' | 'intersection'; readonly role: Role }
  /** From the first character of one span of the place to the last of another. */
  | {
      readonly kind: 'drawn';
      readonly role: Role;
      readonly startOf: string;
      readonly endOf: string;
    }
  | { readonly kind: 'both'; readonly spans: readonly string[] }
  | { readonly kind: 'none' };

export type DemoAnswer = {
  readonly member: string;
  /** Counts the rulings of the place from 1. */
  readonly ruling: number;
  readonly stance: 'accepts' | 'differs';
  readonly text: string;
};

export type DemoTie = {
  readonly kind: 'join' | 'part';
  readonly transcript: string;
  readonly sketches: readonly string[];
  readonly why: string;
};

export type DemoCmoc = {
  readonly id: string;
  /** The candidates that it came of, each by one of its sketches; or the CMOCs that it was made of. */
  readonly of:
    | { readonly kind: 'candidates'; readonly sketches: readonly string[] }
    | {
        readonly kind: 'cmocs';
        readonly parents: readonly string[];
        readonly wording: string | null;
      };
  readonly group: string;
  readonly draft: DemoDraft;
  /** What stood in these places of the draft when it was put to sign-off for the first time. */
  readonly first: Partial<DemoWording>;
  readonly memos: readonly { readonly on: string | null; readonly text: string }[];
};

export type DemoWording = {
  readonly title: string;
  readonly sentence: Sentence;
  readonly narrative: string;
};

export type DemoDraft = DemoWording & {
  readonly parts: readonly DemoCmocPart[];
  readonly evidence: readonly DemoEvidence[];
};

export type DemoCmocPart = {
  readonly id: string;
  /** The part of a parent that it was. */
  readonly from: { readonly cmoc: string; readonly part: string } | null;
  readonly role: MarkRole;
  /** Empty of a mechanism that is told as resource and reasoning. */
  readonly text: string;
  readonly inferred: boolean;
  readonly mechanism: {
    readonly resource: string;
    readonly reasoning: string;
    readonly effect: MechanismEffect;
  } | null;
  readonly outcome: {
    readonly forWhom: string;
    readonly sign: OutcomeSign;
    readonly horizon: OutcomeHorizon;
  } | null;
};

export type DemoEvidence = {
  /** A coder's span: meant is what is agreed of its place. */
  readonly span: string;
  readonly transcript: string;
  readonly part: string | null;
  readonly role: MarkRole | null;
  readonly bearing: Bearing;
  readonly standing: Standing | null;
  readonly footing: Footing | null;
};

export type DemoLineage = {
  readonly kind: 'combine' | 'divide';
  readonly parents: readonly string[];
  readonly children: readonly string[];
  readonly memo: string;
};

export type DemoSigning = {
  readonly cmoc: string;
  readonly note: string;
  readonly signOffs: readonly DemoSignOff[];
};

export type DemoSignOff = {
  readonly member: string;
  readonly verdict: Verdict;
  readonly text: string;
  /** Of an objection that is over; a lead goes on for a reason. */
  readonly ended:
    | { readonly how: 'withdrawn' }
    | { readonly how: 'went-on'; readonly reason: string }
    | null;
};

export type DemoReview = {
  readonly note: string;
  readonly validDays: number;
  readonly items: readonly {
    readonly cmoc: string;
    readonly sentence: string;
    /** Spans of pieces of the CMOC's evidence. */
    readonly quotes: readonly string[];
    readonly reply: { readonly kind: ReviewAnswerKind; readonly text: string } | null;
  }[];
};
