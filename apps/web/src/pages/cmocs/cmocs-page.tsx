import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { CmocListAnswer, ProjectAnswer } from '@triad/collab';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { cmocs as words } from '../../messages/cmocs.ts';
import { Frame } from '../../shell/frame.tsx';
import { Button, EmptyState, Loading, Notice, RoleDrawing } from '../../ui/index.ts';
import { nameIn } from '../project/name-in.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import { BesideView } from './beside-view.tsx';
import { CmocListColumn } from './cmoc-list-column.tsx';
import { CombineView } from './combine-view.tsx';
import { OverviewList } from './overview-list.tsx';
import { idsIn } from './search.ts';
import { summaryWords } from './state-words.ts';
import './cmocs-page.css';

const CreateDialog = lazy(() => import('./create-dialog.tsx'));

/** All CMOCs under their outcomes; or some of them side by side, or being combined. */
export function CmocsPage() {
  const { project, may } = useProject();
  const search = useSearch({ from: '/signed-in/projects/$project/cmocs' });
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const { data, error } = useQuery(queries.cmocs(project.id));
  const mayWrite = may('cmoc.write');
  const [combine, beside] = [idsIn(search.combine), idsIn(search.beside)];
  const nameOf = (id: string): string => nameIn(members, id);
  const isListed = data !== undefined && data.cmocs.length > 0;
  return (
    <Frame
      project={project}
      page={words.title}
      // The list has a column of its own; until there is one it is that of all pages.
      className={isListed ? 'cmocs-frame' : ''}
      leftLabel={words.list.left}
      left={
        isListed ? (
          <CmocListColumn project={project.id} answer={data} current={null} />
        ) : (
          <ProjectNav project={project} />
        )
      }
    >
      {data === undefined ? (
        <div className="page-body">
          {error === null ? (
            <Loading>{words.loading}</Loading>
          ) : (
            <Notice kind="bad">{sentenceOf(error)}</Notice>
          )}
        </div>
      ) : combine.length > 1 && mayWrite ? (
        <CombineView key={search.combine} {...{ project, nameOf }} answer={data} ids={combine} />
      ) : beside.length > 1 ? (
        <BesideView {...{ project, nameOf, mayWrite }} answer={data} ids={beside} />
      ) : (
        <Overview project={project} answer={data} mayWrite={mayWrite} />
      )}
    </Frame>
  );
}

function Overview({
  project,
  answer,
  mayWrite,
}: {
  readonly project: ProjectAnswer;
  readonly answer: CmocListAnswer;
  readonly mayWrite: boolean;
}) {
  const [isCreating, setIsCreating] = useState(false);
  const create = mayWrite ? (
    <Button
      kind={answer.cmocs.length === 0 ? 'plain' : 'primary'}
      icon={<Plus size={15} aria-hidden="true" />}
      onPress={() => setIsCreating(true)}
    >
      {words.newDraft}
    </Button>
  ) : null;
  return (
    <div className="page-body cmocs-page">
      {answer.cmocs.length === 0 ? (
        <EmptyState
          title={words.none}
          drawing={<RoleDrawing />}
          action={
            mayWrite ? (
              <>
                <Link
                  to="/projects/$project/consolidate"
                  params={{ project: project.id }}
                  className="btn primary"
                >
                  {words.toConsolidate}
                </Link>
                {create}
              </>
            ) : undefined
          }
        >
          <p>{words.noneBody}</p>
          {mayWrite ? null : <p>{words.noneOthers}</p>}
        </EmptyState>
      ) : (
        <>
          <div className="page-head">
            <div>
              <h2>{words.title}</h2>
              <p className="summary">{summaryWords(answer.cmocs)}</p>
            </div>
            {create}
          </div>
          <OverviewList project={project.id} answer={answer} mayWrite={mayWrite} />
        </>
      )}
      <Suspense>
        {isCreating ? (
          <CreateDialog project={project.id} answer={answer} onClose={() => setIsCreating(false)} />
        ) : null}
      </Suspense>
    </div>
  );
}
