import { isUuid } from '@triad/realist';
import type { StoredRecord } from '@triad/storage';
import { SealingError } from './errors.ts';

/*
 * The one place that says what holds a participant's words, and with which transcript's key it is
 * sealed. Documents and blobs are told apart by the first part of their names.
 */

/** Of these the transcript comes next in the name. */
export const OF_A_TRANSCRIPT: ReadonlySet<string> = new Set([
  'transcript',
  'layer',
  'consensus',
  'original',
  'history',
  // A layer as it was when its round was closed.
  'layer-copy',
  // What is being taken out, until it is.
  'redaction',
  // Rows of its layers, as agreement was worked out from them.
  'comparison',
  // The words of what is agreed, as they stand.
  'quotes',
]);
/** The team's own words. */
const OF_THE_TEAM: ReadonlySet<string> = new Set(['theory', 'codebook', 'cmoc']);

/**
 * The transcript with whose key a document's log (named with or without its generation) or a blob
 * is sealed; null for what the team wrote. A blob whose name begins with a transcript's id is that
 * transcript's. Throws `sealing/unknown-name` for any other name: words must not come to lie bare
 * because nobody thought of them.
 */
export function transcriptOf(name: string): string | null {
  const [first = '', second] = name.split(/[/@]/, 2);
  if (OF_THE_TEAM.has(first)) return null;
  const transcript = OF_A_TRANSCRIPT.has(first) ? second : first;
  if (isUuid(transcript)) return transcript;
  throw new SealingError(
    'sealing/unknown-name',
    `nothing says whether ${name} holds a participant's words, nor with which key it is sealed`,
  );
}

type Sealable = Pick<StoredRecord, 'id' | 'keys'>;

/** Collections of which the bodies are sealed, and with which transcript's key. */
export const SEALED_RECORDS: Readonly<Record<string, (record: Sealable) => string | null>> = {
  // Title, name of the file and speakers' labels: they can hold a participant's name.
  transcripts: ({ id }) => id,
  // What the team says about words, mostly in these words.
  comments: ({ keys }) => keys['transcript'] ?? null,
  flags: ({ keys }) => keys['transcript'] ?? null,
  // Anchors of what is agreed, and the leads' and coders' reasons.
  decisions: ({ keys }) => keys['transcript'] ?? null,
  'decision-replies': ({ keys }) => keys['transcript'] ?? null,
  ties: ({ keys }) => keys['transcript'] ?? null,
  // Restatements and inferred parts, as coders wrote them.
  candidates: ({ keys }) => keys['transcript'] ?? null,
  // No words; but where who marked what is told by layers alone.
  comparisons: ({ keys }) => keys['transcript'] ?? null,
  // A hash of words is as good as the words to whoever has all of them but one, and tries names.
  history: ({ keys }) => keys['transcript'] ?? null,
  'layer-copies': ({ keys }) => keys['transcript'] ?? null,
  // Why a round was opened again, in a share for each of its transcripts.
  'reopening-reasons': ({ keys }) => keys['transcript'] ?? null,
};

/*
 * Free text that is not sealed, since it bears on no one transcript and outlives each: a project's
 * title and description, titles of rounds, participants' pseudonyms and descriptions, notes of
 * invites, theory statements, CMOCs with their versions and sign-offs, notes and answers of reviewers. A redaction says where in them the words stand and leaves them to the
 * lead (redaction/look-outside.ts).
 */
