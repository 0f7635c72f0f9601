import type { Role } from '@triad/realist';
import type { z } from 'zod';
import type { AgreementTranscript, ComparedGroup, TranscriptAgreementAnswer } from './agreement.ts';
import type { outcomeBody, strategyName } from './adjudication-schemas.ts';

/*
 * What the HTTP API answers about decisions: what a lead, or a strategy at a lead's command, agreed to of
 * what the coders of one transcript marked. Everything rests on the closed round of the transcript.
 */

/**
 * What becomes of one place, a group of spans: one coder's span as it is; the union or the intersection; a
 * span drawn afresh; two or more of the spans as they are; or nothing.
 */
export type Outcome = z.infer<typeof outcomeBody>;

export type StrategyName = z.infer<typeof strategyName>;

/** How a place stands. `agreed`: all coders agree, so that nobody needs to decide. */
export type PlaceState = 'open' | 'agreed' | 'decided';

/** Why a decision should be looked at again: what it stood on is not what is there now. */
export type Touched =
  /** One of its spans was changed, or is gone. */
  | 'span-changed'
  | 'span-gone'
  /** The place has spans now that it did not have, */
  | 'span-new'
  /** or is one with another decision's place. */
  | 'places-joined'
  /** Words of what was agreed are gone from the text. */
  | 'words-gone';

export type DecisionAnswer = {
  readonly id: string;
  readonly version: number;
  readonly transcript: string;
  /** The closed round on whose layers it rests. */
  readonly round: string;
  /** Of the place, when it was last decided. */
  readonly spans: readonly { readonly member: string; readonly span: string }[];
  /** Null: it was reopened, or undone, and waits. */
  readonly ruling: Ruling | null;
  /** What was decided before, the oldest first. */
  readonly earlier: readonly Ruling[];
  /** What is agreed by it now: none where nothing is, or it waits. */
  readonly agreed: readonly AgreedSpan[];
  /** Empty: it stands on what is there now. */
  readonly touched: readonly Touched[];
  /** Least id of the spans of the place that it decides now; null where no place is left. */
  readonly place: string | null;
  readonly answers: readonly DecisionReply[];
};

/** One time that a place was decided, or that its decision was taken back. */
export type Ruling = {
  /** Counts the rulings on one place from 1. */
  readonly number: number;
  /** Null: the decision was taken back. */
  readonly outcome: Outcome | null;
  /** Member id of the lead who decided, or at whose command the strategy did. */
  readonly by: string;
  /** Null: the lead decided. */
  readonly strategy: StrategyName | null;
  /** Of what was decided with one command, and can be undone with one; null where it was one place. */
  readonly batch: string | null;
  readonly at: string;
  /** May be empty. */
  readonly why: string;
  /** The lead is one of those whose spans it is about. */
  readonly ownSpan: boolean;
};

/** A span that is agreed: in the consensus, and what evidence of a CMOC names. */
export type AgreedSpan = {
  readonly id: string;
  readonly role: Role;
  /** The spans that it came from. */
  readonly from: readonly string[];
  /** Offsets into the text that the answer is of, UTF-16; null where its words are gone. */
  readonly range: readonly [startUtf16: number, endUtf16: number] | null;
};

/** A coder's one answer to a ruling on a place where they have a span, or could have had one. */
export type DecisionReply = {
  readonly id: string;
  readonly member: string;
  /** The ruling that it answers. */
  readonly ruling: number;
  readonly stance: 'accepts' | 'differs';
  /** May be empty where they accept. */
  readonly text: string;
  readonly at: string;
};

/** That a lead said which sketches are one configuration, or are not. Later ones win. */
export type TieAnswer = {
  readonly id: string;
  readonly version: number;
  readonly kind: 'join' | 'part';
  readonly sketches: readonly string[];
  readonly by: string;
  readonly at: string;
  readonly why: string;
};

/** One transcript as a lead adjudicates it. `differences` and `configurations` heed the lead's ties. */
export type AdjudicationAnswer = TranscriptAgreementAnswer & {
  readonly configurations: readonly {
    /** The least of its sketches' ids. */
    readonly id: string;
    readonly sketches: readonly string[];
    /** By a lead's tie. */
    readonly byHand: boolean;
  }[];
  readonly decisions: readonly DecisionAnswer[];
  readonly ties: readonly TieAnswer[];
  /** What each strategy would decide now of the places that are open or agreed: how many. */
  readonly strategies: readonly { readonly strategy: StrategyName; readonly places: number }[];
};

/** Of a place: its group by the least id of its spans. */
export function placeOf({ spans }: Pick<ComparedGroup, 'spans'>): string {
  return spans.reduce((least, id) => (id < least ? id : least), spans[0] ?? '');
}

/** Of a project: how far adjudication is. */
export type AdjudicationOverview = {
  /** With a closed round, and shown to the reader, in the order of titles. */
  readonly transcripts: readonly (Pick<AgreementTranscript, 'id' | 'title' | 'round' | 'failed'> & {
    /** Null while the transcript was never compared. */
    readonly places: {
      readonly all: number;
      readonly agreed: number;
      readonly decided: number;
      readonly open: number;
    } | null;
    /** Decisions to be looked at again. */
    readonly touched: number;
    /** Answers of coders to decisions that stand. */
    readonly answers: { readonly accepts: number; readonly differs: number };
  })[];
  readonly hidden: number;
};

/** What one command decided. */
export type BatchAnswer = {
  readonly batch: string;
  readonly decided: number;
  /** Of an undoing: those that somebody decided otherwise since are left. */
  readonly left: number;
};
