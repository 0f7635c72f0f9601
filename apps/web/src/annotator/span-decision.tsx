import { Link } from '@tanstack/react-router';
import type { ProjectAnswer } from '@triad/collab';
import { isAllowed } from '@triad/collab';
import { useEffect } from 'react';
import { adjudicating } from '../messages/adjudicating.ts';
import { DecisionView } from '../pages/adjudicate/decision-view.tsx';
import { ReplyForm } from '../pages/adjudicate/reply-form.tsx';
import { Button } from '../ui/index.ts';
import type { OwnDecisions } from './own-decisions.ts';
import type { AnnotatorSession } from './session.ts';
import { useLater, useSignal } from './signal.ts';

const words = adjudicating.own;

/** How many of one's spans were decided on and wait for an answer; shows these alone. */
export function DecisionCount({
  session,
  decisions,
}: {
  readonly session: AnnotatorSession;
  readonly decisions: OwnDecisions;
}) {
  const filter = useSignal(session.filter);
  const { decided, toAnswer } = decisions;
  const isOn = filter.only !== null;
  // What is answered goes from the list of what is to be answered.
  useEffect(() => {
    const now = session.filter.get();
    if (now.only === null) return;
    const only = toAnswer.size > 0 ? toAnswer : decided;
    session.filter.set({ ...now, only: decided.size === 0 ? null : only });
  }, [session, decided, toAnswer]);
  if (decided.size === 0) return null;
  const next = (): void => {
    const first = session.layers.ownSpans().find(({ span }) => toAnswer.has(span.id));
    if (first !== undefined) session.showSpan({ member: session.me, span: first.span.id }, false);
  };
  return (
    <div className="decision-count small row wrap">
      <span role="status">{words.count(decided.size, toAnswer.size)}</span>
      <Button
        kind="quiet"
        className="small"
        onPress={() =>
          session.filter.set({
            ...filter,
            only: isOn ? null : toAnswer.size > 0 ? toAnswer : decided,
          })
        }
      >
        {isOn ? words.showAll : words.show}
      </Button>
      {toAnswer.size === 0 ? null : (
        <Button kind="quiet" className="small" onPress={next}>
          {words.next}
        </Button>
      )}
    </div>
  );
}

/** What was decided of the current span, and a coder's one answer to it. */
export function SpanDecision({
  session,
  project,
  decisions,
}: {
  readonly session: AnnotatorSession;
  readonly project: ProjectAnswer;
  readonly decisions: OwnDecisions;
}) {
  const current = useLater(session.current);
  const decision = current === null ? undefined : decisions.bySpan.get(current.span);
  if (current === null || decision === undefined) return null;
  const transcript = session.transcript.id;
  const isOwn = current.member === session.me;
  return (
    <div className="span-decision">
      <h3 className="label">{words.title}</h3>
      <DecisionView
        decision={decision}
        nameOf={(member) => session.nameOf(member)}
        quoteOf={([start, end]) => session.index.text.slice(start, end)}
        acts={
          <Link
            to="/projects/$project/way/$transcript/$span"
            params={{ project: project.id, transcript, span: current.span }}
          >
            {adjudicating.place.whole}
          </Link>
        }
      />
      {isOwn && isAllowed('decision.answer', project.roles, { unblinded: true }) ? (
        <ReplyForm
          key={`${decision.id} ${decision.ruling?.number ?? 0}`}
          project={project.id}
          transcript={transcript}
          decision={decision}
          me={session.me}
          onAnswered={() => {
            session.announce(adjudicating.reply.sent);
            session.view?.focus();
          }}
        />
      ) : null}
    </div>
  );
}
