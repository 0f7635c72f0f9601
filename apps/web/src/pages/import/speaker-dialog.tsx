import { useState } from 'react';
import { say } from '../../messages.ts';
import { FormDialog, TextField } from '../../ui/index.ts';

/** A label for a speaker whom the importer did not find; one that exists joins that speaker. */
export default function SpeakerDialog({
  turn,
  onClose,
  onName,
}: {
  /** Its number, from 1. */
  readonly turn: number;
  readonly onClose: () => void;
  readonly onName: (label: string) => void;
}) {
  const [label, setLabel] = useState('');
  const words = say.importing;
  const name = label.trim();
  const isGood = name !== '' && name.length <= 80;
  return (
    <FormDialog
      onClose={onClose}
      size="small"
      title={words.newSpeakerTitle(turn)}
      submit={say.act.save}
      onSubmit={() => onName(name)}
      isDisabled={!isGood}
    >
      <TextField
        label={words.labelName}
        value={label}
        onChange={setLabel}
        maxLength={80}
        autoFocus
      />
    </FormDialog>
  );
}
