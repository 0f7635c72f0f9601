import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MemberAnswer, OpenRoundBody, TranscriptSummary } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import {
  Checkbox,
  CheckboxGroup,
  FormDialog,
  RadioGroup,
  TextField,
  toast,
} from '../../ui/index.ts';
import { dueIn, DueField, readDue } from './due-field.tsx';
import { roundName } from './round-name.ts';

const FORTNIGHT_DAYS = 14;

/** Opens a round: how people code, where, who and until when. */
export default function OpenRoundDialog({
  project,
  transcripts,
  members,
  onClose,
}: {
  readonly project: string;
  readonly transcripts: readonly TranscriptSummary[];
  readonly members: readonly MemberAnswer[];
  readonly onClose: () => void;
}) {
  const words = say.rounds;
  const coders = members.filter(
    ({ roles, removedAt }) => removedAt === null && roles.includes('coder'),
  );
  const [kind, setKind] = useState<'open' | 'blind'>('blind');
  const [title, setTitle] = useState('');
  const [all, setAll] = useState<'all' | 'some'>('some');
  const [where, setWhere] = useState<readonly string[]>([]);
  const [who, setWho] = useState<readonly string[]>(coders.map(({ id }) => id));
  const [due, setDue] = useState(() => dueIn(FORTNIGHT_DAYS));
  const [ownEarlier, setOwnEarlier] = useState(false);
  const [tried, setTried] = useState(false);
  const queryClient = useQueryClient();
  const isAll = kind === 'open' && all === 'all';
  const problems = {
    where: !isAll && where.length === 0 ? words.chooseTranscripts : null,
    who: kind === 'blind' && who.length === 0 ? words.chooseCoders : null,
    due: kind === 'blind' && readDue(due) === null ? words.chooseDue : null,
  };
  const open = useMutation({
    mutationFn: () => call('openRound', { project }, body()),
    onSuccess: async (round) => {
      onClose();
      toast(words.opened(roundName(round)));
      await queryClient.invalidateQueries({ queryKey: keys.project(project) });
    },
  });
  const body = (): OpenRoundBody => {
    if (kind === 'open') return { kind, title, transcripts: isAll ? null : [...where] };
    const at = readDue(due);
    if (at === null) throw new Error(words.chooseDue);
    return { kind, title, transcripts: [...where], coders: [...who], due: at, ownEarlier };
  };
  return (
    <FormDialog
      onClose={onClose}
      title={words.openTitle}
      submit={words.openSubmit}
      onSubmit={() => {
        setTried(true);
        if (Object.values(problems).every((problem) => problem === null)) open.mutate();
      }}
      isPending={open.isPending}
      error={open.error === null ? null : sentenceOf(open.error)}
    >
      <RadioGroup
        label={words.openKind}
        value={kind}
        onChange={setKind}
        choices={[
          { value: 'blind', label: words.openKindBlind, hint: words.openKindBlindHint },
          { value: 'open', label: words.openKindOpen, hint: words.openKindOpenHint },
        ]}
      />
      <TextField
        label={words.roundTitle}
        hint={words.roundTitleHint}
        value={title}
        onChange={setTitle}
        maxLength={100}
      />
      {kind === 'open' ? (
        <RadioGroup
          label={words.which}
          value={all}
          onChange={setAll}
          choices={[
            { value: 'all', label: words.whichAll },
            { value: 'some', label: words.whichSome },
          ]}
        />
      ) : null}
      {isAll ? null : (
        <CheckboxGroup
          label={words.which}
          choices={transcripts.map(({ id, title: label }) => ({ value: id, label }))}
          value={where}
          onChange={setWhere}
          error={tried ? problems.where : null}
        />
      )}
      {kind === 'blind' ? (
        <>
          <CheckboxGroup
            label={words.who}
            hint={words.whoHint}
            choices={coders.map(({ id, name }) => ({ value: id, label: name }))}
            value={who}
            onChange={setWho}
            error={tried ? problems.who : null}
          />
          <DueField value={due} onChange={setDue} error={tried ? problems.due : null} />
          <Checkbox isSelected={ownEarlier} onChange={setOwnEarlier} hint={words.ownEarlierHint}>
            {words.ownEarlier}
          </Checkbox>
        </>
      ) : null}
    </FormDialog>
  );
}
