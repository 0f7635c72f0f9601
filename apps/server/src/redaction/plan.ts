import type { BlobStore } from '@triad/storage';
import { SealingError } from '../sealing/errors.ts';
import type { TextCounts } from '../transcripts/job-messages.ts';
import type { TextChange } from './redaction-work.ts';

/**
 * A redaction as it is to be done: a blob that is sealed with the key which the redaction destroys,
 * written before anything is changed. From it every step follows, also after a crash; once the key
 * is gone it cannot be read any more, and nothing is left to be done.
 */
export type RedactionPlan = {
  readonly id: string;
  /** Member id. */
  readonly by: string;
  readonly at: string;
  readonly change: TextChange;
  readonly counts: TextCounts;
  /** SHA-256 of the original without the words; `removed` where it must go, null where there is none. */
  readonly original: string | null;
  /** Generations of all documents of the transcript before, by name: others are done already. */
  readonly documents: Readonly<Record<string, string>>;
  /** Name of the key that is to be destroyed. */
  readonly key: string;
};

const FORM = 1;
export const ORIGINAL_GOES = 'removed';

export function planBlob(transcript: string): string {
  return `redaction/${transcript}`;
}

export async function storePlan(
  blobs: BlobStore,
  transcript: string,
  plan: RedactionPlan,
): Promise<void> {
  const { before, after, ...change } = plan.change;
  const texts = { before: toBase64(before), after: toBase64(after) };
  const bytes = Buffer.from(JSON.stringify({ form: FORM, ...plan, change, texts }));
  await blobs.put(planBlob(transcript), bytes, '');
}

/** Null where there is none; `over` where its key is destroyed. */
export async function readPlan(
  blobs: BlobStore,
  transcript: string,
): Promise<RedactionPlan | 'over' | null> {
  try {
    const blob = await blobs.get(planBlob(transcript));
    return blob === null ? null : parse(blob.bytes);
  } catch (error) {
    if (error instanceof SealingError && error.code === 'sealing/destroyed') return 'over';
    throw error;
  }
}

type Stored = Omit<RedactionPlan, 'change'> & {
  readonly form: number;
  readonly change: Omit<TextChange, 'before' | 'after'>;
  readonly texts: { readonly before: string; readonly after: string };
};

function parse(bytes: Uint8Array): RedactionPlan {
  const { form, texts, change, ...plan } = JSON.parse(Buffer.from(bytes).toString()) as Stored;
  if (form !== FORM) throw new Error(`a plan of a redaction has the form ${form}`);
  const states = { before: fromBase64(texts.before), after: fromBase64(texts.after) };
  return { ...plan, change: { ...change, ...states } };
}

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
