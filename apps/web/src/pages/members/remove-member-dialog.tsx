import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MemberAnswer } from '@triad/collab';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { ConfirmDialog, toast } from '../../ui/index.ts';

/** Says what ends and what stays before somebody is removed. */
export default function RemoveMemberDialog({
  project,
  member,
  onClose,
}: {
  readonly project: string;
  readonly member: MemberAnswer;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const words = say.members;
  const remove = useMutation({
    mutationFn: () => call('removeMember', { project, member: member.id }),
    onSuccess: async () => {
      onClose();
      toast(words.removed(member.name));
      await queryClient.invalidateQueries({ queryKey: keys.members(project) });
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={words.removeQuestion(member.name)}
      confirm={say.act.remove}
      onConfirm={() => remove.mutate()}
      isPending={remove.isPending}
      error={remove.error === null ? null : sentenceOf(remove.error)}
    >
      <p>{words.removeBody(member.name)}</p>
    </ConfirmDialog>
  );
}
