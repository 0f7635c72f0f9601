import type { Bearing, CmocState, MarkRole, Role } from '@triad/realist';
import type { DecisionAnswer } from './adjudication.ts';
import type { ComparedSketch } from './agreement.ts';
import type { QuoteAnswer } from './consolidation.ts';

/**
 * The whole way of one quote: what each coder marked, what was decided of it by whom, when and why, what is
 * agreed, and the CMOCs that it serves, each with what became of it. It is asked for by any span of it.
 */
export type ProvenanceAnswer = {
  readonly transcript: { readonly id: string; readonly title: string };
  /** The closed round on which it rests. */
  readonly round: { readonly id: string; readonly number: number; readonly kind: 'open' | 'blind' };
  /** Words around, for the reader: the hull with what stands before and after, and where it begins. */
  readonly passage: {
    readonly text: string;
    readonly startUtf16: number;
    readonly hull: readonly [startUtf16: number, endUtf16: number];
    /** Whether the first turn that is shown goes on before the text, and the last one after it. */
    readonly isCut: readonly [before: boolean, after: boolean];
    /** Of the turn in which the hull begins. */
    readonly speaker: string;
    readonly startSeconds: number | null;
    /** Whose words these are, in order; each goes on to the next, the first begins with the text. */
    readonly turns: readonly { readonly startUtf16: number; readonly speaker: string }[];
  } | null;
  /** Each coder's span as it was when the round was closed; those of one place. */
  readonly spans: readonly {
    readonly id: string;
    readonly member: string;
    readonly role: Role;
    readonly unsure: boolean;
    /** As it was marked. */
    readonly quote: string;
    /** Where it stands now; null where its words are gone. */
    readonly range: readonly [startUtf16: number, endUtf16: number] | null;
    /** By the coder's clock. */
    readonly markedAt: string;
    /** When the copy that counts was made, by the server. */
    readonly copiedAt: string;
    /** SHA-256 of that copy, hex. */
    readonly sha256: string;
    readonly memos: readonly string[];
    readonly sketches: readonly ComparedSketch[];
  }[];
  /** Coders who marked nothing here. */
  readonly missing: readonly string[];
  /** Null while nobody decided. */
  readonly decision: DecisionAnswer | null;
  readonly agreed: readonly (QuoteAnswer & {
    readonly candidates: readonly {
      readonly id: string;
      readonly state: 'open' | 'accepted' | 'set-aside';
      readonly cmoc: string | null;
    }[];
    /** Where it is evidence: in drafts, and in versions that were put to sign-off. */
    readonly evidence: readonly {
      readonly id: string;
      readonly cmoc: string;
      readonly number: number;
      readonly title: string;
      readonly state: CmocState;
      readonly role: MarkRole | null;
      readonly bearing: Bearing;
      /** Numbers of the versions that hold it. */
      readonly versions: readonly number[];
      /** The draft holds it, too. */
      readonly inDraft: boolean;
      /** The CMOC came of these, by combining or dividing. */
      readonly parents: readonly string[];
      /** It became these. */
      readonly children: readonly string[];
    }[];
  })[];
};
