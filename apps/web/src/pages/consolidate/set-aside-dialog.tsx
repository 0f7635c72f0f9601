import { LIMITS } from '@triad/collab';
import { useState } from 'react';
import { consolidating } from '../../messages/consolidating.ts';
import { FormDialog, TextField } from '../../ui/index.ts';

const words = consolidating.act;

/** Asks why a candidate is set aside. */
export default function SetAsideDialog({
  isPending,
  onSend,
  onClose,
}: {
  readonly isPending: boolean;
  readonly onSend: (why: string) => void;
  readonly onClose: () => void;
}) {
  const [why, setWhy] = useState('');
  return (
    <FormDialog
      onClose={onClose}
      title={words.asideTitle}
      lead={words.asideLead}
      size="small"
      submit={words.asideSend}
      onSubmit={() => onSend(why.trim())}
      isPending={isPending}
      isDisabled={why.trim() === ''}
    >
      <TextField
        label={words.asideWhy}
        hint={words.asideHint}
        value={why}
        onChange={setWhy}
        rows={3}
        maxLength={LIMITS.reasonUtf16}
        autoFocus
      />
    </FormDialog>
  );
}
