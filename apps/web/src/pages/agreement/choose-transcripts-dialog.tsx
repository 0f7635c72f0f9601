import { useState } from 'react';
import { agreement } from '../../messages/agreement.ts';
import { Button, CheckboxGroup, FormDialog } from '../../ui/index.ts';

const words = agreement.filter;

/** Of which transcripts the page is. */
export default function ChooseTranscriptsDialog({
  transcripts,
  chosen: before,
  onChoose,
  onClose,
}: {
  readonly transcripts: readonly { readonly id: string; readonly title: string }[];
  /** None: all. */
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
  readonly onClose: () => void;
}) {
  const all = transcripts.map(({ id }) => id);
  const [chosen, setChosen] = useState<readonly string[]>(before.length === 0 ? all : before);
  return (
    <FormDialog
      onClose={onClose}
      title={words.title}
      lead={words.lead}
      submit={words.apply}
      isDisabled={chosen.length === 0}
      onSubmit={() => {
        // All of them are the page without a choice: those that come later are then in it too.
        onChoose(chosen.length === all.length ? [] : chosen);
        onClose();
      }}
    >
      <div className="row">
        <Button kind="quiet" onPress={() => setChosen(all)}>
          {words.everything}
        </Button>
        <Button kind="quiet" onPress={() => setChosen([])}>
          {words.nothing}
        </Button>
      </div>
      <CheckboxGroup
        label={words.label}
        choices={transcripts.map(({ id, title }) => ({ value: id, label: title }))}
        value={chosen}
        onChange={setChosen}
      />
    </FormDialog>
  );
}
