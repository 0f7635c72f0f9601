import { Link } from '@tanstack/react-router';
import type { QuoteAnswer } from '@triad/collab';
import type { ReactNode } from 'react';
import { cmocs } from '../../messages/cmocs.ts';
import { formatTime } from '../../annotator/time.ts';
import { list } from '../../messages/format.ts';
import './quote-view.css';

const words = cmocs.quote;
/** Somebody repeats what was said: it has quotation marks of its own. */
const HAS_MARKS = /^["“”„«].*["“”»]$/su;

/** A participant's words in the reading face; in their place, why they cannot be shown. */
export function QuoteWords({ quote }: { readonly quote: QuoteAnswer | undefined }) {
  if (quote?.state === 'shown') {
    return (
      <q dir="auto" className={`quote-words${HAS_MARKS.test(quote.words) ? ' marked-itself' : ''}`}>
        {quote.words}
      </q>
    );
  }
  return <span className="quote-none">{words.none[quote?.state ?? 'coming']}</span>;
}

/** Who said it, when, and whose marks it was agreed from, with the way back to all of that. */
export function QuoteMeta({
  project,
  quote,
  nameOf,
  children,
}: {
  readonly project: string;
  readonly quote: QuoteAnswer | undefined;
  readonly nameOf: (member: string) => string;
  /** More facts, each with a separator before it. */
  readonly children?: ReactNode;
}) {
  if (quote === undefined) return <p className="quote-meta">{children}</p>;
  const { speaker, startSeconds, coders, transcript, span, state } = quote;
  const facts = [
    speaker === '' ? null : speaker,
    startSeconds === null ? null : formatTime(startSeconds),
    coders.length === 0 ? null : words.agreedFrom(list(coders.map(nameOf).toSorted())),
  ].filter((fact) => fact !== null);
  return (
    <p className="quote-meta">
      {facts.map((fact) => (
        <span key={fact} dir="auto" className="quote-fact">
          {fact}
        </span>
      ))}
      {children}
      {state === 'hidden' ? null : (
        <span className="quote-fact">
          <Link
            to="/projects/$project/way/$transcript/$span"
            params={{ project, transcript, span }}
          >
            {words.way}
            <span className="visually-hidden"> {quote.words.slice(0, 60)}</span>
          </Link>
        </span>
      )}
    </p>
  );
}
