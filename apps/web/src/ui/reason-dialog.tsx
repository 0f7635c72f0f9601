import { LIMITS } from '@triad/collab';
import { useState } from 'react';
import type { FormDialogProps } from './dialog.tsx';
import { FormDialog } from './dialog.tsx';
import { TextField } from './fields.tsx';

export type ReasonDialogProps = Omit<FormDialogProps, 'onSubmit' | 'isDisabled' | 'children'> & {
  /** Of the field. */
  readonly label: string;
  readonly hint?: string;
  /** What the reason is for, above the field. */
  readonly children?: FormDialogProps['children'];
  /** With the reason, without space around it. */
  readonly onSubmit: (reason: string) => void;
};

/** Asks for a reason, and sends nothing without one. */
export function ReasonDialog({
  label,
  hint,
  children,
  onSubmit,
  size = 'small',
  ...dialog
}: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const isGiven = reason.trim() !== '';
  return (
    <FormDialog
      {...dialog}
      size={size}
      onSubmit={() => onSubmit(reason.trim())}
      isDisabled={!isGiven}
    >
      {children}
      <TextField
        label={label}
        {...(hint === undefined ? {} : { hint })}
        value={reason}
        onChange={setReason}
        rows={3}
        maxLength={LIMITS.reasonUtf16}
        autoFocus
      />
    </FormDialog>
  );
}
