import { useId, useState } from 'react';
import { say } from '../../messages.ts';
import { Button, Dialog, TextField } from '../../ui/index.ts';

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
  const formId = useId();
  const words = say.importing;
  const name = label.trim();
  const isGood = name !== '' && name.length <= 80;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="small"
      title={words.newSpeakerTitle(turn)}
      actions={
        <>
          <Button onPress={onClose}>{say.act.cancel}</Button>
          <Button kind="primary" type="submit" form={formId} isDisabled={!isGood}>
            {say.act.save}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (isGood) onName(name);
        }}
      >
        <TextField
          label={words.labelName}
          value={label}
          onChange={setLabel}
          maxLength={80}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
