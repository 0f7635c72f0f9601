import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MemberAnswer, RoundAnswer, TranscriptSummary } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { FormDialog, Notice, Select, TextField } from '../../ui/index.ts';
import { roundName } from './round-name.ts';
import { shutFor, shutWhollyBy } from './shut-by.ts';

/** Lets one coder change their layers of a closed round again, and keeps why. */
export default function ReopenDialog({
  project,
  round,
  rounds,
  transcripts,
  members,
  onClose,
}: {
  readonly project: string;
  readonly round: RoundAnswer;
  readonly rounds: readonly RoundAnswer[];
  readonly transcripts: readonly TranscriptSummary[];
  readonly members: readonly MemberAnswer[];
  readonly onClose: () => void;
}) {
  const words = say.rounds;
  const coders = members.filter(
    ({ id, roles, removedAt }) =>
      removedAt === null &&
      roles.includes('coder') &&
      (round.coders ?? [id]).includes(id) &&
      !round.reopenedFor.includes(id),
  );
  const [member, setMember] = useState(coders[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const shut = shutFor(rounds, round, member, transcripts);
  const [first] = shut;
  const wholly = shutWhollyBy(rounds, round, member, transcripts);
  const queryClient = useQueryClient();
  const reopen = useMutation({
    mutationFn: () =>
      call('reopenRound', { project, round: round.id }, { version: round.version, member, reason }),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: keys.project(project) });
    },
  });
  return (
    <FormDialog
      onClose={onClose}
      title={words.reopenOf(roundName(round))}
      lead={words.reopenLead}
      submit={words.reopenSubmit}
      onSubmit={() => reopen.mutate()}
      isPending={reopen.isPending}
      isDisabled={member === '' || reason.trim() === '' || wholly !== null}
      error={reopen.error === null ? null : sentenceOf(reopen.error)}
    >
      <Select
        label={words.reopenWho}
        choices={coders.map(({ id, name }) => ({ value: id, label: name }))}
        value={member}
        onChange={setMember}
      />
      {wholly === null ? null : (
        <Notice kind="warn">{words.reopenShutAll(roundName(wholly))}</Notice>
      )}
      {wholly !== null || first === undefined ? null : (
        <Notice>
          {words.reopenShut(
            shut.map(({ transcript }) => transcript.title),
            roundName(first.by),
          )}
        </Notice>
      )}
      <TextField label={words.reopenWhy} value={reason} onChange={setReason} maxLength={500} />
    </FormDialog>
  );
}
