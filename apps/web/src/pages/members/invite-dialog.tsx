import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CreatedInviteAnswer, MemberRole, ProjectAnswer } from '@triad/collab';
import { MEMBER_ROLES } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { date, list } from '../../messages/format.ts';
import { MadeLinkDialog } from '../../shell/made-link-dialog.tsx';
import type { Choice } from '../../ui/index.ts';
import { Button, CheckboxGroup, FormDialog, Select, TextField } from '../../ui/index.ts';

export const ROLE_CHOICES: readonly Choice<MemberRole>[] = MEMBER_ROLES.map((role) => ({
  value: role,
  label: say.memberRole[role],
  hint: say.memberRoleHint[role],
}));

type Days = '1' | '7' | '14' | '30';
const DAYS: readonly Choice<Days>[] = (['1', '7', '14', '30'] as const).map((days) => ({
  value: days,
  label: say.members.days(Number(days)),
}));

/** Makes a link for one person and shows it, once. */
export default function InviteDialog({
  project,
  onClose,
}: {
  readonly project: ProjectAnswer;
  readonly onClose: () => void;
}) {
  const [roles, setRoles] = useState<readonly MemberRole[]>(['coder']);
  const [note, setNote] = useState('');
  const [days, setDays] = useState<Days>('7');
  const queryClient = useQueryClient();
  const words = say.members;
  const make = useMutation({
    mutationFn: () =>
      call(
        'createInvite',
        { project: project.id },
        { roles: [...roles], note, validDays: Number(days) },
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.invites(project.id) }),
  });
  if (make.data !== undefined) {
    return (
      <MadeLink
        invite={make.data}
        onClose={onClose}
        onAnother={() => {
          setNote('');
          make.reset();
        }}
      />
    );
  }
  return (
    <FormDialog
      onClose={onClose}
      title={words.inviteTitle}
      lead={words.inviteLead}
      submit={words.make}
      onSubmit={() => make.mutate()}
      isPending={make.isPending}
      isDisabled={roles.length === 0}
      error={make.error === null ? null : sentenceOf(make.error)}
    >
      <TextField
        label={words.note}
        hint={words.noteHint}
        placeholder={words.notePlaceholder}
        value={note}
        onChange={setNote}
        maxLength={200}
        autoFocus
      />
      <CheckboxGroup
        label={words.inviteRoles}
        choices={ROLE_CHOICES}
        value={roles}
        onChange={setRoles}
        error={roles.length === 0 ? words.rolesProblem : null}
      />
      <Select label={words.validity} choices={DAYS} value={days} onChange={setDays} />
    </FormDialog>
  );
}

function MadeLink({
  invite,
  onClose,
  onAnother,
}: {
  readonly invite: CreatedInviteAnswer;
  readonly onClose: () => void;
  readonly onAnother: () => void;
}) {
  const words = say.members;
  return (
    <MadeLinkDialog
      link={invite.link}
      label={words.link}
      lead={words.linkLead}
      actions={<Button onPress={onAnother}>{words.another}</Button>}
      onClose={onClose}
    >
      {invite.note === '' ? '' : `${invite.note} · `}
      {list(invite.roles.map((role) => say.memberRole[role].toLowerCase()))} ·{' '}
      {words.expires(date(invite.expiresAt))}
    </MadeLinkDialog>
  );
}
