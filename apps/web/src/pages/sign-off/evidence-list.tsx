import { Link } from '@tanstack/react-router';
import type { QuoteAnswer } from '@triad/collab';
import type { Evidence } from '@triad/realist';
import { useState } from 'react';
import { clock } from '../../messages/format.ts';
import { signing } from '../../messages/signing.ts';
import { Button, RoleBadge } from '../../ui/index.ts';
import { BearingTag } from './bearing-tag.tsx';
import './evidence-list.css';

const words = signing.waitingList;
/** So many are shown before one asks for the rest. */
const FIRST = 12;

/** The quotes of a version, each with its role, its bearing, who said it, and its way. */
export function EvidenceList({
  project,
  evidence,
  quotes,
}: {
  readonly project: string;
  readonly evidence: readonly Evidence[];
  readonly quotes: readonly QuoteAnswer[];
}) {
  const [isWhole, setWhole] = useState(false);
  if (evidence.length === 0) return <p className="muted">{words.noQuotes}</p>;
  const shown = isWhole ? evidence : evidence.slice(0, FIRST);
  return (
    <>
      <ul className="evidence-list" aria-label={words.quotes(evidence.length)}>
        {shown.map((each) => (
          <EvidenceItem
            key={each.id}
            project={project}
            evidence={each}
            quote={quotes.find(
              ({ transcript, span }) =>
                transcript === each.quote.transcript && span === each.quote.span,
            )}
          />
        ))}
      </ul>
      {shown.length === evidence.length ? null : (
        <Button onPress={() => setWhole(true)}>{words.more(evidence.length - shown.length)}</Button>
      )}
    </>
  );
}

function EvidenceItem({
  project,
  evidence,
  quote,
}: {
  readonly project: string;
  readonly evidence: Evidence;
  readonly quote: QuoteAnswer | undefined;
}) {
  const state = quote?.state ?? 'gone';
  return (
    <li>
      {evidence.role === null ? <span /> : <RoleBadge role={evidence.role} />}
      {state === 'shown' && quote !== undefined ? (
        <q dir="auto">{quote.words}</q>
      ) : (
        <p className="muted">{state === 'shown' ? '' : signing.quoteState[state]}</p>
      )}
      <BearingTag bearing={evidence.bearing} />
      <p className="evidence-meta faint small">
        {quote === undefined || quote.speaker === '' ? null : <span>{quote.speaker}</span>}
        {quote === undefined || quote.startSeconds === null ? null : (
          <span className="num">{clock(quote.startSeconds)}</span>
        )}
        {state === 'hidden' ? null : (
          <Link
            to="/projects/$project/way/$transcript/$span"
            params={{ project, transcript: evidence.quote.transcript, span: evidence.quote.span }}
          >
            {signing.theWay}
          </Link>
        )}
      </p>
    </li>
  );
}
