import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MemberAnswer, RoundAnswer, TranscriptSummary } from '@triad/collab';
import { covers, isClosed } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { dueDateTime } from '../../messages/format.ts';
import { useNow } from '../../shell/use-now.ts';
import { CheckboxGroup, FormDialog, Notice, RadioGroup, toast } from '../../ui/index.ts';
import { nameIn } from '../project/name-in.ts';
import { roundName } from './round-name.ts';

/** Closes a round; of open coding, some transcripts alone if wanted. */
export default function CloseRoundDialog({
  project,
  round,
  transcripts,
  members,
  me,
  onClose,
}: {
  readonly project: string;
  readonly round: RoundAnswer;
  readonly transcripts: readonly TranscriptSummary[];
  readonly members: readonly MemberAnswer[];
  /** Whoever codes in it themselves is bound by it as the others are. */
  readonly me: string;
  readonly onClose: () => void;
}) {
  const words = say.rounds;
  const name = roundName(round);
  const [all, setAll] = useState<'all' | 'some'>('all');
  const [where, setWhere] = useState<readonly string[]>([]);
  const queryClient = useQueryClient();
  const nameOf = ({ member }: { readonly member: string }): string => nameIn(members, member);
  const gone = round.progress.filter(({ noLongerCodes }) => noLongerCodes === true);
  const waiting = round.progress.filter((each) => each.doneAt === null && !gone.includes(each));
  const now = useNow();
  // As the others are: before its date, a lead who codes in it waits for all.
  const isBound =
    round.state === 'open' && round.coders?.includes(me) === true && waiting.length > 0;
  const boundUntil =
    isBound && round.due !== null && Date.parse(round.due.at) > now ? round.due : null;
  const stillOpen = transcripts.filter(({ id }) => covers(round, id) && !isClosed(round, id));
  const close = useMutation({
    mutationFn: () =>
      call(
        'closeRound',
        { project, round: round.id },
        { version: round.version, transcripts: all === 'all' ? null : [...where] },
      ),
    onSuccess: async () => {
      onClose();
      toast(words.closed(name));
      await queryClient.invalidateQueries({ queryKey: keys.project(project) });
    },
  });
  return (
    <FormDialog
      onClose={onClose}
      title={words.closeOf(name)}
      lead={
        round.state === 'closing'
          ? words.closeCut
          : words[round.kind === 'blind' ? 'closeBlind' : 'closeOpen']
      }
      submit={round.state === 'closing' ? words.closeOn : words.close}
      onSubmit={() => close.mutate()}
      isPending={close.isPending}
      isDisabled={boundUntil !== null || (all === 'some' && where.length === 0)}
      error={close.error === null ? null : sentenceOf(close.error)}
    >
      {round.kind === 'blind' && waiting.length > 0 ? (
        <Notice kind="warn">
          {boundUntil === null ? null : <p>{words.closeBound(dueDateTime(boundUntil))}</p>}
          {words.closeWaiting(waiting.map(nameOf))}
        </Notice>
      ) : null}
      {gone.length > 0 ? <Notice>{words.closeGone(gone.map(nameOf))}</Notice> : null}
      {round.kind === 'open' && round.state === 'open' ? (
        <>
          <RadioGroup
            label={words.closeWhich}
            value={all}
            onChange={setAll}
            choices={[
              { value: 'all', label: words.closeWhichAll },
              { value: 'some', label: words.whichSome },
            ]}
          />
          {all === 'some' ? (
            <CheckboxGroup
              label={words.which}
              choices={stillOpen.map(({ id, title }) => ({ value: id, label: title }))}
              value={where}
              onChange={setWhere}
            />
          ) : null}
        </>
      ) : null}
    </FormDialog>
  );
}
