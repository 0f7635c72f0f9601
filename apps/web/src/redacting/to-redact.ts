import type { TextRange } from '@triad/realist';

/** What a lead wants taken out: words as they stand at a place of the text, or such as they type. */
export type ToRedact =
  | (TextRange & { readonly words: string })
  | {
      readonly typed: true;
      /** To begin with, may be empty. */
      readonly words: string;
      /** Others that may be meant, such as what else was removed there. */
      readonly others: readonly string[];
    };

/** Words that are yet to be typed. */
export const TYPED: ToRedact = { typed: true, words: '', others: [] };
