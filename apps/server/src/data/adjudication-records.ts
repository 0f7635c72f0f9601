import type { Ruling, StrategyName } from '@triad/collab';
import type { Anchor, Bearing, Role } from '@triad/realist';
import type { TextStamp } from '../agreement/stamp.ts';

/*
 * The bodies of what is decided of coders' marks, and of the candidates that come of it. All but jobs are
 * sealed with their transcript's key: reasons and anchors hold words of it.
 */

/**
 * What was decided of one place of a transcript, with every ruling before. Its index `place` is unique: two
 * leads who decide the same place at once make one record, and the second is told. What it stood on tells
 * when it is touched.
 */
export type DecisionBody = {
  readonly project: string;
  readonly transcript: string;
  /** The closed round. */
  readonly round: string;
  /** Least id of the spans of the place, when it was last decided. */
  readonly place: string;
  /** All spans of the place then; `edges` tells whether one was changed since (derive-rows.ts). */
  readonly spans: readonly {
    readonly member: string;
    readonly span: string;
    readonly role: Role;
    readonly edges: string;
  }[];
  /** The last is the one that holds; never empty. */
  readonly rulings: readonly Ruling[];
  /** Of the last ruling: empty where it takes the decision back, or agrees to nothing. */
  readonly agreed: readonly AgreedBody[];
};

/** A span that is agreed. Its id follows from the decision's and what it is of. */
export type AgreedBody = {
  readonly id: string;
  readonly role: Role;
  readonly anchor: Anchor;
  readonly from: readonly string[];
};

/** A coder's one answer to a ruling. Its index `once` is unique. */
export type DecisionReplyBody = {
  readonly project: string;
  readonly transcript: string;
  readonly decision: string;
  readonly member: string;
  readonly ruling: number;
  readonly stance: 'accepts' | 'differs';
  readonly text: string;
  readonly at: string;
};

/** That a lead said which sketches are one configuration, or are not. */
export type TieBody = {
  readonly project: string;
  readonly transcript: string;
  readonly round: string;
  /** Counts those of the round: they come in turn. */
  readonly number: number;
  readonly kind: 'join' | 'part';
  readonly sketches: readonly string[];
  readonly by: string;
  readonly at: string;
  readonly why: string;
};

/** A candidate of one transcript. Its index `key` is unique: computing again finds it by what it came of. */
export type CandidateBody = {
  readonly project: string;
  readonly transcript: string;
  readonly round: string;
  /** Hash of what it came of: its sketches, or its places. */
  readonly key: string;
  readonly from: 'sketches' | 'closeness';
  /** Place among the candidates of its transcript. */
  readonly order: number;
  readonly sketches: readonly { readonly member: string; readonly sketch: string }[];
  readonly support: number;
  readonly parts: readonly (
    | {
        readonly role: Role;
        readonly place: string;
        readonly spans: readonly string[];
        readonly contested: boolean;
      }
    | { readonly role: Role; readonly member: string; readonly words: string }
  )[];
  /** Places that two coders or more use in it, and the hull of all. */
  readonly sharedPlaces: number;
  readonly lengthUtf16: number;
  readonly byHand: boolean;
  readonly restatements: readonly { readonly member: string; readonly text: string }[];
  readonly bearings: readonly {
    readonly member: string;
    readonly statement: string;
    readonly bearing: Bearing;
  }[];
  readonly elsewhere: readonly {
    readonly member: string;
    readonly role: Role;
    readonly transcript: string;
    readonly round: string;
    readonly span: string;
  }[];
  readonly state: 'open' | 'accepted' | 'set-aside';
  readonly cmoc: string | null;
  readonly settled: { readonly by: string; readonly at: string; readonly why: string } | null;
  /** Of the run that made it, or changed it, last. */
  readonly run: string;
  /** It was not proposed by the last computing of its transcript. */
  readonly outdated: boolean;
};

/** The last time that candidates of a project were computed. Its id is the project's. */
export type ConsolidationJobBody = {
  readonly project: string;
  readonly run: string;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly by: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Null: the strategy decides nothing. */
  readonly strategy: StrategyName | null;
  /** Of transcripts of which nothing has moved on, too. */
  readonly all: boolean;
  readonly decided: number;
  readonly leftOpen: number;
};

/** On what the candidates of a transcript stand. Its id is the transcript's. */
export type ConsolidatedBody = {
  readonly project: string;
  readonly transcript: string;
  readonly run: string;
  readonly at: string;
  /** Of layers, text, decisions, ties and settings, hex. */
  readonly stamp: string;
  /** Of these the text: while its log is as it was, nobody has to read it. */
  readonly text: TextStamp;
};
