import { Link } from '@tanstack/react-router';
import type { CandidateAnswer } from '@triad/collab';
import { say } from '../../messages.ts';
import { consolidating } from '../../messages/consolidating.ts';
import { RoleBadge } from '../../ui/index.ts';
import { QuoteMeta, QuoteWords } from '../cmocs/quote-view.tsx';
import { firstWords } from './candidate-list.tsx';
import type { CandidateGiven } from './candidate-view.tsx';
import type { Resemblance } from './candidates.ts';
import type { CandidateSearch } from './search.ts';
import { whyWords } from './why-words.ts';

const words = consolidating.candidate;
/** Others that are named, at most. */
const MOST_ALIKE = 8;

/** What is said about a candidate: why, in whose words, what it bears on, and which others are like it. */
export function CandidateAside({
  candidate,
  alike,
  statementOf,
  search,
  given,
}: {
  readonly candidate: CandidateAnswer;
  readonly alike: readonly Resemblance[];
  /** Title of a theory statement; null where it is gone or has none. */
  readonly statementOf: (statement: string) => string | null;
  readonly search: CandidateSearch;
  readonly given: CandidateGiven;
}) {
  const { nameOf, project } = given;
  const { why, restatements, bearings, elsewhere } = candidate;
  const restated = restatements.filter(({ text }) => text !== '');
  return (
    <div className="candidate-aside">
      <section>
        <h2 className="label">{consolidating.why.title}</h2>
        <p>{whyWords(why, nameOf)}</p>
      </section>
      {restated.length === 0 ? null : (
        <section>
          <h2 className="label">{words.restatements}</h2>
          {restated.map(({ member, text }) => (
            <p key={`${member} ${text}`} className="candidate-restatement">
              <b>{nameOf(member)}</b>
              <span dir="auto">{text}</span>
            </p>
          ))}
        </section>
      )}
      {bearings.length === 0 ? null : (
        <section>
          <h2 className="label">{words.bearings}</h2>
          {bearings.map(({ member, statement, bearing }) => (
            <p key={`${member} ${statement}`}>
              {words.bearing[bearing](nameOf(member))}{' '}
              <bdi>{statementOf(statement) ?? words.aStatement}</bdi>
            </p>
          ))}
        </section>
      )}
      {elsewhere.length === 0 ? null : (
        <section>
          <h2 className="label">{words.elsewhere}</h2>
          <p className="small faint">{words.elsewhereLead}</p>
          {elsewhere.map(({ member, role, transcript, span, quotes }) => (
            <div key={`${transcript} ${span}`} className="candidate-elsewhere">
              <p className="small muted row">
                <RoleBadge role={role} size="small" decorative />
                {words.elsewhereBy(nameOf(member), say.roles[role], given.titleOf(transcript))}
              </p>
              {quotes.length === 0 ? (
                <p className="quote-none small">{words.elsewhereNone}</p>
              ) : (
                quotes.map((quote) => (
                  <div key={quote.span}>
                    <QuoteWords quote={quote} />
                    <QuoteMeta project={project} quote={quote} nameOf={nameOf} />
                  </div>
                ))
              )}
            </div>
          ))}
        </section>
      )}
      {alike.length === 0 ? null : (
        <section>
          <h2 className="label">{words.resembling}</h2>
          <p className="small faint">{words.resemblingLead}</p>
          <ul className="candidate-alike">
            {alike.slice(0, MOST_ALIKE).map(({ candidate: other, shared }) => (
              <li key={other.id}>
                <span className="candidate-first" dir="auto">
                  {firstWords(other)}
                </span>
                <span className="small faint">
                  {words.shares(shared)} · {words.states[other.state]}
                </span>
                <Link
                  to="/projects/$project/consolidate"
                  params={{ project }}
                  search={{ ...search, candidate: candidate.id, beside: other.id }}
                  replace
                  className="small"
                >
                  {words.beside}
                </Link>
              </li>
            ))}
          </ul>
          {alike.length > MOST_ALIKE ? (
            <p className="small faint">{consolidating.more(alike.length - MOST_ALIKE)}</p>
          ) : null}
        </section>
      )}
    </div>
  );
}
