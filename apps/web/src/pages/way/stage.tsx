import type { ReactNode } from 'react';

/** One stage of the way: a point on the line, and what happened there. */
export function Stage({
  title,
  isBare = false,
  children,
}: {
  readonly title: string;
  /** Nothing came to it yet: its point is hollow. */
  readonly isBare?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <li className={`way-stage ${isBare ? 'bare' : ''}`}>
      <h3 className="label">{title}</h3>
      {children}
    </li>
  );
}
