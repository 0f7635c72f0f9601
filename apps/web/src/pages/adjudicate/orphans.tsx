import { Link } from '@tanstack/react-router';
import type { DecisionAnswer } from '@triad/collab';
import { adjudicating } from '../../messages/adjudicating.ts';
import { DecisionView } from './decision-view.tsx';

const words = adjudicating.place;

/** Decisions that hold for no place any more. */
export function Orphans({
  project,
  transcript,
  orphans,
  text,
  nameOf,
}: {
  readonly project: string;
  readonly transcript: string;
  readonly orphans: readonly DecisionAnswer[];
  readonly text: string;
  readonly nameOf: (member: string) => string;
}) {
  if (orphans.length === 0) return null;
  return (
    <details className="case-orphans">
      <summary>
        {words.orphans} ({orphans.length})
      </summary>
      <p className="faint small">{words.orphansBody}</p>
      <ul>
        {orphans.map((decision) => {
          const span = decision.spans[0]?.span;
          return (
            <li key={decision.id}>
              <DecisionView
                decision={decision}
                nameOf={nameOf}
                quoteOf={([start, end]) => text.slice(start, end)}
                acts={
                  span === undefined ? null : (
                    <Link
                      to="/projects/$project/way/$transcript/$span"
                      params={{ project, transcript, span }}
                      className="btn quiet"
                    >
                      {words.whole}
                    </Link>
                  )
                }
              />
            </li>
          );
        })}
      </ul>
    </details>
  );
}
