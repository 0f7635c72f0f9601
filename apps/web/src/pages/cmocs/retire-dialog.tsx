import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CmocSummary } from '@triad/collab';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { ReasonDialog } from '../../ui/index.ts';

const words = cmocs.retire;

/** Retires a CMOC, or takes one up again; says why. */
export default function RetireDialog({
  project,
  cmoc: { id, number, version, state },
  onClose,
}: {
  readonly project: string;
  readonly cmoc: CmocSummary;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const isRetired = state === 'retired';
  const retire = useMutation({
    mutationFn: (why: string) =>
      call('retireCmoc', { project, cmoc: id }, { version, retired: !isRetired, why }),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.cmocs(project) }),
  });
  return (
    <ReasonDialog
      onClose={onClose}
      title={isRetired ? words.unTitle(number) : words.title(number)}
      lead={isRetired ? words.unLead : words.lead}
      label={words.why}
      submit={isRetired ? words.unSend : words.send}
      onSubmit={retire.mutate}
      isPending={retire.isPending}
      error={retire.error === null ? null : sentenceOf(retire.error)}
    />
  );
}
