import { CONTEXT_UTF16 } from '@triad/realist';
import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { MEMBER_ROLES } from '../rules.ts';

/*
 * The bodies of the HTTP API, parsed by the server and typed for the web app. Strict objects: an
 * unknown field is an error, so that a misspelt one cannot pass unnoticed.
 */

export const uuid = z.uuid().toLowerCase();
/** What a person writes; half of a character, which no file in UTF-8 can keep, is none of it. */
export const prose = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => text.isWellFormed(), 'must be whole characters');
export const line = (max: number) =>
  prose(max)
    .min(1)
    .refine((text) => !/[\r\n\0]/.test(text), 'must be one line');
const seconds = z.number().min(0).max(1_000_000).nullable();

export const memberRoles = z
  .array(z.enum(MEMBER_ROLES as ['lead', 'coder', 'reviewer', 'observer']))
  .min(1)
  .max(4);
export const personName = line(100);
export const email = z.email().max(254).toLowerCase();
export const password = z.string().min(10).max(200);
/** One-time tokens: 32 random bytes, base64url. */
export const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

// ---- requests

export const setupBody = z.strictObject({ token, name: personName, email, password });
export const setupDemoBody = z.strictObject({ token });
export const signInBody = z.strictObject({ email, password: z.string().max(200) });
export const tokenBody = z.strictObject({ token });
/** With an account signed in, `token` alone; otherwise name, e-mail and password make one. */
export const acceptInviteBody = z.strictObject({
  token,
  account: z.strictObject({ name: personName, email, password }).nullable(),
});
export const changeAccountBody = z.strictObject({
  name: personName.optional(),
  preferences: z
    .strictObject({
      /** Shortcut id to key; null turns it off. */
      keys: z.record(z.string().max(60), z.string().max(20).nullable()).optional(),
      letterKeys: z.boolean().optional(),
      theme: z.enum(['light', 'dark', 'system']).optional(),
      lineSpacing: z.enum(['tight', 'normal', 'wide']).optional(),
      /** What a mark is widened to; `exact` takes just what is selected. */
      snapping: z.enum(['exact', 'word', 'sentence', 'turn']).optional(),
    })
    .optional(),
});
export const changePasswordBody = z.strictObject({ current: z.string().max(200), next: password });

export const createProjectBody = z.strictObject({
  title: line(200),
  description: z.string().trim().max(2_000).optional(),
});
export const changeProjectBody = z.strictObject({
  version: z.int().min(1),
  title: line(200).optional(),
  description: z.string().trim().max(2_000).optional(),
  /** Whether members' devices may keep what they opened there. */
  deviceCopies: z.boolean().optional(),
});
export const changeMemberBody = z.strictObject({ version: z.int().min(1), roles: memberRoles });
export const createInviteBody = z.strictObject({
  roles: memberRoles,
  /** For whom, so that the lead can tell open invites apart. */
  note: z.string().trim().max(200),
  validDays: z.int().min(1).max(30),
});
export const participantBody = z.strictObject({
  /** A pseudonym such as `#13`; never a name. */
  pseudonym: line(60),
  /** E.g. service lead, young person; free. */
  description: z.string().trim().max(200),
});
export const changeParticipantBody = participantBody.extend({ version: z.int().min(1) });

export const speakerBody = z.strictObject({
  /** Key used by the turns. */
  key: z.string().regex(/^s[0-9]{1,4}$/),
  /** What is shown beside the turn. */
  name: line(80),
  kind: z.enum(['interviewer', 'participant', 'other']),
  /** The participant who speaks, if one is known by pseudonym. */
  participant: uuid.nullable(),
});
export const importTurn = z.strictObject({
  /** Key of a speaker, or null where none was found. */
  speaker: z.string().max(5).nullable(),
  start: seconds,
  end: seconds,
  /** Paragraphs joined by U+000A. */
  text: z.string().min(1).max(LIMITS.textUtf16),
});
/** The field `transcript` of a multipart request; the optional file `original` follows it. */
export const importBody = z.strictObject({
  title: line(200),
  fileName: z.string().min(1).max(255),
  format: z.enum(['docx', 'txt', 'md', 'vtt', 'srt']),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  keepOriginal: z.boolean(),
  speakers: z.array(speakerBody).max(500),
  turns: z.array(importTurn).min(1).max(LIMITS.turns),
});
export const changeTranscriptBody = z.strictObject({
  version: z.int().min(1),
  title: line(200).optional(),
  observersRead: z.boolean().optional(),
  /** The closed round on which figures and decisions about it rest; null: the latest. */
  basis: uuid.nullable().optional(),
  speakers: z.array(speakerBody).max(500).optional(),
});

/** Words that are to go: as the lead sees them at a place of the text, or typed, which names no place. */
const wordsToGo = z.strictObject({
  words: z
    .string()
    .min(1)
    .max(LIMITS.redactedUtf16)
    .refine((words) => words.isWellFormed(), 'must be whole characters'),
  startUtf16: z.int().min(0).max(LIMITS.textUtf16).optional(),
  endUtf16: z.int().min(1).max(LIMITS.textUtf16).optional(),
});
type Place = { readonly startUtf16?: number | undefined; readonly endUtf16?: number | undefined };
const isWholePlace = ({ startUtf16, endUtf16 }: Place): boolean =>
  (startUtf16 === undefined) === (endUtf16 === undefined);
const NO_WHOLE_PLACE = { path: ['endUtf16'], message: 'must come with startUtf16' };

export const lookForWordsBody = wordsToGo.refine(isWholePlace, NO_WHOLE_PLACE);
export const redactBody = wordsToGo
  .extend({
    /** Wherever else they stand in the text, too; of typed words always. */
    all: z.boolean(),
    /** What stands there instead. */
    replacement: line(LIMITS.replacementUtf16),
  })
  .refine(isWholePlace, NO_WHOLE_PLACE)
  .refine(({ all, startUtf16 }) => all || startUtf16 !== undefined, {
    path: ['all'],
    message: 'must hold where no place is named',
  });

/** An instant, with the IANA zone in which people read it. */
export const dueDate = z.strictObject({
  at: z.iso.datetime(),
  zone: z.string().min(1).max(60).refine(isZone, 'must be a time zone'),
});
const chosen = (most: number) => z.array(uuid).min(1).max(most);

/** Opens a round: open coding of all or some transcripts, or a blind round of named coders. */
export const openRoundBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('open'),
    title: z.string().trim().max(100),
    /** Null: every transcript of the project, also those that come later. */
    transcripts: chosen(LIMITS.transcripts).nullable(),
  }),
  z.strictObject({
    kind: z.literal('blind'),
    title: z.string().trim().max(100),
    transcripts: chosen(LIMITS.transcripts),
    coders: chosen(LIMITS.projectMembers),
    due: dueDate,
    /** Coders may look at their own layers of other rounds meanwhile. */
    ownEarlier: z.boolean(),
  }),
]);
export const changeRoundBody = z.strictObject({
  version: z.int().min(1),
  title: z.string().trim().max(100).optional(),
  due: dueDate.optional(),
});
export const closeRoundBody = z.strictObject({
  version: z.int().min(1),
  /** Of an open round, these alone; null closes all of it. */
  transcripts: chosen(LIMITS.transcripts).nullable(),
});
export const reopenRoundBody = z.strictObject({
  version: z.int().min(1),
  /** Whose layers of the closed round may be changed again, and why. */
  member: uuid,
  reason: line(500),
});
export const closeAgainBody = z.strictObject({ version: z.int().min(1), member: uuid });
export const roundDoneBody = z.strictObject({ done: z.boolean() });

const characterId = z.tuple([z.int().min(0), z.int().min(0)]).readonly();
const context = z.string().max(CONTEXT_UTF16);
/** Words of the text as a span has them, see `Anchor` of the domain. */
export const anchorBody = z.strictObject({
  start: characterId,
  end: characterId,
  turn: z.string().max(36),
  quote: z.string().min(1).max(LIMITS.quoteUtf16),
  before: context,
  after: context,
});

/** What a comment is about. Places are named by id; a passage carries its words too, so that it is found again. */
export const commentTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('transcript') }),
  z.strictObject({ kind: z.literal('turn'), turn: z.string().max(36) }),
  z.strictObject({ kind: z.literal('passage'), anchor: anchorBody }),
  z.strictObject({ kind: z.literal('span'), member: uuid, round: uuid, span: uuid }),
  z.strictObject({ kind: z.literal('sketch'), member: uuid, round: uuid, sketch: uuid }),
  z.strictObject({ kind: z.literal('comment'), comment: uuid }),
]);
/** How often words had been taken out of the text that the page shows: what it quotes may have gone since. */
const knownRedactions = z.int().min(0).default(0);
export const createCommentBody = z.strictObject({
  target: commentTarget,
  text: z.string().trim().min(1).max(LIMITS.noteUtf16),
  knownRedactions,
});
export const resolveCommentBody = z.strictObject({
  version: z.int().min(1),
  resolved: z.boolean(),
});

/** Puts a comment on a passage onto these words. */
export const placeCommentBody = z.strictObject({
  version: z.int().min(1),
  anchor: anchorBody,
  knownRedactions,
});

/** How agreement is worked out and shown in a project. */
export const agreementSettingsBody = z.strictObject({
  /** As the page has it; 0: they were never changed. */
  version: z.int().min(0),
  settings: z.strictObject({
    /** Coefficients are shown, not the places alone. */
    coefficients: z.boolean(),
    /** Which turns the figures are of. */
    turns: z.enum(['all', 'participants']),
    /** Figures have intervals. */
    intervals: z.boolean(),
    /** The gamma of Mathet and others too, which takes its time. */
    gamma: z.boolean(),
    /** Coders of a blind round who did not say that they were done count all the same. */
    unfinished: z.boolean(),
    /** What was changed after the reveal counts. */
    late: z.boolean(),
  }),
});

/** A place on which coders differ, by what stands there: a group by the least id of its spans. */
export const flagPlace = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('spans'), span: uuid }),
  z.strictObject({ kind: z.literal('sketches'), sketches: z.array(uuid).min(1).max(2) }),
]);
export const createFlagBody = z.strictObject({
  place: flagPlace,
  /** May be empty. */
  note: z.string().trim().max(LIMITS.flagNoteUtf16),
});
export const settleFlagBody = z.strictObject({
  version: z.int().min(1),
  settled: z.boolean(),
});

// ---- answers

export type ImportBody = z.infer<typeof importBody>;
export type Speaker = z.infer<typeof speakerBody>;
export type CommentTarget = z.infer<typeof commentTarget>;
/**
 * Of a comment that was made before passages had anchors: UTF-16 offsets from the start of the turn's
 * text, half open. They hold as long as the turn stands as it was imported.
 */
export type OffsetPassage = {
  readonly kind: 'passage';
  readonly anchor?: undefined;
  readonly turn: string;
  readonly startUtf16: number;
  readonly endUtf16: number;
};
export type RedactBody = z.infer<typeof redactBody>;
export type DueDate = z.infer<typeof dueDate>;
export type OpenRoundBody = z.infer<typeof openRoundBody>;
export type Preferences = NonNullable<z.infer<typeof changeAccountBody>['preferences']>;

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
