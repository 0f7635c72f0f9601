import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ProjectAnswer, TranscriptSummary } from '@triad/collab';
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
import { queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import './project-nav.css';

/** The left column of a project's pages: its pages, then its transcripts with their highlights. */
export function ProjectNav({ project }: { readonly project: ProjectAnswer }) {
  const { data: transcripts } = useSuspenseQuery(queries.transcripts(project.id));
  const params = { project: project.id };
  return (
    <div className="project-nav">
      <h2 className="label">{say.nav.project}</h2>
      <ul>
        <li>
          <Link
            to="/projects/$project"
            params={params}
            activeOptions={{ exact: true }}
            className="nav-item"
          >
            <LayoutList size={15} aria-hidden="true" />
            {say.nav.overview}
          </Link>
        </li>
        <li>
          <Link to="/projects/$project/theory" params={params} className="nav-item">
            <Lightbulb size={15} aria-hidden="true" />
            {say.nav.theory}
          </Link>
        </li>
        <li>
          <Link to="/projects/$project/rounds" params={params} className="nav-item">
            <CircleDashed size={15} aria-hidden="true" />
            {say.rounds.title}
          </Link>
        </li>
        {isAllowed('agreement.read', project.roles, NOTHING_HIDDEN) ? (
          <li>
            <Link to="/projects/$project/agreement" params={params} className="nav-item">
              <Diff size={15} aria-hidden="true" />
              {say.agreement.title}
            </Link>
          </li>
        ) : null}
        {isAllowed('consolidation.read', project.roles) ? (
          <>
            <li>
              <Link to="/projects/$project/adjudicate" params={params} className="nav-item">
                <Gavel size={15} aria-hidden="true" />
                {say.nav.adjudicate}
              </Link>
            </li>
            <li>
              <Link to="/projects/$project/consolidate" params={params} className="nav-item">
                <Combine size={15} aria-hidden="true" />
                {say.nav.consolidate}
              </Link>
            </li>
          </>
        ) : null}
        <li>
          <Link to="/projects/$project/cmocs" params={params} className="nav-item">
            <Workflow size={15} aria-hidden="true" />
            {say.nav.cmocs}
          </Link>
        </li>
        <li>
          <Link to="/projects/$project/sign-off" params={params} className="nav-item">
            <Signature size={15} aria-hidden="true" />
            {say.nav.signOff}
          </Link>
        </li>
        <li>
          <Link to="/projects/$project/members" params={params} className="nav-item">
            <Users size={15} aria-hidden="true" />
            {say.nav.members}
            <span className="n num">{project.members}</span>
          </Link>
        </li>
        {isAllowed('transcript.import', project.roles) ? (
          <li>
            <Link to="/projects/$project/import" params={params} className="nav-item">
              <FileDown size={15} aria-hidden="true" />
              {say.nav.import}
            </Link>
          </li>
        ) : null}
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
