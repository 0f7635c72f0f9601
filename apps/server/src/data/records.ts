import type {
  AgreementSettings,
  CommentTarget,
  DueDate,
  FlagPlace,
  MemberRole,
  MethodSettings,
  OffsetPassage,
  OutcomeGroup,
  Preferences,
  RoundChange,
  RoundKind,
  RoundState,
  Speaker,
} from '@triad/collab';
import type { PasswordHash } from '../accounts/passwords.ts';
import type { BasisStamp } from '../agreement/stamp.ts';
import type { Summary } from '../agreement/compare.ts';
import type { FigureSet } from '../agreement/figures.ts';

/*
 * The bodies of the records. Instants are UTC ISO 8601, set by the server. What takes several
 * writes becomes visible by its last: a project or transcript is `pending` until its last write,
 * and again from the first write of its removal; the sweep at start ends what a crash left.
 */

export type AccountBody = {
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  /** Null for accounts of the demo study, which sign in by one-time links. */
  readonly password: PasswordHash | null;
  readonly preferences: Preferences;
  readonly demo: boolean;
  readonly createdAt: string;
};

/** Its id is the SHA-256 of the cookie's token. */
export type SessionBody = {
  readonly account: string;
  readonly createdAt: string;
  /** Written at most once an hour. */
  readonly seenAt: string;
};

/** Its id is the SHA-256 of the link's token. It is removed when used. */
export type SignInLinkBody = {
  readonly account: string;
  readonly project: string | null;
  readonly expiresAt: string;
};

export type ProjectBody = {
  readonly title: string;
  readonly description: string;
  readonly createdAt: string;
  /** Removed with the demo study. */
  readonly demo: boolean;
  /** Made from the first-run page; there is at most one. */
  readonly firstRun: boolean;
  /** Members' devices may keep what they opened; absent: not. */
  readonly deviceCopies?: boolean;
  /** How agreement is worked out and shown; absent: as the defaults say. */
  readonly agreement?: { readonly settings: AgreementSettings; readonly version: number };
  /** How CMOCs are agreed, and the outcomes under which they stand; absent: as the defaults say. */
  readonly method?: {
    readonly settings: MethodSettings;
    readonly groups: readonly OutcomeGroup[];
    readonly version: number;
  };
  readonly pending: 'making' | 'removing' | null;
};

export type MemberBody = {
  readonly project: string;
  readonly account: string;
  readonly roles: readonly MemberRole[];
  readonly joinedAt: string;
  readonly removedAt: string | null;
};

export type RoundBody = {
  readonly project: string;
  readonly kind: RoundKind;
  readonly number: number;
  /** May be empty. */
  readonly title: string;
  readonly state: RoundState;
  /** Null: every transcript of the project; fixed when the round is closed. */
  readonly transcripts: readonly string[] | null;
  /** Member ids; null: every coder. */
  readonly coders: readonly string[] | null;
  readonly due: DueDate | null;
  readonly ownEarlier: boolean;
  /** Member ids; null of the round that came with the project. */
  readonly openedBy: string | null;
  readonly openedAt: string;
  readonly closed: { readonly by: string; readonly at: string } | null;
  /** Transcripts of an open round that were closed before the rest, by id. */
  readonly closedTranscripts: Readonly<Record<string, ClosedTranscript>>;
  readonly reopened: readonly Reopening[];
  /** Of its date and of who is in it, the oldest first; absent: none. */
  readonly changes?: readonly RoundChange[];
};

/** `copied`: the layers of it stand as whole copies. Until then the closing is finished at start. */
export type ClosedTranscript = {
  readonly by: string;
  readonly at: string;
  readonly copied: boolean;
};

/** That one member may change their layers of what was closed of a round again, until `closedAt`. */
export type Reopening = {
  /** Why is kept by this id, sealed (rounds/reasons.ts). */
  readonly id: string;
  readonly member: string;
  /** On which the round was closed then; absent in what was stored before this was kept: on all. */
  readonly transcripts?: readonly string[];
  readonly by: string;
  readonly at: string;
  readonly closedAt: string | null;
  readonly copied: boolean;
};

/** A transcript's share of why a round was opened again. Its id is reopening and transcript. */
export type ReasonBody = {
  readonly transcript: string;
  readonly round: string;
  readonly reopening: string;
  /** How many shares there are. */
  readonly of: number;
  /** Base64. */
  readonly share: string;
};

/** A coder in a blind round. Its id is round and member. */
export type ProgressBody = {
  readonly project: string;
  readonly round: string;
  readonly member: string;
  readonly startedAt: string | null;
  readonly doneAt: string | null;
};

/** That a member opened somebody else's layer. Its id is transcript, member, round and author. */
export type SeenBody = {
  readonly project: string;
  readonly transcript: string;
  readonly member: string;
  readonly round: string;
  readonly author: string;
  readonly at: string;
};

/** A layer as it was when its round was closed; the bytes are a blob. Its id is the blob's. */
export type LayerCopyBody = {
  readonly project: string;
  readonly transcript: string;
  readonly round: string;
  readonly member: string;
  /** 1 of the closing, more after each reopening. */
  readonly copy: number;
  /** Of the bytes, hex. */
  readonly sha256: string;
  /** Hash of which ids it holds, by which two copies are told apart (documents/host.ts). */
  readonly state: string;
  /** Of the fields of the layer; 1 where it is not said. */
  readonly schema?: number;
  readonly bytes: number;
  readonly spans: number;
  readonly sketches: number;
  readonly at: string;
  readonly afterReveal: boolean;
  /** Words were taken out of it then: its hash is of what is left. */
  readonly redactedAt?: string;
};

export type InviteBody = {
  readonly project: string;
  /** SHA-256 of the link's token. */
  readonly hash: string;
  readonly roles: readonly MemberRole[];
  readonly note: string;
  /** Member id of the lead who made it. */
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly used: { readonly at: string; readonly account: string | null } | null;
};

export type ParticipantBody = {
  readonly project: string;
  readonly pseudonym: string;
  readonly description: string;
};

/** Holds no participant's words: those are in the document and in the original. */
export type TranscriptBody = {
  readonly project: string;
  readonly title: string;
  readonly fileName: string;
  readonly format: 'docx' | 'txt' | 'md' | 'vtt' | 'srt';
  /** Of the file that was imported; empty where it went with words that it held. */
  readonly sha256: string;
  readonly originalKept: boolean;
  readonly speakers: readonly Speaker[];
  readonly turns: number;
  readonly words: number;
  readonly durationSeconds: number | null;
  readonly observersRead: boolean;
  /** The closed round on which figures and decisions rest; null or absent: the latest. */
  readonly basis?: string | null;
  /** Member id. */
  readonly importedBy: string;
  readonly importedAt: string;
  readonly pending: 'importing' | 'removing' | 'redacting' | null;
};

/** A text as it was; its turns are a blob (transcripts/history.ts). */
export type VersionBody = {
  readonly project: string;
  readonly transcript: string;
  /** Counts the versions of a text from 1. */
  readonly number: number;
  /** Member id; null where nobody knows who wrote it. */
  readonly by: string | null;
  readonly from: string;
  readonly at: string;
  readonly turns: number;
  readonly words: number;
  /** Of the blob, hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly redacted?: boolean;
};

/** That words were taken out of a transcript for good; holds none. Its id is that of the act. */
export type RedactionBody = {
  readonly project: string;
  readonly transcript: string;
  /** Member id. */
  readonly by: string;
  readonly at: string;
  readonly places: number;
  readonly original: 'rewritten' | 'removed' | null;
};

/** Who edits a transcript's text now. Its id is what the editing connection names. */
export type LeaseBody = {
  readonly transcript: string;
  /** Member id. */
  readonly member: string;
  readonly account: string;
  readonly takenAt: string;
  readonly expiresAt: string;
};

export type CommentBody = {
  readonly project: string;
  readonly transcript: string;
  /** Member id. */
  readonly author: string;
  readonly target: CommentTarget | OffsetPassage;
  readonly text: string;
  readonly createdAt: string;
  readonly resolvedBy: string | null;
};

/**
 * What was worked out of the agreement on a transcript, as far as figures are pooled from it; its rows
 * are a blob beside it. Holds no words. Its id is the transcript's.
 */
export type ComparisonBody = {
  readonly project: string;
  readonly transcript: string;
  readonly at: string;
  readonly stamp: BasisStamp;
  /** Or a sentence that says why there is none. */
  readonly outcome: { readonly summary: Summary } | { readonly failed: string };
};

/** The last time that agreement was worked out in a project. Its id is the project's. */
export type AgreementJobBody = {
  readonly project: string;
  /** Of this time. */
  readonly run: string;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly done: number;
  readonly total: number;
  /** Member id; null where the server began it by itself. */
  readonly by: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
};

/**
 * The figures of all transcripts of a project, as they were worked out last; no words. `key` says of which
 * results and settings. Its id is the project's.
 */
export type AgreementFiguresBody = {
  readonly project: string;
  readonly key: string;
  readonly set: FigureSet;
};

/** That somebody wants the lead to look at a place on which coders differ. */
export type FlagBody = {
  readonly project: string;
  readonly transcript: string;
  readonly place: FlagPlace;
  /** Member id. */
  readonly by: string;
  readonly at: string;
  /** May be empty. */
  readonly note: string;
  readonly settledBy: string | null;
};

/** When a project last changed. Its id is the project's and who may know. */
export type ActivityBody = { readonly at: string };
