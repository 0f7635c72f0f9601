import { Link } from '@tanstack/react-router';
import type { CmocListAnswer, ProjectAnswer } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { useMemo } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { cmocs as words } from '../../messages/cmocs.ts';
import { Loading, Notice } from '../../ui/index.ts';
import { CmocColumn } from './cmoc-column.tsx';
import { sharedQuotes } from './lineage-draft.ts';
import { useCmocs } from './use-cmocs.ts';

/** Some CMOCs side by side, before anything is decided about them. */
export function BesideView({
  project,
  answer,
  ids,
  nameOf,
  mayWrite,
}: {
  readonly project: ProjectAnswer;
  readonly answer: CmocListAnswer;
  readonly ids: readonly string[];
  readonly nameOf: (member: string) => string;
  readonly mayWrite: boolean;
}) {
  const known = ids
    .filter((id) => answer.cmocs.some((each) => each.id === id))
    .slice(0, LIMITS.dividedInto);
  const { cmocs, error } = useCmocs(project.id, known);
  const shared = useMemo(() => sharedQuotes(cmocs ?? []), [cmocs]);
  const isCombinable = (cmocs ?? []).every(({ state }) => state !== 'retired');
  return (
    <div className="page-body cmocs-page wide">
      <div className="page-head">
        <div>
          <h2>{words.beside.title}</h2>
          {cmocs === null ? null : <p>{words.beside.sharedQuotes(shared.size)}</p>}
        </div>
        <div className="row wrap">
          <Link to="/projects/$project/cmocs" params={{ project: project.id }} className="btn">
            {words.beside.back}
          </Link>
          {mayWrite && isCombinable && known.length > 1 ? (
            <Link
              to="/projects/$project/cmocs"
              params={{ project: project.id }}
              search={{ combine: known.join() }}
              className="btn primary"
            >
              {words.beside.combine}
            </Link>
          ) : null}
        </div>
      </div>
      {known.length < 2 ? (
        <Notice>{words.beside.tooFew}</Notice>
      ) : error !== null ? (
        <Notice kind="bad">{sentenceOf(error)}</Notice>
      ) : cmocs === null ? (
        <Loading>{words.loading}</Loading>
      ) : (
        <div className="cmoc-columns">
          {cmocs.map((cmoc) => (
            <CmocColumn
              key={cmoc.id}
              project={project.id}
              cmoc={cmoc}
              shared={shared}
              nameOf={nameOf}
            />
          ))}
        </div>
      )}
    </div>
  );
}
