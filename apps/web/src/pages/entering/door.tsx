import type { ReactNode } from 'react';
import { say } from '../../messages.ts';
import { useDocumentTitle } from '../../shell/use-media-query.ts';
import './door.css';

/** The pages before one is in: a drawing of the work on one side, what to do on the other. */
export function Door({
  title,
  lead,
  children,
  wide = false,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  readonly wide?: boolean;
}) {
  useDocumentTitle([title]);
  return (
    <main className={`door ${wide ? 'wide' : ''}`} tabIndex={-1}>
      <div className="door-sheet">
        <div className="door-brand">
          <span className="brand">{say.product}</span>
        </div>
        <h1>{title}</h1>
        {lead === undefined ? null : <p className="door-lead">{lead}</p>}
        {children}
      </div>
    </main>
  );
}
