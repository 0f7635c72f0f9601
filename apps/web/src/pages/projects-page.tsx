import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ProjectSummary } from '@triad/collab';
import { Plus, Sparkles } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { sentenceOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys, queries } from '../api/queries.ts';
import { say } from '../messages.ts';
import { count, dateTime, fromNow } from '../messages/format.ts';
import { Frame } from '../shell/frame.tsx';
import { Button, EmptyState, Pill, RoleDrawing, toast } from '../ui/index.ts';
import './projects-page.css';

const ProjectDialog = lazy(() => import('./project/project-dialog.tsx'));

/** Every project that one is a member of. */
export function ProjectsPage() {
  const { data: projects, dataUpdatedAt: now } = useSuspenseQuery(queries.projects());
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
              {projects.map((project, index) => (
                <ProjectCard
                  key={project.id}
                  project={project}
                  isCounted={index < MOST_COUNTED}
                  now={now}
                />
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

/** Cards that say how much is coded: each asks for its project's transcripts, the newest first. */
const MOST_COUNTED = 20;

function ProjectCard({
  project,
  isCounted,
  now,
}: {
  readonly project: ProjectSummary;
  readonly isCounted: boolean;
  /** When the list was fetched, in milliseconds since 1970. */
  readonly now: number;
}) {
  const words = say.entering;
  return (
    <li className="project-card">
      <div className="project-words">
        <h3>
          <Link to="/projects/$project" params={{ project: project.id }}>
            {project.title}
          </Link>
          {project.demo ? <Pill>{words.demoBadge}</Pill> : null}
        </h3>
        {project.description === '' ? null : <p className="muted">{project.description}</p>}
        <p className="small faint">
          {words.yourRoles(project.roles.map((role) => say.memberRole[role].toLowerCase()))}
        </p>
      </div>
      <ul className="project-facts small muted num">
        <li>
          {words.projectFacts(
            count(project.transcripts, 'transcript', 'transcripts'),
            count(project.members, 'member', 'members'),
          )}
        </li>
        {isCounted && project.transcripts > 0 ? <Coded project={project.id} /> : null}
        <li>
          <time dateTime={project.changedAt} title={dateTime(project.changedAt)}>
            {words.projectChanged(fromNow(project.changedAt, now))}
          </time>
        </li>
      </ul>
    </li>
  );
}

/** How much is coded, of what one may see; nothing until it is known. */
function Coded({ project }: { readonly project: string }) {
  const { data: transcripts } = useQuery(queries.transcripts(project));
  const readable = transcripts?.filter((transcript) => transcript.readable) ?? [];
  if (readable.length === 0) return null;
  const layers = readable.flatMap((transcript) => transcript.layers);
  const spans = layers.reduce((sum, layer) => sum + layer.spans, 0);
  const sketches = layers.reduce((sum, layer) => sum + layer.sketches, 0);
  const words = say.entering;
  if (spans + sketches === 0) return <li>{words.projectNotCoded}</li>;
  return (
    <li>
      {words.projectSpans(spans)}
      {sketches === 0 ? '' : ` · ${words.projectSketches(sketches)}`}
    </li>
  );
}
