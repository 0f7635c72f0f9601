import { Link } from '@tanstack/react-router';
import type { ComparedSketch, ProvenanceAnswer } from '@triad/collab';
import { dateTime } from '../../messages/format.ts';
import { say } from '../../messages.ts';
import { way } from '../../messages/way.ts';
import { Avatar, RoleBadge } from '../../ui/index.ts';
import { Stage } from './stage.tsx';
import type { WayStages } from './way-stages.ts';

const words = way.marked;

/** Each coder's span as it was, side by side, and who marked nothing. */
export function MarkedStage({
  project,
  answer,
  stages: { spans, missing },
  span: here,
  nameOf,
}: {
  readonly project: string;
  readonly answer: ProvenanceAnswer;
  readonly stages: WayStages;
  readonly span: string;
  readonly nameOf: (member: string) => string;
}) {
  return (
    <Stage title={words.title}>
      <ul className="way-cards">
        {spans.map((span) => (
          <li key={span.id} className={`way-card ${span.id === here ? 'here' : ''}`}>
            <p className="row wrap">
              <Avatar id={span.member} name={nameOf(span.member)} decorative />
              <b>{words.as(nameOf(span.member), say.roles[span.role].toLowerCase())}</b>
              <RoleBadge role={span.role} decorative />
              {span.unsure ? <span className="muted small">{words.unsure}</span> : null}
            </p>
            <q className={`way-quote ${span.role}`} dir="auto">
              {span.quote}
            </q>
            {span.range === null ? <p className="muted small">{words.lost}</p> : null}
            {span.memos.map((memo) => (
              <p key={memo} className="small" dir="auto">
                <span className="faint">{words.memo}: </span>
                {memo}
              </p>
            ))}
            {span.sketches.map((sketch) => (
              <SketchLine key={sketch.id} sketch={sketch} span={span.id} />
            ))}
            <p className="small faint">
              {words.at(dateTime(span.markedAt))} ·{' '}
              {way.round(answer.round.number, answer.round.kind)} ·{' '}
              <span title={words.copyTitle(span.sha256)}>
                {words.copy(dateTime(span.copiedAt))} <code>{span.sha256.slice(0, 8)}</code>
              </span>
            </p>
            <p className="small">
              <Link
                to="/projects/$project/transcripts/$transcript"
                params={{ project, transcript: answer.transcript.id }}
                hash={`span=${span.member}~${answer.round.id}/${span.id}`}
              >
                {words.toText}
              </Link>
            </p>
          </li>
        ))}
      </ul>
      {missing.length === 0 ? null : <p className="muted">{words.missing(missing.map(nameOf))}</p>}
    </Stage>
  );
}

/** In which configuration the coder has it: the roles of its parts, and what they made of it. */
function SketchLine({
  sketch: { parts, restatement },
  span,
}: {
  readonly sketch: ComparedSketch;
  readonly span: string;
}) {
  return (
    <p className="way-sketch small">
      <span className="faint">{words.inSketch} </span>
      {parts.map(({ role, spans, inferred }) => (
        <span
          key={`${role} ${spans.join()} ${inferred ?? ''}`}
          className={spans.includes(span) ? 'this' : ''}
        >
          <RoleBadge role={role} size="small" />
        </span>
      ))}
      {restatement === '' ? null : (
        <span className="way-restatement" dir="auto">
          {restatement}
        </span>
      )}
    </p>
  );
}
