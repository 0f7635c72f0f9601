import { Link } from '@tanstack/react-router';
import { way } from '../../messages/way.ts';
import { RoleBadge } from '../../ui/index.ts';
import { Stage } from './stage.tsx';
import type { WayStages } from './way-stages.ts';

/** What is agreed by the decision, and which candidates have it. */
export function AgreedStage({
  project,
  stages: { agreed },
  span: here,
  nameOf,
}: {
  readonly project: string;
  readonly stages: WayStages;
  readonly span: string;
  readonly nameOf: (member: string) => string;
}) {
  return (
    <Stage title={way.agreed.title}>
      <ul className="way-cards">
        {agreed.map((quote) => (
          <li key={quote.span} className={`way-card ${quote.span === here ? 'here' : ''}`}>
            <p className="row wrap">
              {quote.role === null ? null : <RoleBadge role={quote.role} />}
              <span className="muted">{way.agreed.from(quote.coders.map(nameOf))}</span>
            </p>
            {quote.state === 'shown' ? (
              <q className={`way-quote ${quote.role ?? ''}`} dir="auto">
                {quote.words}
              </q>
            ) : (
              <p className="muted">{way.agreed.state[quote.state]}</p>
            )}
            {quote.candidates.length === 0 ? (
              <p className="faint small">{way.candidate.none}</p>
            ) : (
              <ul className="small">
                {quote.candidates.map(({ id, state }) => (
                  <li key={id}>
                    {way.candidate.title}: {way.candidate.state[state]} ·{' '}
                    <Link
                      to="/projects/$project/consolidate"
                      params={{ project }}
                      search={{ candidate: id }}
                    >
                      {way.candidate.to}
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </Stage>
  );
}
