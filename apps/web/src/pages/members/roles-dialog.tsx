import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MemberAnswer, MemberRole } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { Button, CheckboxGroup, Dialog, Notice, toast } from '../../ui/index.ts';
import { ROLE_CHOICES } from './invite-dialog.tsx';

/** The set of roles of a member. A project keeps at least one lead. */
export default function RolesDialog({
  project,
  members,
  member,
  onClose,
}: {
  readonly project: string;
  readonly members: readonly MemberAnswer[];
  readonly member: MemberAnswer;
  readonly onClose: () => void;
}) {
  const [roles, setRoles] = useState<readonly MemberRole[]>(member.roles);
  const queryClient = useQueryClient();
  const words = say.members;
  const otherLeads = members.some(
    (other) => other.id !== member.id && other.roles.includes('lead'),
  );
  const problem =
    roles.length === 0
      ? words.rolesProblem
      : !otherLeads && !roles.includes('lead')
        ? words.lastLead
        : null;
  const save = useMutation({
    mutationFn: () =>
      call(
        'changeMember',
        { project, member: member.id },
        { version: member.version, roles: [...roles] },
      ),
    onSuccess: async () => {
      onClose();
      toast(words.changed(member.name));
      await queryClient.invalidateQueries({ queryKey: keys.project(project) });
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.changeOf(member.name)}
      actions={
        <>
          <Button onPress={onClose}>{say.act.cancel}</Button>
          <Button
            kind="primary"
            onPress={() => save.mutate()}
            isPending={save.isPending}
            isDisabled={problem !== null}
          >
            {say.act.save}
          </Button>
        </>
      }
    >
      <div className="stack">
        <CheckboxGroup
          label={words.roles}
          choices={ROLE_CHOICES}
          value={roles}
          onChange={setRoles}
          error={problem}
        />
        {save.error === null ? null : <Notice kind="bad">{sentenceOf(save.error)}</Notice>}
      </div>
    </Dialog>
  );
}
