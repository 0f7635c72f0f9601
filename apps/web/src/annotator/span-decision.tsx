import { Link } from '@tanstack/react-router';
import type { ProjectAnswer } from '@triad/collab';
import { isAllowed } from '@triad/collab';
import { useEffect, useState } from 'react';
import { adjudicating } from '../messages/adjudicating.ts';
import { DecisionView } from '../pages/adjudicate/decision-view.tsx';
import { ReplyForm } from '../pages/adjudicate/reply-form.tsx';
import { Button } from '../ui/index.ts';
import { memberOf } from './lanes.ts';
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
  const { decided, toAnswer, round } = decisions;
  const isOn = filter.only !== null;
  // What is answered goes from the list of what is to be answered.
  useEffect(() => {
    const now = session.filter.get();
    if (now.only === null) return;
    const only = toAnswer.size > 0 ? toAnswer : decided;
    session.filter.set({ ...now, only: decided.size === 0 ? null : only });
  }, [session, decided, toAnswer]);
  // A layer that was not shown has to come first; then its first span is gone to.
  const [isAsked, setAsked] = useState(false);
  useLater(session.spansVersion);
  // One's own layer of the round that was decided about: on the page of another round it is beside.
  const lane = round === null ? null : session.layers.laneOf(session.me, round);
  // Looked for when somebody asks alone: this is drawn with every span that is marked.
  const own =
    lane === null || !isAsked
      ? []
      : [...(session.layers.model(lane)?.placed.values() ?? [])]
          .filter(({ span }) => toAnswer.has(span.id))
          .sort((a, b) => a.startUtf16 - b.startUtf16);
  const isThere = own.length > 0;
  useEffect(() => {
    if (!isAsked || !isThere || lane === null) return;
    setAsked(false);
    const at = own.findIndex(({ span }) => span.id === session.current.get()?.span);
    const following = own[at + 1] ?? own[0];
    if (following !== undefined) session.showSpan({ member: lane, span: following.span.id }, false);
    // The spans are a new list at every drawing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [session, lane, isAsked, isThere]);
  if (decided.size === 0 || lane === null) return null;
  const show = (): void => {
    const visible = session.layers.visible.get();
    if (!visible.has(lane)) session.setVisible(new Set([...visible, lane]));
    session.filter.set({ ...filter, only: toAnswer.size > 0 ? toAnswer : decided });
  };
  const next = (): void => {
    show();
    setAsked(true);
  };
  return (
    <div className="decision-count small row wrap">
      <span role="status">{words.count(decided.size, toAnswer.size)}</span>
      <Button
        kind="quiet"
        className="small"
        onPress={isOn ? () => session.filter.set({ ...filter, only: null }) : show}
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
  const isOwn = memberOf(current.member) === session.me;
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
