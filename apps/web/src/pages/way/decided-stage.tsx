import { Link } from '@tanstack/react-router';
import type { ProvenanceAnswer } from '@triad/collab';
import { dateTime } from '../../messages/format.ts';
import { outcomeWords, way } from '../../messages/way.ts';
import { Avatar } from '../../ui/index.ts';
import { strategyWords } from '../consolidate/strategy-words.ts';
import { Stage } from './stage.tsx';
import type { RulingStep, WayStages } from './way-stages.ts';

const words = way.decided;

/** What was decided of the place, every time, by whom and why, and what the coders answered. */
export function DecidedStage({
  project,
  answer,
  stages: { rulings, decided },
  place,
  nameOf,
}: {
  readonly project: string;
  readonly answer: ProvenanceAnswer;
  readonly stages: WayStages;
  /** Where Adjudicate has it; null: it has no place any more. */
  readonly place: string | null;
  readonly nameOf: (member: string) => string;
}) {
  return (
    <Stage title={words.title} isBare={decided !== 'decided' && decided !== 'nothing'}>
      {decided === 'open' ? <p>{words.none}</p> : null}
      {decided === 'all-agree' ? <p>{words.allAgree}</p> : null}
      <ol className="way-rulings">
        {rulings.map((step) => (
          <RulingItem key={step.ruling.number} step={step} nameOf={nameOf} />
        ))}
      </ol>
      {decided === 'waits' && rulings.at(-1)?.ruling.outcome !== null ? (
        <p>{words.takenBack}</p>
      ) : null}
      {answer.decision !== null && answer.decision.touched.length > 0 ? (
        <p className="muted">{words.touched}</p>
      ) : null}
      {place === null ? null : (
        <p className="small">
          <Link
            to="/projects/$project/adjudicate/$transcript"
            params={{ project, transcript: answer.transcript.id }}
            search={{ place }}
          >
            {words.toPlace}
          </Link>
        </p>
      )}
    </Stage>
  );
}

function RulingItem({
  step: { ruling, replies, isLast },
  nameOf,
}: {
  readonly step: RulingStep;
  readonly nameOf: (member: string) => string;
}) {
  const name = nameOf(ruling.by);
  return (
    <li className={isLast ? '' : 'before'}>
      <p className="row wrap">
        <Avatar id={ruling.by} name={name} decorative />
        <b>{name}</b>
        <span>{ruling.outcome === null ? words.tookBack : outcomeWords(ruling.outcome)}</span>
        <span className="faint small num">{dateTime(ruling.at)}</span>
      </p>
      {ruling.strategy === null ? null : (
        <p className="muted small">{words.byStrategy(strategyWords(ruling.strategy, nameOf))}</p>
      )}
      {ruling.ownSpan ? <p className="muted small">{words.own}</p> : null}
      {ruling.why === '' ? null : (
        <p className="way-why" dir="auto">
          {words.why(ruling.why)}
        </p>
      )}
      {replies.map(({ id, member, stance, text, at }) => (
        <div key={id} className="way-reply">
          <p>
            {words.reply[stance](nameOf(member))}{' '}
            <span className="faint small num">{dateTime(at)}</span>
          </p>
          {text === '' ? null : (
            <p className="way-why" dir="auto">
              {words.why(text)}
            </p>
          )}
        </div>
      ))}
    </li>
  );
}
