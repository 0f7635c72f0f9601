import { Link } from '@tanstack/react-router';
import type { CmocAnswer } from '@triad/collab';
import { useMemo } from 'react';
import { cmocs } from '../../messages/cmocs.ts';
import { RoleBadge } from '../../ui/index.ts';
import { quoteKey, quotesByKey } from './evidence.ts';
import { partFacts, partText } from './part-words.ts';
import { QuoteMeta, QuoteWords } from './quote-view.tsx';
import { SentenceWords } from './sentence-words.tsx';
import './sentence.css';
import './part-box.css';
import './cmoc-column.css';

const words = cmocs.beside;
/** Quotes of one that are drawn beside those of others, at most; the rest are on its own page. */
const MOST_QUOTES = 100;

/** One CMOC, to be read beside others: its sentence, parts and quotes, those that others share pointed out. */
export function CmocColumn({
  project,
  cmoc,
  shared,
  nameOf,
  withQuotes = true,
  isAlone = false,
}: {
  readonly project: string;
  readonly cmoc: CmocAnswer;
  readonly shared: ReadonlySet<string>;
  readonly nameOf: (member: string) => string;
  readonly withQuotes?: boolean;
  /** It has the width of the page. */
  readonly isAlone?: boolean;
}) {
  const { id, number, content, quotes } = cmoc;
  const known = useMemo(() => quotesByKey(quotes), [quotes]);
  return (
    <article
      className={`cmoc-column card ${isAlone ? 'alone' : ''}`}
      aria-label={cmocs.list.number(number)}
    >
      <p className="row between small">
        <span className="faint">{cmocs.list.number(number)}</span>
        <Link to="/projects/$project/cmocs/$cmoc" params={{ project, cmoc: id }}>
          {words.open}
          <span className="visually-hidden"> {cmocs.list.number(number)}</span>
        </Link>
      </p>
      <h3 dir="auto">{content.title === '' ? cmocs.untitled : content.title}</h3>
      <p dir="auto" className="sentence">
        {content.sentence.length === 0 ? (
          <span className="muted">{cmocs.sentence.none}</span>
        ) : (
          <SentenceWords sentence={content.sentence} />
        )}
      </p>
      <ul className="column-parts">
        {content.parts.map((part) => (
          <li key={part.id}>
            <RoleBadge role={part.role} size="small" />
            <span dir="auto">
              {partText(part) || cmocs.parts.empty}
              <span className="part-facts">{partFacts(part).join(' · ')}</span>
            </span>
          </li>
        ))}
      </ul>
      {withQuotes ? (
        <ul className="column-quotes">
          {content.evidence.slice(0, MOST_QUOTES).map(({ id: piece, quote, role, bearing }) => {
            const answer = known.get(quoteKey(quote));
            return (
              <li key={piece} className={shared.has(quoteKey(quote)) ? 'shared' : ''}>
                {role === null ? <span /> : <RoleBadge role={role} size="small" />}
                <div>
                  <QuoteWords quote={answer} />
                  <QuoteMeta project={project} quote={answer} nameOf={nameOf}>
                    <span className="quote-fact">{cmocs.evidence.bearings[bearing]}</span>
                    {shared.has(quoteKey(quote)) ? (
                      <b className="quote-fact">{words.shared}</b>
                    ) : null}
                  </QuoteMeta>
                </div>
              </li>
            );
          })}
          {content.evidence.length > MOST_QUOTES ? (
            <li className="muted">{cmocs.evidence.of(MOST_QUOTES, content.evidence.length)}</li>
          ) : null}
        </ul>
      ) : null}
    </article>
  );
}
