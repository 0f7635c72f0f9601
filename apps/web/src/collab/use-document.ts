import { useQueryClient } from '@tanstack/react-query';
import { CLOSE, parseDocumentName } from '@triad/collab';
import type { DocumentAnswer } from '@triad/collab';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type * as Y from 'yjs';
import { keys } from '../api/queries.ts';
import type { DocumentState, OpenDocument } from './open-document.ts';
import { takeDocument } from './prepare.ts';

const OPENING: DocumentState = { kind: 'opening' };
const NEVER = (): (() => void) => () => undefined;

/** A document for as long as the component lives; null until it is there for the first time. */
export function useDocument(head: DocumentAnswer | null): {
  readonly doc: Y.Doc | null;
  readonly open: OpenDocument | null;
  readonly synced: boolean;
  readonly status: DocumentState;
} {
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<OpenDocument | null>(null);
  const name = head?.name;
  const generation = head?.generation;
  useEffect(() => {
    if (head === null) return;
    const opened = takeDocument(head);
    setOpen(opened);
    return () => {
      setOpen(null);
      opened.destroy();
    };
    // The head is a new object at every fetch; name and generation say whether it is another document.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [name, generation]);
  const status = useSyncExternalStore(open?.subscribe ?? NEVER, () => open?.state() ?? OPENING);
  const isReplaced = status.kind === 'ended' && status.code === CLOSE.generation.code;
  useEffect(() => {
    if (!isReplaced || name === undefined) return;
    // The project's answer names the generation that there is now.
    const parsed = parseDocumentName(name);
    if (parsed?.kind === 'theory') {
      void queryClient.invalidateQueries({ queryKey: keys.project(parsed.project) });
    }
    // Which project's it is the name does not say.
    if (parsed?.kind === 'cmoc') {
      void queryClient.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[2] === 'cmocs' && queryKey[3] === parsed.cmoc,
      });
    }
  }, [isReplaced, name, queryClient]);
  const synced = useSyncExternalStore(open?.subscribe ?? NEVER, () => open?.loaded() ?? false);
  return { doc: synced ? (open?.doc ?? null) : null, open, synced, status };
}
