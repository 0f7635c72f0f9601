import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CreatedInviteAnswer, MemberRole, ProjectAnswer } from '@triad/collab';
import { MEMBER_ROLES } from '@triad/collab';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { date, list } from '../../messages/format.ts';
import { copyText } from '../../shell/copy-text.ts';
import type { Choice } from '../../ui/index.ts';
import { Button, CheckboxGroup, Dialog, FormDialog, Select, TextField } from '../../ui/index.ts';

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
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);
  const words = say.members;
  const copy = async (): Promise<void> => setCopied((await copyText(invite.link)) ? 'yes' : 'no');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.linkTitle}
      lead={words.linkLead}
      role="alertdialog"
      actions={
        <>
          <Button onPress={onAnother}>{words.another}</Button>
          <Button kind="primary" onPress={onClose}>
            {words.done}
          </Button>
        </>
      }
    >
      <div className="stack">
        <div className="invite-link">
          <TextField
            label={words.link}
            value={invite.link}
            isReadOnly
            onFocus={(event) => (event.target as HTMLInputElement).select()}
          />
          <Button
            icon={<Copy size={15} aria-hidden="true" />}
            onPress={() => void copy()}
            autoFocus
          >
            {words.copy}
          </Button>
        </div>
        <p className="small muted" role="status">
          {copied === 'yes' ? words.copied : copied === 'no' ? words.copyFailed : ''}
        </p>
        <p className="small muted">
          {invite.note === '' ? '' : `${invite.note} · `}
          {list(invite.roles.map((role) => say.memberRole[role].toLowerCase()))} ·{' '}
          {words.expires(date(invite.expiresAt))}
        </p>
      </div>
    </Dialog>
  );
}
