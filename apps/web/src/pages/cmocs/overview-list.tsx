import { Link, useNavigate } from '@tanstack/react-router';
import type { CmocListAnswer, CmocSummary } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { Columns2, Combine } from 'lucide-react';
import { memo, useCallback, useMemo, useState } from 'react';
import { cmocs } from '../../messages/cmocs.ts';
import { Button, Switch } from '../../ui/index.ts';
import { CmocMenu } from './cmoc-menu.tsx';
import { listedGroups } from './cmoc-lists.ts';
import { SentenceWords } from './sentence-words.tsx';
import { stateWords } from './state-words.ts';
import './overview-list.css';

const words = cmocs.overview;

/** Each CMOC with its sentence, its counts and where it stands; several can be chosen for what takes several. */
export function OverviewList({
  project,
  answer,
  mayWrite,
}: {
  readonly project: string;
  readonly answer: CmocListAnswer;
  readonly mayWrite: boolean;
}) {
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [withRetired, setWithRetired] = useState(false);
  const groups = useMemo(() => listedGroups(answer, withRetired), [answer, withRetired]);
  const isAnyRetired = answer.cmocs.some(({ state }) => state === 'retired');
  const choose = useCallback(
    (id: string): void =>
      setChosen((before) =>
        before.includes(id) ? before.filter((one) => one !== id) : [...before, id],
      ),
    [],
  );
  const isCombinable =
    chosen.length > 1 &&
    chosen.length <= LIMITS.dividedInto &&
    chosen.every((id) => answer.cmocs.some((each) => each.id === id && each.state !== 'retired'));
  const to = (search: { readonly combine: string } | { readonly beside: string }): void =>
    void navigate({ to: '/projects/$project/cmocs', params: { project }, search });
  return (
    <>
      <div className="row wrap overview-acts">
        {mayWrite ? (
          <Button
            icon={<Combine size={14} aria-hidden="true" />}
            isDisabled={!isCombinable}
            onPress={() => to({ combine: chosen.join() })}
          >
            {words.combine}
          </Button>
        ) : null}
        <Button
          icon={<Columns2 size={14} aria-hidden="true" />}
          isDisabled={chosen.length < 2 || chosen.length > LIMITS.dividedInto}
          onPress={() => to({ beside: chosen.join() })}
        >
          {words.beside}
        </Button>
        <span className="small faint" role="status">
          {chosen.length === 0
            ? mayWrite
              ? words.combineHint
              : words.besideHint
            : chosen.length > LIMITS.dividedInto
              ? words.tooMany(LIMITS.dividedInto)
              : words.chosen(chosen.length)}
        </span>
        {chosen.length === 0 ? null : (
          <Button kind="quiet" className="small" onPress={() => setChosen([])}>
            {words.clear}
          </Button>
        )}
        <span className="grow" />
        {isAnyRetired ? (
          <Switch isSelected={withRetired} onChange={setWithRetired}>
            {cmocs.list.showRetired}
          </Switch>
        ) : null}
      </div>
      {groups.map(({ group, cmocs: listed }) =>
        listed.length === 0 ? null : (
          <section key={group?.id ?? ''} className="overview-group">
            <h3 className="label" dir="auto">
              {group?.title ?? cmocs.list.ungrouped}
            </h3>
            <ul>
              {listed.map((cmoc) => (
                <OverviewRow
                  key={cmoc.id}
                  project={project}
                  answer={answer}
                  cmoc={cmoc}
                  asked={answer.signers.length}
                  mayWrite={mayWrite}
                  isChosen={chosen.includes(cmoc.id)}
                  onChoose={choose}
                />
              ))}
            </ul>
          </section>
        ),
      )}
    </>
  );
}

const OverviewRow = memo(function OverviewRow({
  project,
  answer,
  cmoc,
  asked,
  mayWrite,
  isChosen,
  onChoose,
}: {
  readonly project: string;
  readonly answer: CmocListAnswer;
  readonly cmoc: CmocSummary;
  readonly asked: number;
  readonly mayWrite: boolean;
  readonly isChosen: boolean;
  readonly onChoose: (id: string) => void;
}) {
  const { id, number, sentence, parts, evidence, state } = cmoc;
  const title = cmoc.title === '' ? cmocs.untitled : cmoc.title;
  const { said, isObjection } = stateWords(cmoc, asked);
  const quotes = evidence.supports + evidence.refutes + evidence.caveat;
  return (
    <li className={`overview-row ${state === 'retired' ? 'retired' : ''}`}>
      <label className="overview-choose">
        <input type="checkbox" checked={isChosen} onChange={() => onChoose(id)} />
        <span className="visually-hidden">{words.choose(number, title)}</span>
      </label>
      <span className="num overview-number">{number}</span>
      <div className="overview-words">
        <Link
          to="/projects/$project/cmocs/$cmoc"
          params={{ project, cmoc: id }}
          className="overview-title"
        >
          <bdi className={cmoc.title === '' ? 'faint' : ''}>{title}</bdi>
        </Link>
        <p className="overview-sentence" dir="auto">
          {sentence.length === 0 ? (
            <span className="faint">{words.noSentence}</span>
          ) : (
            <SentenceWords sentence={sentence} />
          )}
        </p>
      </div>
      <div className="overview-facts">
        <span className={isObjection ? 'objection' : 'overview-state'}>{said}</span>
        <span>
          <span aria-hidden="true">{words.parts(parts.C, parts.M, parts.O)}</span>
          <span className="visually-hidden">{words.partsSaid(parts.C, parts.M, parts.O)}</span>
        </span>
        <span>
          {quotes === 0
            ? words.noEvidence
            : words.evidence(evidence.supports, evidence.refutes, evidence.caveat)}
        </span>
      </div>
      {mayWrite ? <CmocMenu project={project} answer={answer} cmoc={cmoc} /> : <span />}
    </li>
  );
});
