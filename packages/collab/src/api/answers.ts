import type { DocumentKind, MadeFrom } from '../document-name.ts';
import type { LayerSummary } from '../layer-summary.ts';
import type { LateKind } from '../late-changes.ts';
import type { ClosingFacts } from '../rounds.ts';
import type { MemberRole } from '../rules.ts';
import type { TurnContent } from '../transcript-document.ts';
import type { MethodSettings } from './cmocs.ts';
import type { CommentTarget, DueDate, OffsetPassage, Preferences, Speaker } from './schemas.ts';

/* What the HTTP API answers. Instants are UTC ISO 8601, set by the server. */

/** Every error of the API. `code` is stable; `message` says what was wrong, where, what to do. */
export type ApiError = {
  readonly error: {
    readonly code: string;
    readonly message: string;
    /** For `request/invalid`: where in the body. */
    readonly path?: string;
  };
};

export type SessionAnswer = {
  readonly account: AccountAnswer | null;
  /** No account exists yet, apart from the demo's: the first-run page is open. */
  readonly setupNeeded: boolean;
  /** The software's version. */
  readonly version: string;
};

export type AccountAnswer = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly preferences: Preferences;
  /** An account of the demo study: no password, signs in by one-time links. */
  readonly demo: boolean;
};

export type ProjectSummary = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly roles: readonly MemberRole[];
  readonly members: number;
  readonly transcripts: number;
  readonly demo: boolean;
  /** Members' devices may keep the transcripts that were opened there, and their coders' own layers. */
  readonly deviceCopies: boolean;
  readonly createdAt: string;
  /** When something last changed of which the person may know. */
  readonly changedAt: string;
};

export type ProjectAnswer = ProjectSummary & {
  readonly version: number;
  /** The signed-in person's member id in this project. */
  readonly me: string;
  readonly rounds: readonly RoundAnswer[];
  /** The theory document, to be opened over the tunnel. */
  readonly theory: DocumentAnswer;
  /** Which roles beyond C, M and O, and whether inferred parts, are offered; and what CMOCs go by. */
  readonly method: MethodSettings;
};

export type RoundAnswer = ClosingFacts & {
  readonly version: number;
  /** May be empty: then its number and kind name it. */
  readonly title: string;
  readonly due: DueDate | null;
  readonly openedAt: string;
  /** Of the coders of a blind round. */
  readonly progress: readonly {
    readonly member: string;
    /** The coder's own word. */
    readonly doneAt: string | null;
    /** Null where the reader may not know. */
    readonly started: boolean | null;
    /** Was removed from the project, or is no coder of it any more: nobody waits for them. */
    readonly noLongerCodes?: true;
  }[];
  /** For whom it was ever opened again: of their layers some may be late. Absent: for nobody. */
  readonly everReopenedFor?: readonly string[];
};

/** What is kept of a round besides its state: for the report, and for those who check. */
export type RoundRecordAnswer = {
  /** Who had opened which layers of others on its transcripts before it began. */
  readonly seenBefore: readonly {
    readonly member: string;
    readonly transcript: string;
    readonly round: string;
    readonly author: string;
    readonly firstAt: string;
  }[];
  /** The whole copies that were stored when it was closed, the latest of each layer last. */
  readonly copies: readonly LayerCopyAnswer[];
  readonly reopened: readonly ReopeningAnswer[];
  /** `by` is null of the round that came with the project. */
  readonly opened: { readonly by: string | null; readonly at: string };
  /** Every change of its date and of who is in it, the oldest first. */
  readonly changes: readonly RoundChange[];
  /** Of an open round, the transcripts that were closed before the rest. */
  readonly closedTranscripts: readonly {
    readonly transcript: string;
    readonly by: string;
    readonly at: string;
  }[];
  readonly closed: { readonly by: string; readonly at: string } | null;
};

/** `by` is a member id. */
export type RoundChange = { readonly by: string; readonly at: string } & (
  | { readonly kind: 'due'; readonly from: DueDate; readonly to: DueDate }
  /** A coder in it was removed or lost that role, or has it again. */
  | { readonly kind: 'coder'; readonly member: string; readonly codes: boolean }
);

/** That a closed round was opened again for one coder. */
export type ReopeningAnswer = {
  readonly member: string;
  readonly by: string;
  readonly at: string;
  /** Null where it went with a transcript of the round that was deleted. */
  readonly reason: string | null;
  readonly closedAt: string | null;
};

/** What is open again for oneself; null where nothing is. */
export type OwnReopeningAnswer = { readonly reopening: ReopeningAnswer | null };

/**
 * What a layer held when its round was revealed, each id with its hash (late-changes.ts); null where
 * nothing is revealed yet.
 */
export type RevealedAnswer = {
  readonly revealed:
    | {
        readonly [kind in LateKind]: readonly (readonly [id: string, digest: string])[];
      }
    | null;
};

export type LayerCopyAnswer = LayerSummary & {
  readonly transcript: string;
  readonly member: string;
  /** SHA-256 of the copy, hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly at: string;
  /** Changed after the round was revealed. */
  readonly afterReveal: boolean;
  /** When words were last taken out of it; null where none were. */
  readonly redactedAt: string | null;
};

export type MemberAnswer = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** Leads alone see addresses; null for others. */
  readonly email: string | null;
  readonly roles: readonly MemberRole[];
  /** A removed member keeps an entry, since their work stays. */
  readonly removedAt: string | null;
  readonly joinedAt: string;
};

export type InviteAnswer = {
  readonly id: string;
  readonly roles: readonly MemberRole[];
  readonly note: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly state: 'open' | 'used' | 'expired';
};

/** The link is in this answer alone: the server keeps a hash of its token. */
export type CreatedInviteAnswer = InviteAnswer & { readonly link: string };

/** What an invite link shows before it is accepted. */
export type InviteLookAnswer = {
  readonly project: string;
  readonly invitedBy: string;
  readonly roles: readonly MemberRole[];
  readonly expiresAt: string;
};

export type ParticipantAnswer = {
  readonly id: string;
  readonly version: number;
  readonly pseudonym: string;
  readonly description: string;
};

export type TranscriptSummary = {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly speakers: readonly Speaker[];
  readonly turns: number;
  readonly words: number;
  /** Seconds up to the last time in the text, or null. */
  readonly durationSeconds: number | null;
  readonly observersRead: boolean;
  /** `sha256` is empty where the file is gone, since it would tell whoever tries what was in it. */
  readonly original: { readonly sha256: string; readonly kept: boolean; readonly fileName: string };
  readonly importedAt: string;
  /** Layers that the person may see, empty ones too. */
  readonly layers: readonly (LayerSummary & { readonly member: string; readonly round: string })[];
  /** The closed round that the lead chose for figures and decisions; null: none (basisOf). */
  readonly basis: string | null;
  /** False where an observer may see that it exists, not what it says. */
  readonly readable: boolean;
  /** Words are being taken out of it: for a moment nobody opens it. */
  readonly redacting: boolean;
};

export type TranscriptAnswer = TranscriptSummary & {
  readonly project: string;
  /** As of its project: this device may keep the text and one's own layers. */
  readonly deviceCopies: boolean;
  /** Every document of this transcript that the person may open, the text first. */
  readonly documents: readonly DocumentAnswer[];
  /** Who edits the text now, by member id, and since when; null where nobody does. */
  readonly editing: { readonly member: string; readonly since: string } | null;
};

/**
 * The right to edit a transcript's text, for the one connection that names it (`lease=<id>`). It is
 * over at `expiresAt` unless it was renewed.
 */
export type LeaseAnswer = {
  readonly id: string;
  readonly expiresAt: string;
  /** How long it holds from each renewal, milliseconds. */
  readonly holdsMs: number;
};

/** What is kept of the corrections of a text. */
export type HistoryAnswer = {
  /** The oldest first. */
  readonly redactions: readonly RedactionAnswer[];
  /** By number, the oldest first; none where nothing was ever corrected. */
  readonly versions: readonly VersionAnswer[];
};

/** A text as it was. */
export type VersionAnswer = {
  readonly id: string;
  /** Counted from 1; numbers of versions that had to go are missing. */
  readonly number: number;
  /** Member id of who wrote it; null where that is not known. */
  readonly by: string | null;
  /** From the first to the last of its corrections; the same instant twice of what was imported. */
  readonly from: string;
  readonly at: string;
  readonly turns: number;
  readonly words: number;
  /** SHA-256 of the turns as they are kept, hex. */
  readonly sha256: string;
  /** Words were taken out of it since. */
  readonly redacted: boolean;
};

/** That words were taken out of a transcript for good; not which. */
export type RedactionAnswer = {
  readonly id: string;
  /** Member id. */
  readonly by: string;
  readonly at: string;
  /** Places of the text. */
  readonly places: number;
  /** What became of the original; null where none was kept. */
  readonly original: 'rewritten' | 'removed' | null;
};

/**
 * How often words stand where, before they are taken out. Counted is what the lead may see now; what
 * a round hides from them is redacted all the same, and nothing of it is told.
 */
export type FoundWordsAnswer = {
  /** 0 of typed words that the text does not hold, or holds no more. */
  readonly text: number;
  readonly title: number;
  readonly fileName: number;
  readonly speakers: number;
  readonly versions: number;
  /** Null where the lead may not read them now. */
  readonly comments: number | null;
  /** Reasons of decisions, ties and candidates, and coders' answers; null where the lead may not read them now. */
  readonly decisions: number | null;
  readonly memos: number;
  readonly restatements: number;
  readonly inferred: number;
  /** Reasons for which a round was opened again; of those that the lead may read. */
  readonly reasons: number;
  /** Where they stand beside this transcript, which a redaction of it does not touch. */
  readonly outside: WordsOutside;
  /** What will become of the original; null where none is kept. */
  readonly original: 'rewritten' | 'removed' | null;
  /** A round hides layers here from the lead, whether or not anybody has made any. */
  readonly hidden: boolean;
};

/** Of what a project holds beside a transcript, how much holds the words. */
export type WordsOutside = {
  /** Its title and its description, as one. */
  readonly project: number;
  readonly statements: number;
  /** Titles of rounds. */
  readonly rounds: number;
  /** Reasons for which rounds of other transcripts were opened again. */
  readonly reasons: number;
  readonly participants: number;
  /** Notes of invites. */
  readonly invites: number;
  /** Titles, file names and speakers' labels of other transcripts; their texts are not searched. */
  readonly transcripts: number;
  /** Drafts of CMOCs, with their memos, and why one was retired. */
  readonly cmocs: number;
  /** Titles of outcome groups. */
  readonly groups: number;
  /** Versions that were put to sign-off, with their notes: they are frozen. */
  readonly cmocVersions: number;
  /** What members said of them, before too, and why a lead went on. */
  readonly signOffs: number;
  /** Memos on combining and dividing, and what was begun with. */
  readonly lineages: number;
  /** Notes and sentences of links for outside reviewers. */
  readonly reviewLinks: number;
  /** What those answered, before too. */
  readonly reviewReplies: number;
};

export type VersionTextAnswer = VersionAnswer & { readonly text: readonly TurnContent[] };

/**
 * What a client must say when it opens a document. The schema it says by itself: that of the fields
 * which it knows (DOCUMENT_SCHEMA).
 */
export type DocumentAnswer = {
  readonly name: string;
  readonly kind: DocumentKind;
  readonly generation: string;
  readonly writable: boolean;
  /** Null where the server made it from no other. */
  readonly madeFrom: MadeFrom | null;
  /** How often words were taken out of it for good, in this and all earlier generations; absent: never. */
  readonly redactions?: number;
};

export type CommentAnswer = {
  readonly id: string;
  readonly version: number;
  readonly transcript: string;
  readonly author: string;
  readonly target: CommentTarget | OffsetPassage;
  readonly text: string;
  readonly createdAt: string;
  readonly resolvedBy: string | null;
};

export type PreviewAnswer = {
  readonly title: string | null;
  readonly format: 'docx' | 'txt' | 'md' | 'vtt' | 'srt';
  readonly sha256: string;
  readonly turns: readonly {
    readonly speaker: string | null;
    readonly start: number | null;
    readonly end: number | null;
    readonly text: string;
    readonly source: { readonly firstLine: number; readonly lastLine: number } | null;
  }[];
  readonly warnings: readonly {
    readonly code: string;
    readonly message: string;
    readonly line: number | null;
  }[];
  /** Words of the file that are in no turn, in its order: nothing is dropped unseen. */
  readonly leftOut: readonly {
    readonly kind:
      | 'front-matter'
      | 'preamble'
      | 'heading'
      | 'interjection'
      | 'mark'
      | 'comment'
      | 'note'
      | 'cue-name'
      | 'table';
    readonly text: string;
    /** First and last line of the source, from 1. */
    readonly line: number | null;
    readonly lastLine: number | null;
    /** Index of the turn that it stands before; the number of turns where it stands after the last. */
    readonly beforeTurn: number;
    /** Where the turn before goes on behind it: the offset in that turn's text, in UTF-16 units. */
    readonly withinUtf16: number | null;
  }[];
  /** The label that seems to be the interviewer's. */
  readonly interviewer: string | null;
  /** The source as lines of text (of a .docx: its paragraphs and rows of tables), where all numbers of lines point. */
  readonly sourceLines: readonly string[];
};
