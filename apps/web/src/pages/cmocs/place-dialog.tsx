import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CmocListAnswer, CmocSummary } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { FormDialog, TextField } from '../../ui/index.ts';
import { groupIdOf } from './chosen-group.ts';
import { numberTaken } from './cmoc-lists.ts';
import type { ChosenGroup } from './group-field.tsx';
import { GroupField, groupIsSaid } from './group-field.tsx';

const words = cmocs.place;

/** Changes the number that a CMOC is shown with, and under which outcome it is listed. */
export default function PlaceDialog({
  project,
  answer,
  cmoc,
  onClose,
}: {
  readonly project: string;
  readonly answer: CmocListAnswer;
  readonly cmoc: CmocSummary;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(String(cmoc.number));
  const [group, setGroup] = useState<ChosenGroup>({ kind: 'group', id: cmoc.group });
  const number = /^[1-9]\d{0,3}$/.test(typed.trim()) ? Number(typed) : null;
  const taken = number === null ? null : numberTaken(answer.cmocs, number, cmoc.id);
  const save = useMutation({
    mutationFn: async () =>
      call(
        'changeCmoc',
        { project, cmoc: cmoc.id },
        {
          version: cmoc.version,
          ...(number === null ? {} : { number }),
          group: await groupIdOf(project, answer, group),
        },
      ),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.cmocs(project) }),
  });
  return (
    <FormDialog
      onClose={onClose}
      title={words.title(cmoc.number)}
      lead={words.lead}
      size="small"
      submit={words.send}
      onSubmit={() => save.mutate()}
      isPending={save.isPending}
      isDisabled={number === null || !groupIsSaid(group)}
      error={save.error === null ? null : sentenceOf(save.error)}
    >
      <TextField
        label={words.number}
        inputMode="numeric"
        value={typed}
        onChange={setTyped}
        error={number === null ? words.wrong : null}
        hint={
          taken === null
            ? undefined
            : words.taken(
                taken.number,
                taken.title === '' ? cmocs.untitled : taken.title,
                taken.state === 'retired',
              )
        }
        autoFocus
      />
      <GroupField groups={answer.groups} chosen={group} onChange={setGroup} />
    </FormDialog>
  );
}
