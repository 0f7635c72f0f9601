import { Link } from '@tanstack/react-router';
import type { ProjectAnswer } from '@triad/collab';
import { useDocument } from '../../collab/index.ts';
import { say } from '../../messages.ts';
import { useStatements } from '../theory/use-statements.ts';

/** The theory statements beside the overview, as they stand; they are written on a page of their own. */
export function StatementsColumn({
  project,
  mayWrite,
}: {
  readonly project: ProjectAnswer;
  readonly mayWrite: boolean;
}) {
  const { doc, synced } = useDocument(project.theory);
  const statements = useStatements(doc);
  const words = say.overview;
  return (
    <div className="statements">
      <div>
        <h2 className="label">{words.theory}</h2>
        <p className="small muted">{words.theoryLead}</p>
      </div>
      {synced && statements.length === 0 ? (
        <p className="muted">{mayWrite ? words.theoryEmpty : words.theoryEmptyOthers}</p>
      ) : (
        <ol className="statements-list">
          {statements.map((statement) => (
            <li key={statement.id}>
              <h3 dir="auto">{statement.title === '' ? words.untitled : statement.title}</h3>
              <p dir="auto" className={statement.sentence === '' ? 'faint' : ''}>
                {statement.sentence === '' ? words.noSentence : statement.sentence}
              </p>
            </li>
          ))}
        </ol>
      )}
      <Link
        to="/projects/$project/theory"
        params={{ project: project.id }}
        className="btn"
        style={{ alignSelf: 'flex-start' }}
      >
        {synced && statements.length === 0 && mayWrite ? words.theoryWrite : words.theoryOpen}
      </Link>
    </div>
  );
}
