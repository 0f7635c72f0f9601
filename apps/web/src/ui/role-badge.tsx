import type { Role } from '@triad/realist';
import { say } from '../messages.ts';
import './role-badge.css';

const LETTER: Readonly<Record<Role, string>> = {
  C: 'C',
  M: 'M',
  O: 'O',
  I: 'I',
  A: 'A',
  undecided: '?',
};

/**
 * A role as letter, line pattern and hue. It is named for screen readers unless the words beside
 * it say the same (`decorative`).
 */
export function RoleBadge({
  role,
  size = 'normal',
  decorative = false,
}: {
  readonly role: Role;
  readonly size?: 'small' | 'normal';
  readonly decorative?: boolean;
}) {
  // A letter that only repeats the words beside it is drawn, so that it is no part of their text.
  const name = decorative
    ? { 'aria-hidden': true as const, 'data-letter': LETTER[role] }
    : { role: 'img', 'aria-label': say.roles[role] };
  return (
    <span
      {...name}
      className={`role-badge ${role === 'undecided' ? 'u' : role.toLowerCase()} ${size}`}
    >
      {decorative ? null : LETTER[role]}
    </span>
  );
}
