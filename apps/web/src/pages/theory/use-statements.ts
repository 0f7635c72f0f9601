import { listStatements } from '@triad/collab';
import { useCallback, useSyncExternalStore } from 'react';
import type * as Y from 'yjs';

export type StatementView = ReturnType<typeof listStatements>[number];
const NONE: readonly StatementView[] = [];
const lists = new WeakMap<Y.Doc, readonly StatementView[]>();

/** The statements of a theory document with their words, as they change; none until it is there. */
export function useStatements(doc: Y.Doc | null): readonly StatementView[] {
  const subscribe = useCallback(
    (changed: () => void) => {
      if (doc === null) return () => undefined;
      const refresh = () => {
        lists.set(doc, listStatements(doc));
        changed();
      };
      doc.on('update', refresh);
      /* What arrived between drawing and listening. */
      refresh();
      return () => doc.off('update', refresh);
    },
    [doc],
  );
  return useSyncExternalStore(subscribe, () => (doc === null ? NONE : listOf(doc)));
}

function listOf(doc: Y.Doc): readonly StatementView[] {
  const known = lists.get(doc);
  if (known !== undefined) return known;
  const first = listStatements(doc);
  lists.set(doc, first);
  return first;
}
