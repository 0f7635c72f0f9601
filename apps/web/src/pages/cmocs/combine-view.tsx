import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { CmocAnswer, CmocListAnswer, ProjectAnswer } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { useMemo, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { cmocs as words } from '../../messages/cmocs.ts';
import { Loading, Notice, toast } from '../../ui/index.ts';
import { AllocateQuotes } from './allocate-quotes.tsx';
import { allAllotted, NOTHING_ALLOCATED, sentAllocation } from './allocation.ts';
import { ChildForm } from './child-form.tsx';
import { CmocColumn } from './cmoc-column.tsx';
import { quotesByKey } from './evidence.ts';
import { firstChild, lackingOf, sentChild, sharedQuotes } from './lineage-draft.ts';
import { LineageForm } from './lineage-form.tsx';
import { useCmocs } from './use-cmocs.ts';

type Props = {
  readonly project: ProjectAnswer;
  readonly answer: CmocListAnswer;
  readonly ids: readonly string[];
  readonly nameOf: (member: string) => string;
};

/** Some CMOCs side by side, and what the one that they become is made of. */
export function CombineView({ project, answer, ids, nameOf }: Props) {
  const known = ids
    .filter((id) => answer.cmocs.some((each) => each.id === id && each.state !== 'retired'))
    .slice(0, LIMITS.dividedInto);
  const { cmocs, error } = useCmocs(project.id, known);
  return (
    <div className="page-body cmocs-page wide">
      <div className="page-head">
        <div>
          <h2>{words.combine.title}</h2>
          <p>{words.combine.lead}</p>
        </div>
      </div>
      {known.length < 2 ? (
        <Notice>{words.beside.tooFew}</Notice>
      ) : error !== null ? (
        <Notice kind="bad">{sentenceOf(error)}</Notice>
      ) : cmocs === null ? (
        <Loading>{words.loading}</Loading>
      ) : (
        <Combining {...{ project, answer, nameOf }} parents={cmocs} />
      )}
    </div>
  );
}

function Combining({
  project,
  answer,
  parents,
  nameOf,
}: Omit<Props, 'ids'> & { readonly parents: readonly CmocAnswer[] }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [child, setChild] = useState(() => firstChild(parents, parents[0]?.content.title ?? ''));
  const [allocation, setAllocation] = useState(NOTHING_ALLOCATED);
  const [memo, setMemo] = useState('');
  const quotes = useMemo(() => quotesByKey(parents.flatMap((each) => each.quotes)), [parents]);
  const shared = useMemo(() => sharedQuotes(parents), [parents]);
  const all = allAllotted(parents);
  const combine = useMutation({
    mutationFn: () =>
      call(
        'combineCmocs',
        { project: project.id },
        {
          parents: parents.map(({ id, version }) => ({ cmoc: id, version })),
          child: sentChild(child, parents),
          quotes: sentAllocation(all, allocation),
          memo: memo.trim(),
        },
      ),
    onSuccess: ({ lineages }) => {
      toast(words.combine.done);
      const made = lineages.findLast((each) =>
        parents.every(({ id }) => each.parents.includes(id)),
      );
      const cmoc = made?.children[0];
      void navigate(
        cmoc === undefined
          ? { to: '/projects/$project/cmocs', params: { project: project.id } }
          : { to: '/projects/$project/cmocs/$cmoc', params: { project: project.id, cmoc } },
      );
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.cmocs(project.id) }),
  });
  return (
    <>
      <div className="cmoc-columns">
        {parents.map((cmoc) => (
          <CmocColumn
            key={cmoc.id}
            project={project.id}
            cmoc={cmoc}
            shared={shared}
            nameOf={nameOf}
            withQuotes={false}
          />
        ))}
      </div>
      <p className="muted">{words.beside.sharedQuotes(shared.size)}</p>
      <ChildForm
        name={words.combine.theOne}
        child={child}
        parents={parents}
        groups={answer.groups}
        onChange={setChild}
        onRemove={null}
      />
      <section aria-labelledby="allocate-quotes" className="stack tight">
        <h3 id="allocate-quotes">{words.allocate.quotes}</h3>
        <AllocateQuotes
          project={project.id}
          parents={parents}
          quotes={quotes}
          shared={shared}
          allocation={allocation}
          nameOf={nameOf}
          onChange={setAllocation}
        >
          {[words.combine.take]}
        </AllocateQuotes>
      </section>
      <LineageForm
        memo={memo}
        onMemo={setMemo}
        lacking={lackingOf({ children: [child], all, allocation, memo })}
        submit={words.combine.send}
        isPending={combine.isPending}
        error={combine.error === null ? null : sentenceOf(combine.error)}
        onSubmit={() => combine.mutate()}
        cancel={
          <Link to="/projects/$project/cmocs" params={{ project: project.id }} className="btn">
            {words.beside.back}
          </Link>
        }
      />
    </>
  );
}
