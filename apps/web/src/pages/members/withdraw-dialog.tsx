import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { InviteAnswer } from '@triad/collab';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { ConfirmDialog, toast } from '../../ui/index.ts';

/** Ends an open invitation. */
export default function WithdrawDialog({
  project,
  invite,
  onClose,
}: {
  readonly project: string;
  readonly invite: InviteAnswer;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const words = say.members;
  const withdraw = useMutation({
    mutationFn: () => call('removeInvite', { project, invite: invite.id }),
    onSuccess: async () => {
      onClose();
      toast(words.withdrawn);
      await queryClient.invalidateQueries({ queryKey: keys.invites(project) });
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={words.withdrawQuestion}
      confirm={words.withdraw}
      onConfirm={() => withdraw.mutate()}
      isPending={withdraw.isPending}
      error={withdraw.error === null ? null : sentenceOf(withdraw.error)}
    >
      <p>{invite.note === '' ? words.withdrawBody : `${invite.note}. ${words.withdrawBody}`}</p>
    </ConfirmDialog>
  );
}
