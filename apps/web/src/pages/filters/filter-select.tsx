import type { Choice } from '../../ui/index.ts';
import { Select } from '../../ui/index.ts';

const ALL = 'all';

/** Leaves those of one kind in the list, or all. */
export function FilterSelect<Value extends string>({
  label,
  all,
  value,
  choices,
  onChange,
}: {
  readonly label: string;
  /** What is chosen where nothing is left out. */
  readonly all: string;
  /** Null: all. */
  readonly value: Value | null;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value | null) => void;
}) {
  return (
    <Select<Value | typeof ALL>
      label={label}
      hideLabel
      value={value ?? ALL}
      choices={[{ value: ALL, label: all }, ...choices]}
      onChange={(chosen) =>
        onChange(choices.find(({ value: each }) => each === chosen)?.value ?? null)
      }
    />
  );
}
