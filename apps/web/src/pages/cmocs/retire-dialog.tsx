import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CmocSummary } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { FormDialog, TextField } from '../../ui/index.ts';

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
  const [why, setWhy] = useState('');
  const isRetired = state === 'retired';
  const retire = useMutation({
    mutationFn: () =>
      call('retireCmoc', { project, cmoc: id }, { version, retired: !isRetired, why: why.trim() }),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.cmocs(project) }),
  });
  return (
    <FormDialog
      onClose={onClose}
      title={isRetired ? words.unTitle(number) : words.title(number)}
      lead={isRetired ? words.unLead : words.lead}
      size="small"
      submit={isRetired ? words.unSend : words.send}
      onSubmit={() => retire.mutate()}
      isPending={retire.isPending}
      isDisabled={why.trim() === ''}
      error={retire.error === null ? null : sentenceOf(retire.error)}
    >
      <TextField
        label={words.why}
        value={why}
        onChange={setWhy}
        rows={3}
        maxLength={LIMITS.reasonUtf16}
        autoFocus
      />
    </FormDialog>
  );
}
