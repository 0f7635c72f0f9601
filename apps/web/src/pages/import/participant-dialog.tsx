import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ParticipantAnswer } from '@triad/collab';
import { participantBody } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { FormDialog, TextField } from '../../ui/index.ts';

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
  const submit = () => {
    setTried(true);
    if (problem === null) make.mutate();
  };
  return (
    <FormDialog
      onClose={onClose}
      size="small"
      title={existing === null ? words.participantNewTitle : say.overview.participantEditTitle}
      lead={words.participantNewLead}
      submit={existing === null ? words.participantCreate : say.act.save}
      onSubmit={submit}
      isPending={make.isPending}
      error={make.error === null ? null : sentenceOf(make.error)}
    >
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
    </FormDialog>
  );
}

/** Letters and a number, or a number sign: never the shape of a name. */
function looksLikePseudonym(label: string): boolean {
  return /^(?:#\s?\d{1,4}|\p{Lu}{1,3}\s?\d{1,4}|(?:participant|interviewee|respondent)\s+[\p{L}\d]{1,4})$/iu.test(
    label.trim(),
  );
}
