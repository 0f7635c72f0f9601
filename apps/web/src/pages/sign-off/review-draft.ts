import type { CmocSummary, CreatedReviewLinkAnswer } from '@triad/collab';
import { sentenceText } from '@triad/realist';
import type { BodyOf } from '../../api/client.ts';

/** One CMOC that a link asks about, as it is being written. */
export type ReviewDraftItem = {
  readonly cmoc: string;
  /** In plain words; begins as the team's sentence. */
  readonly sentence: string;
  /** Evidence whose quotes are shown; none unless the lead chose them. */
  readonly evidence: readonly string[];
};

export type ReviewDraft = {
  readonly note: string;
  readonly days: number;
  readonly items: readonly ReviewDraftItem[];
};

/** How many CMOCs one link can ask about. */
export const MOST_ITEMS = 50;
/** And how many quotes it shows with each. */
export const MOST_QUOTES = 20;

export const NEW_REVIEW: ReviewDraft = { note: '', days: 14, items: [] };

/** With one more CMOC, its sentence without marks; the same where it is there already or none fits. */
export function withItem(
  draft: ReviewDraft,
  { id, sentence }: Pick<CmocSummary, 'id' | 'sentence'>,
): ReviewDraft {
  if (draft.items.length >= MOST_ITEMS || draft.items.some(({ cmoc }) => cmoc === id)) return draft;
  const item = { cmoc: id, sentence: sentenceText(sentence).trim(), evidence: [] };
  return { ...draft, items: [...draft.items, item] };
}

export function isReady({ note, items }: ReviewDraft): boolean {
  return (
    note.trim() !== '' && items.length > 0 && items.every(({ sentence }) => sentence.trim() !== '')
  );
}

export function bodyOf({ note, days, items }: ReviewDraft): BodyOf<'createReviewLink'> {
  return {
    note: note.trim(),
    validDays: days,
    items: items.map(({ cmoc, sentence, evidence }) => ({
      cmoc,
      sentence: sentence.trim(),
      evidence: [...evidence],
    })),
  };
}

/** What the dialog shows once, after which nobody can. */
export type MadeReview = Pick<CreatedReviewLinkAnswer, 'link' | 'note' | 'expiresAt'>;
