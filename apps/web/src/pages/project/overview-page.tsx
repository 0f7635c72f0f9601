import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { basisOf, blindRoundOf, NOTHING_HIDDEN } from '@triad/collab';
import { Ellipsis, FileDown, MonitorDown, Pencil, Trash2, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { Frame } from '../../shell/frame.tsx';
import { Avatar, EmptyState, IconButton, Menu, RoleDrawing } from '../../ui/index.ts';
import { ChooseFiles, DropPage } from '../import/file-drop.tsx';
import { useImportSession } from '../import/import-session.ts';
import { compareMembers } from './member-order.ts';
import { ParticipantsSection } from './participants-section.tsx';
import { ProjectNav } from './project-nav.tsx';
import { StatementsColumn } from './statements-column.tsx';
import { TranscriptsTable } from './transcripts-table.tsx';
import { useProject } from './use-project.ts';
import './overview-page.css';

const ProjectDialog = lazy(() => import('./project-dialog.tsx'));
const RemoveProjectDialog = lazy(() => import('./remove-project-dialog.tsx'));

/** A project at a glance: its transcripts and who coded what, its theory, its team. */
export function OverviewPage() {
  const { project, may } = useProject();
  const { data: transcripts } = useSuspenseQuery(queries.transcripts(project.id));
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const [dialog, setDialog] = useState<'edit' | 'remove' | null>(null);
  const navigate = useNavigate();
  const session = useImportSession(project.id);
  const mayImport = may('transcript.import');
  const words = say.overview;
  const take = (files: readonly File[]) => {
    session.add(files);
    void navigate({ to: '/projects/$project/import', params: { project: project.id } });
  };
  const active = members
    .filter((member) => member.removedAt === null)
    .sort(compareMembers(project.me));
  const mayCompare =
    may('agreement.read', NOTHING_HIDDEN) &&
    transcripts.some(
      ({ id }) =>
        basisOf(project.rounds, id, null) !== null &&
        blindRoundOf(project.rounds, id, project.me) === null,
    );
  const totalWords = transcripts.reduce((sum, transcript) => sum + transcript.words, 0);
  const page = (
    <Frame
      project={project}
      page={say.nav.overview}
      left={<ProjectNav project={project} />}
      right={<StatementsColumn project={project} mayWrite={may('theory.write')} />}
      rightLabel={words.theory}
      presence={
        <span className="avatars">
          {active.slice(0, 6).map((member) => (
            <Avatar key={member.id} id={member.id} name={member.name} />
          ))}
        </span>
      }
      actions={
        may('invites.change') ? (
          <Link
            to="/projects/$project/members"
            params={{ project: project.id }}
            hash="invite"
            className="btn"
          >
            <UserPlus size={15} aria-hidden="true" />
            <span className="btn-label optional">{words.invite}</span>
          </Link>
        ) : undefined
      }
    >
      <div className="page-body">
        <div className="page-head">
          <div>
            <h2 dir="auto">{project.title}</h2>
            {project.deviceCopies ? (
              <p className="row small">
                <MonitorDown size={15} aria-hidden="true" />
                {say.devices.on}
              </p>
            ) : null}
          </div>
          <div className="row">
            {mayImport && transcripts.length > 0 ? (
              <Link
                to="/projects/$project/import"
                params={{ project: project.id }}
                className="btn primary"
              >
                <FileDown size={15} aria-hidden="true" />
                {words.import}
              </Link>
            ) : null}
            {may('project.change') ? (
              <Menu
                label={say.ui.moreActs(project.title)}
                trigger={
                  <IconButton
                    icon={<Ellipsis size={16} />}
                    label={say.ui.moreActs(project.title)}
                  />
                }
                entries={[
                  {
                    id: 'edit',
                    label: words.editProject,
                    icon: <Pencil size={15} aria-hidden="true" />,
                    onAction: () => setDialog('edit'),
                  },
                  {
                    id: 'remove',
                    label: words.removeProject,
                    icon: <Trash2 size={15} aria-hidden="true" />,
                    danger: true,
                    onAction: () => setDialog('remove'),
                  },
                ]}
              />
            ) : null}
          </div>
          {project.description === '' ? null : (
            <p className="page-lead" dir="auto">
              {project.description}
            </p>
          )}
        </div>
        {transcripts.length === 0 ? (
          <section className="card empty-card" aria-label={words.transcripts}>
            <EmptyState
              title={words.emptyTitle}
              drawing={<RoleDrawing />}
              action={mayImport ? <ChooseFiles label={words.choose} onFiles={take} /> : undefined}
            >
              {mayImport ? (
                <>
                  <p>{words.emptyBody}</p>
                  <p>{words.emptyPrivacy}</p>
                </>
              ) : (
                <p>{words.emptyOthers}</p>
              )}
            </EmptyState>
          </section>
        ) : (
          <section aria-labelledby="transcripts-heading" className="stack tight">
            <div className="row between">
              <h3 id="transcripts-heading" className="label">
                {words.transcripts}
              </h3>
              <span className="small row">
                {mayCompare ? (
                  <Link to="/projects/$project/agreement" params={{ project: project.id }}>
                    {say.agreement.open}
                  </Link>
                ) : null}
                <span className="faint num">{words.totals(transcripts.length, totalWords)}</span>
              </span>
            </div>
            <TranscriptsTable project={project} transcripts={transcripts} members={members} />
          </section>
        )}
        {may('participants.read') ? (
          <ParticipantsSection
            project={project.id}
            transcripts={transcripts}
            mayChange={may('participants.change')}
          />
        ) : null}
        {active.length === 1 && may('invites.change') ? (
          <p className="muted row wrap">
            {words.teamAlone}
            <Link to="/projects/$project/members" params={{ project: project.id }} hash="invite">
              {words.invite}
            </Link>
          </p>
        ) : null}
      </div>
      <Suspense>
        {dialog === 'edit' ? (
          <ProjectDialog project={project} onClose={() => setDialog(null)} />
        ) : null}
        {dialog === 'remove' ? (
          <RemoveProjectDialog project={project} onClose={() => setDialog(null)} />
        ) : null}
      </Suspense>
    </Frame>
  );
  return mayImport ? <DropPage onFiles={take}>{page}</DropPage> : page;
}
