import type { ProjectAnswer } from '@triad/collab';
import { useDocument } from '../../collab/index.ts';
import { useStatements } from '../theory/use-statements.ts';

/** Title of a theory statement of the project; null where it has none, or is not there. */
export function useStatementTitles(
  project: Pick<ProjectAnswer, 'theory'>,
): (statement: string) => string | null {
  const { doc } = useDocument(project.theory);
  const statements = useStatements(doc);
  return (id) => {
    const title = statements.find((each) => each.id === id)?.title ?? '';
    return title === '' ? null : title;
  };
}
