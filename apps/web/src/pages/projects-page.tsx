import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ProjectSummary } from '@triad/collab';
import { Plus, Sparkles } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { sentenceOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys, queries } from '../api/queries.ts';
import { say } from '../messages.ts';
import { count } from '../messages/format.ts';
import { Frame } from '../shell/frame.tsx';
import { Button, EmptyState, Pill, RoleDrawing, toast } from '../ui/index.ts';
import './projects-page.css';

const ProjectDialog = lazy(() => import('./project/project-dialog.tsx'));

/** Every project that one is a member of. */
export function ProjectsPage() {
  const { data: projects } = useSuspenseQuery(queries.projects());
  const [making, setMaking] = useState(false);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const words = say.entering;
  const demo = useMutation({
    mutationFn: () => call('createDemo', {}),
    onSuccess: async (project) => {
      await queryClient.invalidateQueries({ queryKey: keys.projects });
      await navigate({ to: '/projects/$project', params: { project: project.id } });
    },
    onError: (error) => toast(sentenceOf(error), { bad: true }),
  });
  const hasDemo = projects.some((project) => project.demo);
  const acts = (
    <>
      {hasDemo ? null : (
        <Button
          icon={<Sparkles size={15} aria-hidden="true" />}
          onPress={() => demo.mutate()}
          isPending={demo.isPending}
        >
          {demo.isPending ? words.demoMaking : words.setupDemoAct}
        </Button>
      )}
      <Button
        kind="primary"
        icon={<Plus size={15} aria-hidden="true" />}
        onPress={() => setMaking(true)}
      >
        {words.projectNew}
      </Button>
    </>
  );
  return (
    <Frame page={words.projectsTitle}>
      <div className="page-body">
        {projects.length === 0 ? (
          <EmptyState title={words.projectsEmptyTitle} drawing={<RoleDrawing />} action={acts}>
            <p>{words.projectsEmptyBody}</p>
            <p>{words.projectsEmptyHow}</p>
          </EmptyState>
        ) : (
          <>
            <div className="page-head">
              <div>
                <h2>{words.projectsTitle}</h2>
              </div>
              <div className="row wrap">{acts}</div>
            </div>
            <ul className="project-list">
              {projects.map((project) => (
                <ProjectCard key={project.id} project={project} />
              ))}
            </ul>
          </>
        )}
      </div>
      <Suspense>
        {making ? <ProjectDialog project={null} onClose={() => setMaking(false)} /> : null}
      </Suspense>
    </Frame>
  );
}

function ProjectCard({ project }: { readonly project: ProjectSummary }) {
  return (
    <li className="project-card">
      <h3>
        <Link to="/projects/$project" params={{ project: project.id }}>
          {project.title}
        </Link>
        {project.demo ? <Pill>{say.entering.demoBadge}</Pill> : null}
      </h3>
      {project.description === '' ? null : <p className="muted">{project.description}</p>}
      <p className="small faint num">
        {say.entering.projectFacts(
          count(project.transcripts, 'transcript', 'transcripts'),
          count(project.members, 'member', 'members'),
        )}
        {' · '}
        {say.entering.yourRoles(project.roles.map((role) => say.memberRole[role].toLowerCase()))}
      </p>
    </li>
  );
}
