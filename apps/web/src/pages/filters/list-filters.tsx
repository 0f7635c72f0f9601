import type { ReactNode } from 'react';
import { Button } from '../../ui/index.ts';
import './list-filters.css';

/** What decides which of a list are shown, above the list, with how many there are. */
export function ListFilters({
  children,
  found,
  clear,
  onClear,
}: {
  readonly children: ReactNode;
  /** How many there are, as a sentence. */
  readonly found: string;
  /** Takes all filters off; `onClear` is null while none is on. */
  readonly clear: string;
  readonly onClear: (() => void) | null;
}) {
  return (
    <div className="list-filters">
      {children}
      <div className="row between list-found">
        <p className="small faint" role="status">
          {found}
        </p>
        {onClear === null ? null : (
          <Button kind="quiet" className="small" onPress={onClear}>
            {clear}
          </Button>
        )}
      </div>
    </div>
  );
}
