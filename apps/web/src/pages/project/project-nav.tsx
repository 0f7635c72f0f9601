import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Act, ProjectAnswer, TranscriptSummary } from '@triad/collab';
import { isAllowed, NOTHING_HIDDEN } from '@triad/collab';
import {
  CircleDashed,
  Combine,
  Diff,
  FileDown,
  Gavel,
  LayoutList,
  Lightbulb,
  Signature,
  Users,
  Workflow,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import './project-nav.css';

/** The pages of a project, in the order of the work; one with an act is for those alone who may do it. */
const PAGES = [
  { to: '/projects/$project', icon: LayoutList, title: say.nav.overview },
  { to: '/projects/$project/theory', icon: Lightbulb, title: say.nav.theory },
  { to: '/projects/$project/rounds', icon: CircleDashed, title: say.rounds.title },
  {
    to: '/projects/$project/agreement',
    icon: Diff,
    title: say.agreement.title,
    act: 'agreement.read',
  },
  {
    to: '/projects/$project/adjudicate',
    icon: Gavel,
    title: say.nav.adjudicate,
    act: 'consolidation.read',
  },
  {
    to: '/projects/$project/consolidate',
    icon: Combine,
    title: say.nav.consolidate,
    act: 'consolidation.read',
  },
  { to: '/projects/$project/cmocs', icon: Workflow, title: say.nav.cmocs },
  { to: '/projects/$project/sign-off', icon: Signature, title: say.nav.signOff },
  { to: '/projects/$project/members', icon: Users, title: say.nav.members },
  {
    to: '/projects/$project/import',
    icon: FileDown,
    title: say.nav.import,
    act: 'transcript.import',
  },
] as const satisfies readonly {
  readonly to: string;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly act?: Act;
}[];

/** The left column of a project's pages: its pages, then its transcripts with their highlights. */
export function ProjectNav({ project }: { readonly project: ProjectAnswer }) {
  const { data: transcripts } = useSuspenseQuery(queries.transcripts(project.id));
  const pages = PAGES.filter(
    (page) => !('act' in page) || isAllowed(page.act, project.roles, NOTHING_HIDDEN),
  );
  return (
    <div className="project-nav">
      <h2 className="label">{say.nav.project}</h2>
      <ul>
        {pages.map(({ to, icon: Icon, title }) => (
          <li key={to}>
            <Link
              to={to}
              params={{ project: project.id }}
              activeOptions={{ exact: to === '/projects/$project' }}
              className="nav-item"
            >
              <Icon size={15} aria-hidden="true" />
              {title}
              {to === '/projects/$project/members' ? (
                <span className="n num">{project.members}</span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
      {transcripts.length === 0 ? null : (
        <>
          <h2 className="label">{say.nav.transcripts}</h2>
          <ul>
            {transcripts.map((transcript) => (
              <li key={transcript.id}>
                <TranscriptItem project={project.id} transcript={transcript} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function TranscriptItem({
  project,
  transcript,
}: {
  readonly project: string;
  readonly transcript: TranscriptSummary;
}) {
  const spans = transcript.layers.reduce((sum, layer) => sum + layer.spans, 0);
  const content = (
    <>
      <span className="truncate" dir="auto">
        {transcript.title}
      </span>
      <span className="n num">{spans}</span>
    </>
  );
  if (!transcript.readable) return <span className="nav-item faint">{content}</span>;
  return (
    <Link
      to="/projects/$project/transcripts/$transcript"
      params={{ project, transcript: transcript.id }}
      className="nav-item"
      title={transcript.title}
    >
      {content}
    </Link>
  );
}
