import { useState } from 'react';
import { say } from '../../messages.ts';
import { FormDialog, RadioGroup } from '../../ui/index.ts';

/** Which of the labels the merged speaker keeps. */
export default function MergeDialog({
  labels,
  onClose,
  onMerge,
}: {
  readonly labels: readonly string[];
  readonly onClose: () => void;
  readonly onMerge: (into: string) => void;
}) {
  const [into, setInto] = useState(labels[0] ?? '');
  const words = say.importing;
  return (
    <FormDialog
      onClose={onClose}
      size="small"
      title={words.mergeTitle(labels)}
      lead={words.mergeLead}
      submit={words.mergeAct}
      onSubmit={() => onMerge(into)}
    >
      <RadioGroup
        label={words.mergeInto}
        value={into}
        onChange={setInto}
        choices={labels.map((label) => ({ value: label, label }))}
      />
    </FormDialog>
  );
}
