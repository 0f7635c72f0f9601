import { useState } from 'react';
import { TextField } from '../../ui/index.ts';

/** A whole number from 1 on; what is no such number is not taken over. */
export function NumberField({
  label,
  value,
  most,
  isDisabled,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  readonly isDisabled: boolean;
  readonly onChange: (value: number) => void;
}) {
  const [text, setText] = useState(String(value));
  return (
    <div className="number-field">
      <TextField
        label={label}
        inputMode="numeric"
        value={text}
        isDisabled={isDisabled}
        onChange={(next) => {
          const digits = next.replace(/\D/g, '').slice(0, 3);
          setText(digits);
          const number = Number(digits);
          if (number >= 1 && number <= most) onChange(number);
        }}
        onBlur={() => setText(String(value))}
      />
    </div>
  );
}
