import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { CmocAnswer, CmocListAnswer, ProjectAnswer } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { cmocs as words } from '../../messages/cmocs.ts';
import { Frame } from '../../shell/frame.tsx';
import { Button, toast } from '../../ui/index.ts';
import { AllocateQuotes } from './allocate-quotes.tsx';
import { allAllotted, NOTHING_ALLOCATED, sentAllocation, withoutChild } from './allocation.ts';
import { ChildForm } from './child-form.tsx';
import { CmocColumn } from './cmoc-column.tsx';
import { CmocListColumn } from './cmoc-list-column.tsx';
import { quotesByKey } from './evidence.ts';
import { firstChild, lackingOf, sentChild, sharedQuotes } from './lineage-draft.ts';
import { LineageForm } from './lineage-form.tsx';

/** One CMOC, and what the several that it becomes are made of. */
export function DivideView({
  project,
  list,
  answer,
  nameOf,
}: {
  readonly project: ProjectAnswer;
  readonly list: CmocListAnswer;
  readonly answer: CmocAnswer;
  readonly nameOf: (member: string) => string;
}) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const parents = useMemo(() => [answer], [answer]);
  const [children, setChildren] = useState(() => [
    firstChild(parents, ''),
    firstChild(parents, ''),
  ]);
  const [allocation, setAllocation] = useState(NOTHING_ALLOCATED);
  const [memo, setMemo] = useState('');
  const quotes = useMemo(() => quotesByKey(answer.quotes), [answer.quotes]);
  const none = useMemo(() => sharedQuotes([]), []);
  const all = allAllotted(parents);
  const params = { project: project.id, cmoc: answer.id };
  const divide = useMutation({
    mutationFn: () =>
      call('divideCmoc', params, {
        version: answer.version,
        children: children.map((child) => sentChild(child, parents)),
        quotes: sentAllocation(all, allocation),
        memo: memo.trim(),
      }),
    onSuccess: ({ lineages }) => {
      toast(words.divide.done);
      const made = lineages.findLast((each) => each.parents.includes(answer.id));
      void navigate({
        to: '/projects/$project/cmocs/$cmoc',
        params: { project: project.id, cmoc: made?.children[0] ?? answer.id },
      });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.cmocs(project.id) }),
  });
  return (
    <Frame
      project={project}
      page={words.divide.title(answer.number)}
      className="cmocs-frame"
      leftLabel={words.list.left}
      left={<CmocListColumn project={project.id} answer={list} current={answer.id} />}
    >
      <div className="page-body cmocs-page wide">
        <div className="page-head">
          <div>
            <h2>{words.divide.title(answer.number)}</h2>
            <p>{words.divide.lead}</p>
          </div>
        </div>
        <CmocColumn
          project={project.id}
          cmoc={answer}
          shared={none}
          nameOf={nameOf}
          withQuotes={false}
          isAlone
        />
        <div className="cmoc-columns">
          {children.map((child, at) => (
            <ChildForm
              key={child.key}
              name={words.divide.child(at + 1)}
              child={child}
              parents={parents}
              groups={list.groups}
              onChange={(next) =>
                setChildren(children.map((each) => (each.key === next.key ? next : each)))
              }
              onRemove={
                children.length < 3
                  ? null
                  : {
                      label: words.divide.removeChild(at + 1),
                      act: () => {
                        setChildren(children.filter((each) => each.key !== child.key));
                        setAllocation(withoutChild(allocation, at));
                      },
                    }
              }
            />
          ))}
        </div>
        {children.length < LIMITS.dividedInto ? (
          <div>
            <Button
              icon={<Plus size={14} aria-hidden="true" />}
              onPress={() => setChildren([...children, firstChild(parents, '')])}
            >
              {words.divide.addChild}
            </Button>
          </div>
        ) : null}
        <section aria-labelledby="allocate-quotes" className="stack tight">
          <h3 id="allocate-quotes">{words.allocate.quotes}</h3>
          <AllocateQuotes
            project={project.id}
            parents={parents}
            quotes={quotes}
            shared={none}
            allocation={allocation}
            nameOf={nameOf}
            onChange={setAllocation}
          >
            {children.map(({ title }, at) =>
              title.trim() === '' ? words.divide.child(at + 1) : title.trim(),
            )}
          </AllocateQuotes>
        </section>
        <LineageForm
          memo={memo}
          onMemo={setMemo}
          lacking={lackingOf({ children, all, allocation, memo })}
          submit={words.divide.send}
          isPending={divide.isPending}
          error={divide.error === null ? null : sentenceOf(divide.error)}
          onSubmit={() => divide.mutate()}
          cancel={
            <Link to="/projects/$project/cmocs/$cmoc" params={params} className="btn">
              {say.act.cancel}
            </Link>
          }
        />
      </div>
    </Frame>
  );
}
