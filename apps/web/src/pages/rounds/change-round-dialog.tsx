import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RoundAnswer } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { rounds as words } from '../../messages/rounds.ts';
import { FormDialog, TextField } from '../../ui/index.ts';
import { asField, DueField, readDue } from './due-field.tsx';
import { roundName } from './round-name.ts';

/** Title and, of a blind round, when it is due. */
export default function ChangeRoundDialog({
  project,
  round,
  me,
  onClose,
}: {
  readonly project: string;
  readonly round: RoundAnswer;
  /** Whoever codes in it themselves makes its date later alone. */
  readonly me: string;
  readonly onClose: () => void;
}) {
  const before = round.due === null ? '' : asField(new Date(round.due.at));
  const [title, setTitle] = useState(round.title);
  const [due, setDue] = useState(before);
  const queryClient = useQueryClient();
  const isDueChanged = round.due !== null && due !== before;
  const problem = isDueChanged ? problemOf(round, due, me) : null;
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

function problemOf(round: RoundAnswer, field: string, me: string): string | null {
  const due = readDue(field);
  if (due === null) return words.chooseDue;
  const isEarlier = round.due !== null && Date.parse(due.at) < Date.parse(round.due.at);
  return isEarlier && round.coders?.includes(me) === true ? words.dueOnlyLater : null;
}
