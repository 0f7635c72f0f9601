import type { QuoteAnswer } from '@triad/collab';
import type { Evidence } from '@triad/realist';
import { useState } from 'react';
import { signing } from '../../messages/signing.ts';
import { Button, RoleBadge } from '../../ui/index.ts';
import { quoteKey, quotesByKey } from '../cmocs/evidence.ts';
import { QuoteMeta, QuoteWords } from '../cmocs/quote-view.tsx';
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
  changed,
  nameOf,
}: {
  readonly project: string;
  readonly evidence: readonly Evidence[];
  readonly quotes: readonly QuoteAnswer[];
  /** Those whose words are others by now, by id. */
  readonly changed: readonly string[];
  readonly nameOf: (member: string) => string;
}) {
  const [isWhole, setWhole] = useState(false);
  if (evidence.length === 0) return <p className="muted">{words.noQuotes}</p>;
  const known = quotesByKey(quotes);
  const shown = isWhole ? evidence : evidence.slice(0, FIRST);
  return (
    <>
      <ul className="signed-evidence" aria-label={words.quotes(evidence.length)}>
        {shown.map((each) => (
          <EvidenceItem
            key={each.id}
            project={project}
            evidence={each}
            nameOf={nameOf}
            isChanged={changed.includes(each.id)}
            quote={known.get(quoteKey(each.quote))}
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
  isChanged,
  nameOf,
}: {
  readonly project: string;
  readonly evidence: Evidence;
  readonly isChanged: boolean;
  readonly nameOf: (member: string) => string;
  readonly quote: QuoteAnswer | undefined;
}) {
  return (
    <li>
      {evidence.role === null ? <span /> : <RoleBadge role={evidence.role} />}
      <QuoteWords quote={quote} />
      <BearingTag bearing={evidence.bearing} />
      <div className="signed-meta">
        <QuoteMeta project={project} quote={quote} nameOf={nameOf}>
          {isChanged ? <span className="quote-fact">{signing.quoteChanged}</span> : null}
        </QuoteMeta>
      </div>
    </li>
  );
}
