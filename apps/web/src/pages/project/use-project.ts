import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Act, ProjectAnswer, Situation } from '@triad/collab';
import { isAllowed } from '@triad/collab';
import { queries } from '../../api/queries.ts';

/** The project that the address names, and what one may do in it. */
export function useProject(): {
  readonly project: ProjectAnswer;
  readonly may: (act: Act, situation?: Situation) => boolean;
} {
  const { project: id } = useParams({ from: '/signed-in/projects/$project' });
  const { data: project } = useSuspenseQuery(queries.project(id));
  return { project, may: (act, situation) => isAllowed(act, project.roles, situation) };
}
