import { Link } from '@tanstack/react-router';
import type { CmocListAnswer, CmocSummary } from '@triad/collab';
import { ArrowLeft } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import { cmocs } from '../../messages/cmocs.ts';
import { Switch } from '../../ui/index.ts';
import { listedGroups } from './cmoc-lists.ts';
import { nameOfCmoc, stateWords } from './state-words.ts';
import './cmoc-list-column.css';

const words = cmocs.list;

/** The CMOCs under their outcomes, each with its number and where it stands. */
export const CmocListColumn = memo(function CmocListColumn({
  project,
  answer,
  current,
}: {
  readonly project: string;
  readonly answer: CmocListAnswer;
  /** Id of the one that is open; it is listed even if it is retired. */
  readonly current: string | null;
}) {
  const isCurrentRetired = answer.cmocs.some(
    ({ id, state }) => id === current && state === 'retired',
  );
  const [withRetired, setWithRetired] = useState(isCurrentRetired);
  const retired = answer.cmocs.filter(({ state }) => state === 'retired').length;
  const groups = useMemo(
    () => listedGroups(answer, withRetired || isCurrentRetired),
    [answer, withRetired, isCurrentRetired],
  );
  return (
    <div className="cmoc-list">
      <Link to="/projects/$project" params={{ project }} className="cmoc-list-back">
        <ArrowLeft size={14} aria-hidden="true" />
        {words.back}
      </Link>
      <Link
        to="/projects/$project/cmocs"
        params={{ project }}
        activeOptions={{ exact: true }}
        className="cmoc-item overview"
      >
        {words.overview}
      </Link>
      {groups.map(({ group, cmocs: listed }) =>
        listed.length === 0 ? null : (
          <section key={group?.id ?? ''}>
            <h2 className="label" dir="auto">
              {group?.title ?? words.ungrouped}
            </h2>
            <ul>
              {listed.map((cmoc) => (
                <li key={cmoc.id}>
                  <CmocItem project={project} cmoc={cmoc} asked={answer.signers.length} />
                </li>
              ))}
            </ul>
          </section>
        ),
      )}
      {retired === 0 ? null : (
        <div className="cmoc-list-foot">
          <Switch isSelected={withRetired || isCurrentRetired} onChange={setWithRetired}>
            {words.showRetired}
          </Switch>
        </div>
      )}
    </div>
  );
});

function CmocItem({
  project,
  cmoc,
  asked,
}: {
  readonly project: string;
  readonly cmoc: CmocSummary;
  readonly asked: number;
}) {
  const { short, said, isObjection } = stateWords(cmoc, asked);
  return (
    <Link
      to="/projects/$project/cmocs/$cmoc"
      params={{ project, cmoc: cmoc.id }}
      className={`cmoc-item ${cmoc.state === 'retired' ? 'retired' : ''}`}
    >
      <span className="num">{cmoc.number}</span>
      <span dir="auto" className={cmoc.title === '' ? 'untitled' : ''}>
        {nameOfCmoc(cmoc)}
      </span>
      <span className={`cmoc-item-state ${isObjection ? 'objection' : ''}`}>
        <span aria-hidden="true">{short}</span>
        <span className="visually-hidden">{said}</span>
      </span>
    </Link>
  );
}
