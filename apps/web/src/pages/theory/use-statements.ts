import { listStatements } from '@triad/collab';
import { useSyncExternalStore } from 'react';
import type * as Y from 'yjs';

export type StatementView = ReturnType<typeof listStatements>[number];
const NONE: readonly StatementView[] = [];
const lists = new WeakMap<Y.Doc, readonly StatementView[]>();

/** The statements of a theory document with their words, as they change; none until it is there. */
export function useStatements(doc: Y.Doc | null): readonly StatementView[] {
  return useSyncExternalStore(
    (changed) => {
      if (doc === null) return () => undefined;
      const refresh = () => {
        lists.set(doc, listStatements(doc));
        changed();
      };
      /* What arrived between drawing and listening. */
      lists.set(doc, listStatements(doc));
      doc.on('update', refresh);
      return () => doc.off('update', refresh);
    },
    () => {
      if (doc === null) return NONE;
      const known = lists.get(doc);
      if (known !== undefined) return known;
      const first = listStatements(doc);
      lists.set(doc, first);
      return first;
    },
  );
}
