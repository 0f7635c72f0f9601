import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { CmocListAnswer, ProjectAnswer } from '@triad/collab';
import { isAllowed } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys, queries } from '../../api/queries.ts';
import { method as words } from '../../messages/method.ts';
import { say } from '../../messages.ts';
import { Button, Dialog, FormDialog, Loading, Notice, toast } from '../../ui/index.ts';
import { GroupFields } from './group-fields.tsx';
import type { MethodDraft } from './method-draft.ts';
import { isReady, methodDraft, settingsOf } from './method-draft.ts';
import { MethodFields } from './method-fields.tsx';
import { usesOf } from './outcome-groups.ts';
import { isStale } from './use-sign.ts';
import './method-dialog.css';

/** How the team works: leads change it, with its version; others read it. */
export function MethodDialog({
  project,
  onClose,
}: {
  readonly project: ProjectAnswer;
  readonly onClose: () => void;
}) {
  const { data, error } = useQuery(queries.cmocs(project.id));
  if (data !== undefined) return <Settings project={project} list={data} onClose={onClose} />;
  return (
    <Dialog isOpen onClose={onClose} title={words.title} lead={words.lead}>
      {error === null ? (
        <Loading>{say.ui.loading}</Loading>
      ) : (
        <Notice kind="bad">{sentenceOf(error)}</Notice>
      )}
    </Dialog>
  );
}

function Settings({
  project,
  list,
  onClose,
}: {
  readonly project: ProjectAnswer;
  readonly list: CmocListAnswer;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const [draft, setDraft] = useState<MethodDraft>(() => methodDraft(list));
  const [isOvertaken, setOvertaken] = useState(false);
  const mayChange = isAllowed('method.change', project.roles);
  const save = useMutation({
    mutationFn: () => {
      const settings = settingsOf(draft);
      if (settings === null) throw new Error('a setting is to be chosen');
      return call(
        'changeMethod',
        { project: project.id },
        {
          version: draft.version,
          settings: { ...settings, roles: [...settings.roles] },
          groups: draft.groups.map(({ id, title }) => ({ id, title: title.trim() })),
        },
      );
    },
    onSuccess: async (answer) => {
      queryClient.setQueryData(queries.cmocs(project.id).queryKey, answer);
      toast(words.saved);
      onClose();
      await queryClient.invalidateQueries({ queryKey: keys.project(project.id) });
    },
    onError: async (error) => {
      if (!isStale(error)) return;
      const now = await queryClient.fetchQuery({ ...queries.cmocs(project.id), staleTime: 0 });
      setDraft(methodDraft(now));
      setOvertaken(true);
    },
  });
  const fields = (
    <>
      {isOvertaken ? <Notice kind="warn">{words.conflict}</Notice> : null}
      <MethodFields
        draft={draft}
        members={members}
        isReadOnly={!mayChange}
        onChange={(change) => setDraft({ ...draft, ...change })}
      />
      <GroupFields
        groups={draft.groups}
        uses={usesOf(list.cmocs)}
        isReadOnly={!mayChange}
        onChange={(groups) => setDraft({ ...draft, groups })}
      />
    </>
  );
  if (!mayChange) {
    return (
      <Dialog
        isOpen
        onClose={onClose}
        title={words.title}
        lead={`${words.lead} ${words.readOnly}`}
        actions={<Button onPress={onClose}>{say.act.close}</Button>}
      >
        <div className="stack loose">{fields}</div>
      </Dialog>
    );
  }
  return (
    <FormDialog
      onClose={onClose}
      title={words.title}
      lead={words.lead}
      submit={say.act.save}
      onSubmit={() => save.mutate()}
      isPending={save.isPending}
      isDisabled={!isReady(draft)}
      error={save.error === null || isStale(save.error) ? null : sentenceOf(save.error)}
    >
      <div className="stack loose">{fields}</div>
    </FormDialog>
  );
}
