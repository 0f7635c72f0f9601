import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RoundAnswer } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { FormDialog, TextField } from '../../ui/index.ts';
import { asField, DueField, readDue } from './due-field.tsx';
import { roundName } from './round-name.ts';

/** Title and, of a blind round, when it is due. */
export default function ChangeRoundDialog({
  project,
  round,
  onClose,
}: {
  readonly project: string;
  readonly round: RoundAnswer;
  readonly onClose: () => void;
}) {
  const words = say.rounds;
  const before = round.due === null ? '' : asField(new Date(round.due.at));
  const [title, setTitle] = useState(round.title);
  const [due, setDue] = useState(before);
  const queryClient = useQueryClient();
  const isDueChanged = round.due !== null && due !== before;
  const problem = isDueChanged && readDue(due) === null ? words.chooseDue : null;
  const change = useMutation({
    mutationFn: () => {
      const at = isDueChanged ? readDue(due) : null;
      return call(
        'changeRound',
        { project, round: round.id },
        { version: round.version, title, ...(at === null ? {} : { due: at }) },
      );
    },
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: keys.project(project) });
    },
  });
  return (
    <FormDialog
      onClose={onClose}
      title={words.changeOf(roundName(round))}
      submit={say.act.save}
      onSubmit={() => change.mutate()}
      isPending={change.isPending}
      isDisabled={problem !== null}
      error={change.error === null ? null : sentenceOf(change.error)}
    >
      <TextField
        label={words.roundTitle}
        hint={words.roundTitleHint}
        value={title}
        onChange={setTitle}
        maxLength={100}
        autoFocus
      />
      {round.due === null ? null : <DueField value={due} onChange={setDue} error={problem} />}
    </FormDialog>
  );
}
