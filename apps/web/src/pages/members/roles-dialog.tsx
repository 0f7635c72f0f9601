import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MemberAnswer, MemberRole } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { CheckboxGroup, FormDialog, toast } from '../../ui/index.ts';
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
    <FormDialog
      onClose={onClose}
      title={words.changeOf(member.name)}
      submit={say.act.save}
      onSubmit={() => save.mutate()}
      isPending={save.isPending}
      isDisabled={problem !== null}
      error={save.error === null ? null : sentenceOf(save.error)}
    >
      <CheckboxGroup
        label={words.roles}
        choices={ROLE_CHOICES}
        value={roles}
        onChange={setRoles}
        error={problem}
      />
    </FormDialog>
  );
}
