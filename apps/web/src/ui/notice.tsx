import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import './notice.css';

/**
 * Says something in place. `bad` (loss, refusal) is announced at once; `warn` and `info` wait for
 * the reader. Told apart by icon and words, red only for `bad`.
 */
export function Notice({
  kind = 'info',
  title,
  children,
  action,
}: {
  readonly kind?: 'info' | 'warn' | 'bad';
  readonly title?: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  const Icon = kind === 'bad' ? CircleAlert : kind === 'warn' ? TriangleAlert : Info;
  return (
    <div className={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'note'}>
      <Icon size={16} aria-hidden="true" />
      <div className="notice-words">
        {title === undefined ? null : <strong>{title}</strong>}
        {children}
      </div>
      {action}
    </div>
  );
}
