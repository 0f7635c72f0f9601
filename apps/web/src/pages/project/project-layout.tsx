import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useProjectEvents } from '../../api/events.ts';
import { keys, queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { useEnter } from '../../shell/session.ts';
import { AvatarTones, toast } from '../../ui/index.ts';
import { DeviceNotice } from './device-notice.tsx';
import { byJoining } from './member-order.ts';

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
  const { data: members } = useQuery(queries.members(project));
  const ids = useMemo(() => byJoining(members ?? []), [members]);
  return (
    <AvatarTones ids={ids}>
      <Outlet key={project} />
      <DeviceNotice project={project} />
    </AvatarTones>
  );
}
