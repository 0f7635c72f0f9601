import { LIMITS } from '@triad/collab';
import type { ReactNode } from 'react';
import { cmocs } from '../../messages/cmocs.ts';
import { list } from '../../messages/format.ts';
import { Button, Notice, TextField } from '../../ui/index.ts';
import type { Lacking } from './lineage-draft.ts';
import { isLacking } from './lineage-draft.ts';
import './lineage-form.css';

const words = cmocs.allocate;

/** The foot of combining and dividing: the memo, what is lacking, and the button that does it. */
export function LineageForm({
  memo,
  onMemo,
  lacking,
  submit,
  isPending,
  error,
  onSubmit,
  cancel,
}: {
  readonly memo: string;
  readonly onMemo: (memo: string) => void;
  readonly lacking: Lacking;
  readonly submit: string;
  readonly isPending: boolean;
  readonly error: string | null;
  readonly onSubmit: () => void;
  /** The way out. */
  readonly cancel: ReactNode;
}) {
  const reasons = [
    ...(lacking.title ? [words.missing.title] : []),
    ...(lacking.quotes > 0 ? [words.missing.quotes(lacking.quotes)] : []),
    ...(lacking.memo ? [words.missing.memo] : []),
  ];
  return (
    <div className="lineage-form">
      <TextField
        label={words.memo}
        hint={words.memoHint}
        value={memo}
        onChange={onMemo}
        rows={3}
        maxLength={LIMITS.reasonUtf16}
      />
      {error === null ? null : <Notice kind="bad">{error}</Notice>}
      <div className="row wrap">
        <Button
          kind="primary"
          isDisabled={isLacking(lacking)}
          isPending={isPending}
          onPress={onSubmit}
        >
          {submit}
        </Button>
        {cancel}
        <span className="small muted" role="status">
          {reasons.length === 0 ? '' : words.notYet(list(reasons))}
        </span>
      </div>
    </div>
  );
}
