import type { ParticipantAnswer } from '@triad/collab';
import { useState } from 'react';
import { say } from '../../messages.ts';
import type { Choice } from '../../ui/index.ts';
import { Checkbox, Select, TextField } from '../../ui/index.ts';
import type { Edit, SpeakerInDraft, SpeakerKind } from './draft.ts';

const KINDS: readonly Choice<SpeakerKind>[] = (
  ['interviewer', 'participant', 'other'] as const
).map((value) => ({
  value,
  label: say.importing.kinds[value],
}));
const NOBODY = 'none';
const NEW = 'new';

/** One label: its name, how much it says, what it is, and which participant. */
export function SpeakerRow({
  speaker,
  others,
  participants,
  isChosen,
  onChoose,
  onEdit,
  onNewParticipant,
}: {
  readonly speaker: SpeakerInDraft;
  readonly others: readonly string[];
  readonly participants: readonly ParticipantAnswer[];
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly onEdit: (edit: Edit) => void;
  readonly onNewParticipant: () => void;
}) {
  const { label, kind, guessed, participant } = speaker;
  const words = say.importing;
  return (
    <div className="speaker">
      <div className="speaker-head">
        <Checkbox isSelected={isChosen} onChange={onChoose}>
          <span className="visually-hidden">{words.choosePart(label)}</span>
        </Checkbox>
        <LabelField
          key={label}
          label={label}
          others={others}
          onRename={(to) => onEdit({ kind: 'rename', from: label, to })}
        />
      </div>
      <p className="small faint num speaker-facts">
        {words.speakerFacts(speaker.turns, speaker.words)}
        {guessed ? ` · ${words.guessed}` : ''}
      </p>
      <div className="speaker-choices">
        <Select
          label={words.kindOf(label)}
          hideLabel
          choices={KINDS}
          value={kind}
          onChange={(to) => onEdit({ kind: 'kind', label, to })}
        />
        {kind === 'interviewer' ? null : (
          <Select
            label={words.participantOf(label)}
            hideLabel
            value={participant ?? NOBODY}
            choices={[
              { value: NOBODY, label: words.participantNone },
              ...participants.map((one) => ({
                value: one.id,
                label: one.pseudonym,
                ...(one.description === '' ? {} : { hint: one.description }),
              })),
              { value: NEW, label: words.participantNew },
            ]}
            onChange={(value) =>
              value === NEW
                ? onNewParticipant()
                : onEdit({ kind: 'participant', label, to: value === NOBODY ? null : value })
            }
          />
        )}
      </div>
    </div>
  );
}

/** A label is renamed when the field is left or Enter pressed; Escape puts it back. */
function LabelField({
  label,
  others,
  onRename,
}: {
  readonly label: string;
  readonly others: readonly string[];
  readonly onRename: (to: string) => void;
}) {
  const [value, setValue] = useState(label);
  const words = say.importing;
  const name = value.trim();
  const problem =
    name === label
      ? null
      : name === '' || name.length > 80
        ? words.nameProblem
        : others.includes(name)
          ? words.nameTaken
          : null;
  const commit = () => {
    if (problem === null && name !== label) onRename(name);
  };
  return (
    <TextField
      label={words.label(label)}
      hideLabel
      value={value}
      onChange={setValue}
      error={problem}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setValue(label);
      }}
    />
  );
}
