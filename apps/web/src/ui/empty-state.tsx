import type { ReactNode } from 'react';
import './empty-state.css';

/** What a place is for while nothing is in it, and how to begin. */
export function EmptyState({
  title,
  children,
  drawing,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly drawing?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="empty">
      {drawing}
      <h2>{title}</h2>
      {children === undefined ? null : <div className="empty-words">{children}</div>}
      {action === undefined ? null : <div className="row wrap empty-acts">{action}</div>}
    </div>
  );
}

/** A line of highlights: the three patterns on ruled paper. */
export function RoleDrawing() {
  return (
    <svg className="empty-drawing" width="220" height="84" viewBox="0 0 220 84" aria-hidden="true">
      <g stroke="var(--rule-2)" strokeWidth="6" strokeLinecap="round">
        <path d="M8 14h70M150 14h62M8 42h26M128 42h84M8 70h96" />
      </g>
      <g fill="none">
        <rect x="84" y="4" width="60" height="18" rx="2" fill="var(--c-bg)" />
        <path d="M84 23h60" stroke="var(--c)" strokeWidth="2.5" />
        <rect x="40" y="32" width="82" height="18" rx="2" fill="var(--m-bg)" />
        <path d="M40 51h82" stroke="var(--m)" strokeWidth="2.5" strokeDasharray="6 3" />
        <rect x="110" y="60" width="74" height="18" rx="2" fill="var(--o-bg)" />
        <path d="M110 78h74M110 81.5h74" stroke="var(--o)" strokeWidth="1.5" />
      </g>
    </svg>
  );
}

/** Something is on its way. Shown only after a moment, so that quick answers do not flicker. */
export function Loading({ children }: { readonly children: ReactNode }) {
  return (
    <div className="loading" role="status">
      <span className="loading-lines" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {children}
    </div>
  );
}
