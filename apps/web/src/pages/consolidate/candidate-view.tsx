import { Link } from '@tanstack/react-router';
import type { CandidateAnswer } from '@triad/collab';
import { say } from '../../messages.ts';
import { consolidating } from '../../messages/consolidating.ts';
import { dateTime, list } from '../../messages/format.ts';
import { Notice, RoleBadge } from '../../ui/index.ts';
import { QuoteMeta, QuoteWords } from '../cmocs/quote-view.tsx';
import type { ShownPart } from './candidates.ts';
import { missingRoles, partsByRole, shownParts, undecidedPlaces } from './candidates.ts';

const words = consolidating.candidate;

export type CandidateGiven = {
  readonly project: string;
  readonly nameOf: (member: string) => string;
  readonly titleOf: (transcript: string) => string;
};

/** One candidate: its parts by role with their quotes, and what is not decided, inferred or missing. */
export function CandidateView({
  candidate,
  given,
  shared,
  mayChange,
}: {
  readonly candidate: CandidateAnswer;
  readonly given: CandidateGiven;
  /** Places that the one beside it uses, too. */
  readonly shared: ReadonlySet<string>;
  /** A lead is told what can be done about what is not decided. */
  readonly mayChange: boolean;
}) {
  const { parts, from, support, state, transcript, settled, outdated } = candidate;
  const undecided = undecidedPlaces(candidate);
  return (
    <article className="candidate" aria-label={words.of(given.titleOf(transcript))}>
      <p className="faint small">
        <bdi>{given.titleOf(transcript)}</bdi> · {words.from[from]} · {words.support(support)} ·{' '}
        {words.states[state]}
      </p>
      {settled === null ? null : (
        <p className="candidate-settled">
          {state === 'accepted'
            ? words.becameBy(given.nameOf(settled.by), dateTime(settled.at))
            : words.asideBy(given.nameOf(settled.by), dateTime(settled.at))}{' '}
          {settled.why === '' ? null : <span className="candidate-reason">{settled.why}</span>}
          {candidate.cmoc === null ? null : (
            <Link
              to="/projects/$project/cmocs/$cmoc"
              params={{ project: given.project, cmoc: candidate.cmoc }}
            >
              {words.toCmoc}
            </Link>
          )}
        </p>
      )}
      {outdated ? <Notice kind="warn">{words.outdated}</Notice> : null}
      {partsByRole(parts).map((group) => (
        <section key={group.role} className="candidate-role" aria-label={say.roles[group.role]}>
          <RoleBadge role={group.role} decorative />
          <div className="candidate-role-parts">
            {shownParts(group.parts).map((part) => (
              <CandidatePart key={keyOf(part)} part={part} given={given} shared={shared} />
            ))}
          </div>
        </section>
      ))}
      {missingRoles(candidate).map((role) => (
        <p key={role} className="candidate-missing">
          <RoleBadge role={role} decorative />
          {words.missing[role]}
        </p>
      ))}
      {undecided === 0 || state !== 'open' ? null : (
        <Notice
          action={
            mayChange ? (
              <Link
                to="/projects/$project/adjudicate/$transcript"
                params={{ project: given.project, transcript }}
                className="btn"
              >
                {words.adjudicate}
              </Link>
            ) : undefined
          }
        >
          {words.undecided(undecided)} {mayChange ? words.undecidedLead(undecided) : null}
        </Notice>
      )}
    </article>
  );
}

function CandidatePart({
  part,
  given: { project, nameOf },
  shared,
}: {
  readonly part: ShownPart;
  readonly given: CandidateGiven;
  readonly shared: ReadonlySet<string>;
}) {
  if (part.kind === 'inferred') {
    return (
      <div className="candidate-part inferred">
        <p dir="auto">{part.words}</p>
        <p className="quote-meta">{words.inferred(list(part.members.map(nameOf)))}</p>
      </div>
    );
  }
  const marks = (
    <>
      {part.contested ? <span className="quote-fact">{words.contested}</span> : null}
      {shared.has(part.place) ? (
        <span className="quote-fact candidate-shared">{words.shared}</span>
      ) : null}
    </>
  );
  if (part.quotes.length === 0) {
    return (
      <div className="candidate-part">
        <span className="quote-none">
          {part.decision === null ? words.undecidedShort : words.noneHere}
        </span>
        <p className="quote-meta">{marks}</p>
      </div>
    );
  }
  return part.quotes.map((quote) => (
    <div key={quote.span} className="candidate-part">
      <QuoteWords quote={quote} />
      <QuoteMeta project={project} quote={quote} nameOf={nameOf}>
        {marks}
      </QuoteMeta>
    </div>
  ));
}

function keyOf(part: ShownPart): string {
  return part.kind === 'quoted' ? part.place : part.words;
}
