import type { ReactNode } from 'react';

/** A short state in a frame. `dot` is told by form, not by hue: filled, hollow or half. */
export function Pill({
  children,
  dot,
}: {
  readonly children: ReactNode;
  readonly dot?: 'filled' | 'hollow' | 'bad';
}) {
  return (
    <span className="pill">
      {dot === undefined ? null : <span className={`dot ${dot}`} aria-hidden="true" />}
      {children}
    </span>
  );
}
