import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { LineageAnswer } from '@triad/collab';
import { isAllowed } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { dateTime } from '../../messages/format.ts';
import { Button, ReasonDialog, toast } from '../../ui/index.ts';
import { lineagesOf } from './cmoc-lists.ts';
import { nameOfCmoc } from './state-words.ts';
import type { CmocGiven } from './cmoc-view.tsx';
import './lineage-section.css';

const words = cmocs.lineage;

/** What a CMOC was made of, and what became of it; read both ways, and undone by leads. */
export function LineageSection({ given }: { readonly given: CmocGiven }) {
  const { answer, list } = given;
  const { from, into } = lineagesOf(list.lineages, answer.id);
  if (from.length === 0 && into.length === 0) return null;
  return (
    <section aria-labelledby="cmoc-lineage" className="cmoc-section">
      <h2 id="cmoc-lineage">{words.title}</h2>
      {from.map((lineage) => (
        <Lineage
          key={lineage.id}
          lineage={lineage}
          given={given}
          title={lineage.kind === 'combine' ? words.combinedFrom : words.dividedFrom}
          others={lineage.parents}
        />
      ))}
      {into.map((lineage) => (
        <Lineage
          key={lineage.id}
          lineage={lineage}
          given={given}
          title={lineage.kind === 'combine' ? words.becameOne : words.became}
          others={lineage.children}
        />
      ))}
    </section>
  );
}

function Lineage({
  lineage,
  given: { project, list, answer, nameOf },
  title,
  others,
}: {
  readonly lineage: LineageAnswer;
  readonly given: CmocGiven;
  readonly title: string;
  readonly others: readonly string[];
}) {
  const [isUndoing, setIsUndoing] = useState(false);
  const { memo, by, at, undone, quotes, children } = lineage;
  const isChild = children.includes(answer.id);
  const came = quotes.filter((quote) =>
    isChild
      ? quote.children.includes(answer.id)
      : quote.parent === answer.id && quote.children.length > 0,
  ).length;
  const all = isChild ? quotes.length : quotes.filter(({ parent }) => parent === answer.id).length;
  const mayUndo = isAllowed('cmoc.write', project.roles) && undone === null;
  return (
    <div className={`lineage ${undone === null ? '' : 'undone'}`}>
      <p>
        <b>{title}</b>{' '}
        {others.map((id) => {
          const other = list.cmocs.find((each) => each.id === id);
          return other === undefined ? null : (
            <Link
              key={id}
              to="/projects/$project/cmocs/$cmoc"
              params={{ project: project.id, cmoc: id }}
              className="lineage-link"
            >
              <span className="num">{other.number}</span> <bdi>{nameOfCmoc(other)}</bdi>
            </Link>
          );
        })}
      </p>
      <p className="lineage-memo" dir="auto">
        {memo}
      </p>
      <p className="row wrap small faint">
        <span dir="auto">{words.by(nameOf(by), dateTime(at))}</span>
        {all === 0 ? null : <span>{words.quotes(came, all)}</span>}
        {mayUndo ? (
          <Button kind="quiet" className="small" onPress={() => setIsUndoing(true)}>
            {words.undo}
          </Button>
        ) : null}
      </p>
      {undone === null ? null : (
        <p className="small muted" dir="auto">
          {words.wasUndone(nameOf(undone.by), dateTime(undone.at), undone.why)}
        </p>
      )}
      {isUndoing ? (
        <UndoDialog project={project.id} lineage={lineage} onClose={() => setIsUndoing(false)} />
      ) : null}
    </div>
  );
}

function UndoDialog({
  project,
  lineage: { id, version, kind },
  onClose,
}: {
  readonly project: string;
  readonly lineage: LineageAnswer;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const undo = useMutation({
    mutationFn: (why: string) => call('undoLineage', { project, lineage: id }, { version, why }),
    onSuccess: () => {
      onClose();
      toast(words.undone);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.cmocs(project) }),
  });
  return (
    <ReasonDialog
      onClose={onClose}
      title={words.undoTitle[kind]}
      lead={words.undoLead}
      label={words.undoWhy}
      submit={words.undoSend}
      onSubmit={undo.mutate}
      isPending={undo.isPending}
      error={undo.error === null ? null : sentenceOf(undo.error)}
    />
  );
}
