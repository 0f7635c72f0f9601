import type { DueDate } from '@triad/collab';
import { rounds as words } from '../../messages/rounds.ts';
import { TextField } from '../../ui/index.ts';

/** When a round is due, in this device's zone, as the browser's own field gives it. */
export function DueField({
  value,
  onChange,
  error,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | null;
}) {
  return (
    <TextField
      type="datetime-local"
      label={words.dueLabel}
      hint={words.dueHint(zone())}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}

/** The evening so many days from now, as the field has it. */
export function dueIn(days: number): string {
  const then = new Date(Date.now() + days * 24 * 3_600_000);
  then.setHours(18, 0, 0, 0);
  return asField(then);
}

/** An instant as the field has it. */
export function asField(then: Date): string {
  const local = new Date(then.getTime() - then.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** What the field says; null where it is no time, or one that is past. */
export function readDue(value: string): DueDate | null {
  const then = new Date(value);
  if (Number.isNaN(then.getTime()) || then.getTime() <= Date.now()) return null;
  return { at: then.toISOString(), zone: zone() };
}

function zone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
