import type { Outcome } from '@triad/collab';
import { drawnSpan, LIMITS, makeAnchor, trimRange } from '@triad/collab';
import type { TextIndex } from '@triad/collab';
import type { Group } from '@triad/consolidation';
import type { Role, TextRange } from '@triad/realist';
import type { SpanRow } from '../agreement/derive-rows.ts';
import type { AgreedBody } from '../data/adjudication-records.ts';
import { hashedId } from '../hashed-id.ts';
import { refuse } from '../refusal.ts';

/** A place as it is now: its group, and its spans by whose they are. */
export type Place = {
  readonly group: Group;
  readonly spans: readonly (SpanRow & { readonly member: string })[];
};

/** What an outcome comes to; `outcome` is as it is kept, a span drawn afresh without space at its ends. */
export type Agreed = { readonly outcome: Outcome; readonly agreed: readonly AgreedBody[] };

/**
 * The spans that an outcome agrees on, with anchors into this state of the text. Refuses with
 * `decisions/no-such-span` where it names one that is not of the place, `decisions/no-words` where nothing
 * but space is left, `decisions/beside` and `decisions/half-character` where a drawn one has nothing of the
 * place or parts a character, and `decisions/too-long`.
 */
export function agreedBy(
  outcome: Outcome,
  { group, spans }: Place,
  index: TextIndex,
  decision: string,
): Agreed {
  const all = group.spans;
  const ofSpan = (id: string, of: string): AgreedBody => {
    const span = spans.find((each) => each.id === id);
    if (span === undefined) throw refuse('decisions/no-such-span');
    const range = { startUtf16: span.start, endUtf16: span.end };
    return agreedSpan(decision, of, { index, range, role: span.role, from: [id] });
  };
  const single = (role: Role, [startUtf16, endUtf16]: readonly [number, number]): AgreedBody =>
    agreedSpan(decision, SINGLE, { index, range: { startUtf16, endUtf16 }, role, from: all });
  switch (outcome.kind) {
    case 'coder':
      return { outcome, agreed: [ofSpan(outcome.span, SINGLE)] };
    case 'union':
      return { outcome, agreed: [single(outcome.role, group.hull)] };
    case 'intersection':
      return { outcome, agreed: [single(outcome.role, group.shared)] };
    case 'drawn': {
      const [startUtf16, endUtf16] = group.hull;
      const drawn = drawnSpan(index.text, outcome, [{ startUtf16, endUtf16 }]);
      if ('fault' in drawn) throw refuse(`decisions/${drawn.fault}`);
      const { range } = drawn;
      const agreed = single(outcome.role, [range.startUtf16, range.endUtf16]);
      return { outcome: { ...outcome, ...range }, agreed: [agreed] };
    }
    case 'both': {
      const named = [...new Set(outcome.spans)];
      if (named.length < 2) throw refuse('decisions/no-such-span');
      return {
        outcome: { ...outcome, spans: named },
        agreed: named.map((id) => ofSpan(id, id)),
      };
    }
    case 'none':
      return { outcome, agreed: [] };
  }
}

/** Whatever one agreed span came to be: what is evidence somewhere follows the decision when it changes. */
const SINGLE = 'agreed';

/** The same for the same decision and what it is of. */
export function agreedId(decision: string, of: string): string {
  return hashedId(decision, of);
}

function agreedSpan(
  decision: string,
  of: string,
  {
    index,
    range,
    role,
    from,
  }: {
    readonly index: TextIndex;
    readonly range: TextRange;
    readonly role: Role;
    readonly from: readonly string[];
  },
): AgreedBody {
  const trimmed = trimRange(index.text, range);
  const anchor = trimmed && makeAnchor(index, trimmed);
  if (anchor === null) throw refuse('decisions/no-words');
  if (anchor.quote.length > LIMITS.agreedUtf16)
    throw refuse('decisions/too-long', LIMITS.agreedUtf16);
  return { id: agreedId(decision, of), role, anchor, from };
}
