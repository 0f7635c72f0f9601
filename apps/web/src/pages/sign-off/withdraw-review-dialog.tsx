import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReviewLinkAnswer } from '@triad/collab';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { reviews as words } from '../../messages/reviews.ts';
import { ConfirmDialog, toast } from '../../ui/index.ts';

/** Ends an open review link; what was answered stays. */
export default function WithdrawReviewDialog({
  project,
  link,
  onClose,
}: {
  readonly project: string;
  readonly link: ReviewLinkAnswer;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () =>
      call('withdrawReviewLink', { project, review: link.id }, { version: link.version }),
    onSuccess: () => {
      onClose();
      toast(words.withdrawn);
    },
    // Refused because somebody answered or withdrew it first: the list says so then.
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.reviews(project) }),
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
      <p>{words.withdrawBody(link.note)}</p>
    </ConfirmDialog>
  );
}
