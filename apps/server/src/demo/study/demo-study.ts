import type { Bearing, RestatementForm, Role } from '@triad/realist';

/**
 * The demo study: an invented realist evaluation of an invented telephone line, with interviews,
 * theory statements and the codings of three members. Ids here are short slugs, unique in the
 * study; whoever makes a project from it gives each a UUID.
 */
export type DemoStudy = {
  readonly title: string;
  readonly description: string;
  readonly members: readonly DemoMember[];
  readonly participants: readonly DemoParticipant[];
  /** What was thought to work before any interview, in the order in which it is listed. */
  readonly statements: readonly DemoStatement[];
  readonly transcripts: readonly DemoTranscript[];
  /** At most one for each member and transcript. */
  readonly codings: readonly DemoCoding[];
  /** What is not in it was coded in the round that comes with the project. */
  readonly blindRound: DemoBlindRound;
  /** Oldest first; an answer stands after what it answers. */
  readonly comments: readonly DemoComment[];
};

/** A round in which every coder coded the same transcripts alone, and which is closed. */
export type DemoBlindRound = {
  readonly title: string;
  /** {@link DemoTranscript.id}; each is coded completely by every coder. */
  readonly transcripts: readonly string[];
};

/** What one member says to the others; its text repeats no participant's words. */
export type DemoComment = {
  readonly id: string;
  /** {@link DemoMember.id}. */
  readonly author: string;
  /** {@link DemoTranscript.id}. */
  readonly transcript: string;
  readonly on:
    | { readonly kind: 'transcript' }
    /** `member` is whose layer on this transcript holds it. */
    | { readonly kind: 'span' | 'sketch'; readonly id: string; readonly member: string }
    | { readonly kind: 'comment'; readonly id: string }
    /** UTF-16 offsets within the turn, half open. */
    | {
        readonly kind: 'passage';
        readonly turn: number;
        readonly startUtf16: number;
        readonly endUtf16: number;
      };
  readonly text: string;
  /** {@link DemoMember.id}; null while it is open. */
  readonly resolvedBy: string | null;
};

export type DemoMember = {
  readonly id: string;
  readonly name: string;
  /** At example.org, so that nothing can ever be sent to anybody. */
  readonly email: string;
  readonly roles: readonly DemoMemberRole[];
};

export type DemoMemberRole = 'lead' | 'coder' | 'reviewer' | 'observer';
export const DEMO_MEMBER_ROLES: readonly DemoMemberRole[] = [
  'lead',
  'coder',
  'reviewer',
  'observer',
];

export type DemoParticipant = {
  /** `#01`; also the speaker's label in the transcript. */
  readonly pseudonym: string;
  /** For example `participant`, `volunteer`, `service lead`, `family`. */
  readonly kind: string;
  /** One sentence of circumstances for the project's table of participants. */
  readonly note: string;
};

export type DemoStatement = {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
};

export type DemoTranscript = {
  readonly id: string;
  readonly title: string;
  /** Pseudonym of the person interviewed. */
  readonly participant: string;
  /** The interviewer's label in the file. */
  readonly interviewer: string;
  /** File name with its ending, as a person would have dropped it on the project. */
  readonly fileName: string;
  /** The file, UTF-8, as an importer takes it. */
  readonly bytes: Uint8Array;
  /** The same file read by the demo's own reader; an importer must come to these turns. */
  readonly turns: readonly DemoTurn[];
};

export type DemoTurn = {
  readonly speaker: string;
  /** Seconds from the start of the recording. */
  readonly start: number;
  /** Paragraphs joined by U+000A. */
  readonly text: string;
};

export type DemoCoding = {
  /** {@link DemoMember.id}. */
  readonly member: string;
  /** {@link DemoTranscript.id}. */
  readonly transcript: string;
  /** `under way`: the coder stopped part-way, and what they did not reach is not missed. */
  readonly state: 'complete' | 'under way';
  readonly spans: readonly DemoSpan[];
  readonly sketches: readonly DemoSketch[];
};

export type DemoSpan = {
  readonly id: string;
  /** Index, from 0, into {@link DemoTranscript.turns}. */
  readonly turn: number;
  /** Half-open UTF-16 offsets into that turn's text. */
  readonly startUtf16: number;
  readonly endUtf16: number;
  /** The text between these offsets, exactly. */
  readonly quote: string;
  readonly role: Extract<Role, 'C' | 'M' | 'O' | 'undecided'>;
  readonly unsure: boolean;
  readonly memo: string | null;
};

export type DemoSketch = {
  readonly id: string;
  readonly form: RestatementForm;
  readonly parts: readonly DemoPart[];
  readonly restatement: string;
  readonly memo: string | null;
  /** The statement it bears on, by {@link DemoStatement.id}, and how; null where on none. */
  readonly bearing: { readonly statement: string; readonly bearing: Bearing } | null;
};

/** One role of a sketch. The role is the part's; its spans may carry another. */
export type DemoPart = {
  readonly role: DemoSpan['role'];
  readonly filledBy:
    | { readonly kind: 'quoted'; readonly spans: readonly DemoSpanReference[] }
    | { readonly kind: 'inferred'; readonly words: string };
};

/** A span of the same member, on the sketch's own transcript or on another one. */
export type DemoSpanReference = {
  readonly span: string;
  /** Null on the sketch's own transcript; else the id of the transcript that holds the span. */
  readonly elsewhere: string | null;
};
