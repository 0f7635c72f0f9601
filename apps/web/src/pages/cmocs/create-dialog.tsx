import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { CmocListAnswer } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { FormDialog, TextField } from '../../ui/index.ts';
import { groupIdOf } from './chosen-group.ts';
import type { ChosenGroup } from './group-field.tsx';
import { GroupField, groupIsSaid } from './group-field.tsx';

const words = cmocs.create;

/** Begins a draft without a candidate, and opens it. */
export default function CreateDialog({
  project,
  answer,
  onClose,
}: {
  readonly project: string;
  readonly answer: CmocListAnswer;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [group, setGroup] = useState<ChosenGroup>({ kind: 'group', id: null });
  const create = useMutation({
    mutationFn: async () =>
      call(
        'createCmoc',
        { project },
        { title: title.trim(), group: await groupIdOf(project, answer, group) },
      ),
    onSuccess: ({ id }) => {
      onClose();
      void navigate({ to: '/projects/$project/cmocs/$cmoc', params: { project, cmoc: id } });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.cmocs(project) }),
  });
  return (
    <FormDialog
      onClose={onClose}
      title={words.title}
      lead={words.lead}
      size="small"
      submit={words.send}
      onSubmit={() => create.mutate()}
      isPending={create.isPending}
      isDisabled={!groupIsSaid(group)}
      error={create.error === null ? null : sentenceOf(create.error)}
    >
      <TextField
        label={words.name}
        hint={words.nameHint}
        value={title}
        onChange={setTitle}
        maxLength={200}
        autoFocus
      />
      <GroupField groups={answer.groups} chosen={group} onChange={setGroup} />
    </FormDialog>
  );
}
