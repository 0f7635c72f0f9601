import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { useProjectEvents } from '../../api/events.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { useEnter } from '../../shell/session.ts';
import { toast } from '../../ui/index.ts';

/** Around every page of a project: hears what changes in it, and notices when one may no longer. */
export function ProjectLayout() {
  const { project } = useParams({ from: '/signed-in/projects/$project' });
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const enter = useEnter();
  useProjectEvents(project, (event) => {
    if (event.reason === 'removed') {
      toast(say.end.removed, { bad: true });
      void navigate({ to: '/' }).then(() => {
        queryClient.removeQueries({ queryKey: keys.project(project) });
        return queryClient.invalidateQueries({ queryKey: keys.projects });
      });
    } else {
      toast(say.end.signedOut);
      void navigate({ to: '/sign-in' }).then(enter);
    }
  });
  return <Outlet key={project} />;
}
