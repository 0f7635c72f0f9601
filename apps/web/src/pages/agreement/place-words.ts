import type { ComparedSpan } from '@triad/collab';
import type { TextRange } from '@triad/realist';

/** What the parts of the panel are drawn from. */
export type PlaceWords = {
  readonly text: string;
  readonly nameOf: (member: string) => string;
  readonly spanWith: (id: string) => ComparedSpan | undefined;
  /** A coder's spans that share a position with the range. */
  readonly spansIn: (range: TextRange, member: string) => readonly ComparedSpan[];
  /** Title of a theory statement; null where it is gone. */
  readonly statementWith: (id: string) => string | null;
};
