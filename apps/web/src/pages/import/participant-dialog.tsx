import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ParticipantAnswer } from '@triad/collab';
import { participantBody } from '@triad/collab';
import type { FormEvent } from 'react';
import { useId, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { Button, Dialog, Notice, TextField } from '../../ui/index.ts';

/** A participant: one the project does not know yet (a label such as `P1` is offered as pseudonym), or one that is. */
export default function ParticipantDialog({
  project,
  suggestion = '',
  existing = null,
  participants,
  onClose,
  onMade,
}: {
  readonly project: string;
  readonly suggestion?: string;
  readonly existing?: ParticipantAnswer | null;
  readonly participants: readonly ParticipantAnswer[];
  readonly onClose: () => void;
  readonly onMade: (participant: string) => void;
}) {
  const [pseudonym, setPseudonym] = useState(
    existing?.pseudonym ?? (looksLikePseudonym(suggestion) ? suggestion : ''),
  );
  const [description, setDescription] = useState(existing?.description ?? '');
  const [tried, setTried] = useState(false);
  const formId = useId();
  const queryClient = useQueryClient();
  const words = say.importing;
  const isTaken = participants.some(
    (one) =>
      one.id !== existing?.id &&
      one.pseudonym.toLocaleLowerCase() === pseudonym.trim().toLocaleLowerCase(),
  );
  const problem = !participantBody.shape.pseudonym.safeParse(pseudonym).success
    ? words.pseudonymProblem
    : isTaken
      ? words.pseudonymTaken
      : null;
  const make = useMutation({
    mutationFn: () =>
      existing === null
        ? call('createParticipant', { project }, { pseudonym, description })
        : call(
            'changeParticipant',
            { project, participant: existing.id },
            { version: existing.version, pseudonym, description },
          ),
    onSuccess: async (participant) => {
      await queryClient.invalidateQueries({ queryKey: keys.participants(project) });
      onMade(participant.id);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem === null) make.mutate();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="small"
      title={existing === null ? words.participantNewTitle : say.overview.participantEditTitle}
      lead={words.participantNewLead}
      actions={
        <>
          <Button onPress={onClose}>{say.act.cancel}</Button>
          <Button kind="primary" type="submit" form={formId} isPending={make.isPending}>
            {existing === null ? words.participantCreate : say.act.save}
          </Button>
        </>
      }
    >
      <form id={formId} className="stack" onSubmit={submit}>
        <TextField
          label={words.pseudonym}
          placeholder={words.pseudonymPlaceholder}
          value={pseudonym}
          onChange={setPseudonym}
          error={tried ? problem : null}
          maxLength={60}
          autoFocus
        />
        <TextField
          label={words.description}
          hint={words.descriptionHint}
          value={description}
          onChange={setDescription}
          maxLength={200}
        />
        {make.error === null ? null : <Notice kind="bad">{sentenceOf(make.error)}</Notice>}
      </form>
    </Dialog>
  );
}

/** Letters and a number, or a number sign: never the shape of a name. */
function looksLikePseudonym(label: string): boolean {
  return /^(?:#\s?\d{1,4}|\p{Lu}{1,3}\s?\d{1,4}|(?:participant|interviewee|respondent)\s+[\p{L}\d]{1,4})$/iu.test(
    label.trim(),
  );
}
