import type { Context } from '../context.ts';
import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { readQuotes } from './kept-quotes.ts';
import type { DecidedQuotes } from './kept-quotes.ts';

/** What is agreed on a transcript, with the record that says whose words they are and who may read them. */
export type KnownQuotes = DecidedQuotes & { readonly row: Row<TranscriptBody> };

/**
 * What is agreed, in memory: of a transcript until a decision on it, its text or its record is written,
 * or others were asked for since. Words that went from a transcript do not stay here.
 */
export type QuoteService = {
  /** Null where the transcript is gone, or is being redacted. */
  of(transcript: string): Promise<KnownQuotes | null>;
  /** Another server may have written something of it. */
  forget(transcript: string): void;
};

/** UTF-16 units of words in memory, and transcripts that they are of. */
const MOST_WORDS = 16 * 1024 * 1024;
const MOST_TRANSCRIPTS = 2_000;

type Needs = Pick<Context, 'blobs' | 'tables' | 'locks' | 'documents' | 'agreement'>;

export function makeQuotes(
  context: () => Needs,
  { tables, documents }: Pick<Context, 'tables' | 'documents'>,
): QuoteService {
  /** The one that was asked for least lately is the first. */
  const known = new Map<string, { readonly found: Promise<KnownQuotes | null>; words: number }>();
  let words = 0;

  function forget(transcript: string): void {
    words -= known.get(transcript)?.words ?? 0;
    known.delete(transcript);
  }

  function makeRoom(): void {
    for (const transcript of known.keys()) {
      if (known.size <= MOST_TRANSCRIPTS && words <= MOST_WORDS) return;
      forget(transcript);
    }
  }

  tables.decisions.onWritten((_, body) => {
    // A decision goes with its transcript or project alone.
    if (body !== null) forget(body.transcript);
  });
  tables.transcripts.onWritten((id) => forget(id));
  documents.onWritten((name) => {
    const [kind, transcript = ''] = name.split('/', 2);
    if (kind === 'transcript') forget(transcript);
  });

  return {
    forget,
    of(transcript) {
      const before = known.get(transcript);
      if (before !== undefined) {
        known.delete(transcript);
        known.set(transcript, before);
        return before.found;
      }
      const entry = { found: readQuotes(context(), transcript), words: 0 };
      known.set(transcript, entry);
      entry.found.then(
        (found) => {
          // Something was written meanwhile: whoever asks now is told of that.
          if (known.get(transcript) !== entry) return;
          if (found === null) {
            forget(transcript);
            return;
          }
          for (const { place } of found.rows.values()) entry.words += place?.words.length ?? 0;
          words += entry.words;
          makeRoom();
        },
        () => {
          if (known.get(transcript) === entry) forget(transcript);
        },
      );
      return entry.found;
    },
  };
}
