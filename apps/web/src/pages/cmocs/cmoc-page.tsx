import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { ApiError, sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { cmocs as words } from '../../messages/cmocs.ts';
import { Frame } from '../../shell/frame.tsx';
import { EmptyState, Loading, Notice } from '../../ui/index.ts';
import { nameIn } from '../project/name-in.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import { CmocListColumn } from './cmoc-list-column.tsx';
import { CmocView } from './cmoc-view.tsx';
import { DivideView } from './divide-view.tsx';
import './cmocs-page.css';

/** One CMOC: its draft as leads write it together, its evidence, its versions, and its sign-off beside it. */
export function CmocPage() {
  const { cmoc: id } = useParams({ from: '/signed-in/projects/$project/cmocs/$cmoc' });
  const { divide } = useSearch({ from: '/signed-in/projects/$project/cmocs/$cmoc' });
  const { project, may } = useProject();
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const list = useQuery(queries.cmocs(project.id));
  const { data, error } = useQuery(queries.cmoc(project.id, id));
  const mayWrite = may('cmoc.write');
  const nameOf = (member: string): string => nameIn(members, member);
  // What was there goes from the page, too, when it is taken away.
  const isGone = error instanceof ApiError && error.status === 404;
  if (!isGone && data !== undefined && list.data !== undefined) {
    const given = { project, list: list.data, nameOf };
    return divide === true && mayWrite && data.state !== 'retired' ? (
      <DivideView key={id} {...given} answer={data} />
    ) : (
      <CmocView key={id} {...given} answer={data} mayWrite={mayWrite} />
    );
  }
  const trouble = error ?? list.error;
  return (
    <Frame
      project={project}
      page={words.title}
      className={list.data === undefined ? '' : 'cmocs-frame'}
      left={
        list.data === undefined ? (
          <ProjectNav project={project} />
        ) : (
          <CmocListColumn project={project.id} answer={list.data} current={id} />
        )
      }
    >
      <div className="page-body">
        {isGone ? (
          <EmptyState
            title={words.gone}
            action={
              <Link
                to="/projects/$project/cmocs"
                params={{ project: project.id }}
                className="btn primary"
              >
                {words.toAll}
              </Link>
            }
          >
            {words.goneBody}
          </EmptyState>
        ) : trouble === null ? (
          <Loading>{words.loading}</Loading>
        ) : (
          <Notice kind="bad">{sentenceOf(trouble)}</Notice>
        )}
      </div>
    </Frame>
  );
}
