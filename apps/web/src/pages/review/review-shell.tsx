import type { ReactNode } from 'react';
import { say } from '../../messages.ts';
import './review-page.css';

/** The calm sheet on which a reviewer reads and answers. Nothing of the app stands around it. */
export function ReviewShell({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: string;
  readonly children?: ReactNode;
}) {
  return (
    <main className="review" tabIndex={-1}>
      <div className="review-sheet">
        <p className="brand">{say.product}</p>
        <h1>{title}</h1>
        {lead === undefined ? null : <p className="review-from">{lead}</p>}
        {children}
      </div>
    </main>
  );
}
