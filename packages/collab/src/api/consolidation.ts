import type { Bearing, Role } from '@triad/realist';
import type { StrategyName } from './adjudication.ts';

/*
 * What the HTTP API answers about candidates: configurations that the coders' sketches, or marks that lie
 * together, may be, each of one transcript. The server computes them from stored layers and decisions.
 */

export type ConsolidationAnswer = {
  /** The last time that candidates were computed, or are. */
  readonly job: ConsolidationJob | null;
  /** What a strategy decided last of what stands, to be undone together; null: nothing, or not to be told. */
  readonly byStrategy: StrategyBatch | null;
  /** In the order of transcripts, then as they are proposed. */
  readonly candidates: readonly CandidateAnswer[];
  /** Transcripts of which something has moved on since: layers, text, decisions, ties, or settings. */
  readonly stale: readonly string[];
  /** With a closed round, never consolidated. */
  readonly fresh: readonly string[];
  /** Transcripts that the reader codes blind now: nothing of them is here. */
  readonly hidden: number;
  /** How CMOCs came about, to be put into a paper. */
  readonly methods: string;
};

/** Decisions that a strategy made with one command. */
export type StrategyBatch = {
  readonly batch: string;
  readonly strategy: StrategyName;
  /** Member id of the lead who gave the command. */
  readonly by: string;
  readonly at: string;
  /** Places where it is what holds. */
  readonly places: number;
};

export type ConsolidationJob = {
  readonly id: string;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** Transcripts. */
  readonly done: number;
  readonly total: number;
  /** Member id. */
  readonly by: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** By which the strategy decided what no lead had; null: it decided nothing. */
  readonly strategy: StrategyName | null;
  /** Places that it decided, and can be undone together. */
  readonly decided: number;
  /** Places that it left open, since it proposes nothing there. */
  readonly leftOpen: number;
};

export type CandidateAnswer = {
  readonly id: string;
  readonly version: number;
  readonly transcript: string;
  readonly round: string;
  readonly from: 'sketches' | 'closeness';
  readonly sketches: readonly { readonly member: string; readonly sketch: string }[];
  /** Coders with a sketch in it, or in its groups. */
  readonly support: number;
  readonly parts: readonly CandidatePartAnswer[];
  /** A sentence for a person, with names of coders as member ids in it: see {@link WhyFacts}. */
  readonly why: WhyFacts;
  /** Restatements of its sketches, as the coders wrote them. */
  readonly restatements: readonly { readonly member: string; readonly text: string }[];
  readonly bearings: readonly {
    readonly member: string;
    readonly statement: string;
    readonly bearing: Bearing;
  }[];
  /** Spans of its parts that lie on other transcripts: they count in nothing, and are evidence all the same. */
  readonly elsewhere: readonly {
    readonly member: string;
    readonly role: Role;
    readonly transcript: string;
    readonly span: string;
    /** What is agreed of it there; empty while nothing is. */
    readonly quotes: readonly QuoteAnswer[];
  }[];
  readonly state: 'open' | 'accepted' | 'set-aside';
  /** The CMOC that it became, or went into. */
  readonly cmoc: string | null;
  readonly settled: { readonly by: string; readonly at: string; readonly why: string } | null;
  /** It was not proposed by the last computing of its transcript: what it came of has changed. */
  readonly outdated: boolean;
};

export type CandidatePartAnswer =
  | {
      readonly kind: 'quoted';
      readonly role: Role;
      /** Least id of the spans of its place. */
      readonly place: string;
      /** Null while no decision is made: then there is no quote yet. */
      readonly decision: string | null;
      readonly quotes: readonly QuoteAnswer[];
      /** Two coders use it here without a role in common. */
      readonly contested: boolean;
    }
  | {
      readonly kind: 'inferred';
      readonly role: Role;
      readonly member: string;
      readonly words: string;
    };

/** What a sentence that says why is made of. */
export type WhyFacts =
  | {
      readonly kind: 'sketches';
      /** Coders and how many sketches of each. */
      readonly coders: readonly { readonly member: string; readonly sketches: number }[];
      /** Places that two coders or more use in it. */
      readonly sharedPlaces: number;
      readonly places: number;
      /** By a lead's tie. */
      readonly byHand: boolean;
    }
  | {
      readonly kind: 'closeness';
      readonly places: number;
      /** From the first to the last position, UTF-16 units. */
      readonly lengthUtf16: number;
    };

/** An agreed span with its words as they stand now. */
export type QuoteAnswer = {
  readonly transcript: string;
  /** Id of the agreed span. */
  readonly span: string;
  /** Its own role in the consensus. */
  readonly role: Role | null;
  readonly round: string | null;
  readonly decision: string | null;
  /**
   * `shown`: the words are here. `hidden`: not for this reader now. `lost`: its words are gone from the
   * text. `gone`: nothing is agreed under this id any more, the decision was changed.
   */
  readonly state: 'shown' | 'hidden' | 'lost' | 'gone';
  /** Empty unless shown. */
  readonly words: string;
  readonly range: readonly [startUtf16: number, endUtf16: number] | null;
  readonly turn: string | null;
  readonly startSeconds: number | null;
  /** What is shown beside a turn: the pseudonym of the participant, or the speaker's label. */
  readonly speaker: string;
  /** Participant id; null where the speaker is none, or is not known as one. */
  readonly participant: string | null;
  readonly kind: 'interviewer' | 'participant' | 'other' | null;
  /** The coders whose spans it came from. */
  readonly coders: readonly string[];
};
