import './chip-select.css';

/** One of a few, as small as a word: a list of 2,000 has several in each row, so it is the browser's own. */
export function ChipSelect<Value extends string>({
  label,
  value,
  choices,
  className = '',
  onChange,
}: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly className?: string;
  readonly onChange: (value: Value) => void;
}) {
  return (
    <select
      className={`chip-select ${className}`}
      aria-label={label}
      title={label}
      value={value}
      onChange={({ currentTarget }) => {
        const choice = choices.find((one) => one.value === currentTarget.value);
        if (choice !== undefined) onChange(choice.value);
      }}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
