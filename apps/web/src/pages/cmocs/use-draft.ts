import type { CmocAnswer } from '@triad/collab';
import { readCmoc, readCmocMemos } from '@triad/collab';
import type { CmocContent } from '@triad/realist';
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import type * as Y from 'yjs';
import { makeDraftUndo } from './draft-undo.ts';

export type CmocMemos = ReturnType<typeof readCmocMemos>;
const NO_MEMOS: CmocMemos = [];

/**
 * What the draft says: what is written in its document as it is written, and until that is there what
 * the server last said. Parts and evidence that are as they were stay the same objects.
 */
export function useDraft(
  doc: Y.Doc | null,
  { content }: Pick<CmocAnswer, 'content'>,
): { readonly content: CmocContent; readonly memos: CmocMemos } {
  const known = useRef<{ readonly doc: Y.Doc; readonly draft: Draft } | null>(null);
  const read = useCallback((): Draft | null => {
    if (doc === null) return null;
    if (known.current?.doc !== doc) known.current = { doc, draft: readDraft(doc, null) };
    return known.current.draft;
  }, [doc]);
  const draft = useSyncExternalStore(
    useCallback(
      (changed: () => void) => {
        if (doc === null) return () => undefined;
        const refresh = (): void => {
          known.current = { doc, draft: readDraft(doc, known.current?.draft ?? null) };
          changed();
        };
        doc.on('update', refresh);
        // What arrived between drawing and listening.
        refresh();
        return () => doc.off('update', refresh);
      },
      [doc],
    ),
    read,
  );
  return draft ?? { content, memos: NO_MEMOS };
}

type Draft = { readonly content: CmocContent; readonly memos: CmocMemos };

function readDraft(doc: Y.Doc, before: Draft | null): Draft {
  const content = readCmoc(doc);
  const memos = readCmocMemos(doc);
  if (before === null) return { content, memos };
  return {
    content: {
      ...content,
      parts: kept(before.content.parts, content.parts),
      evidence: kept(before.content.evidence, content.evidence),
      sentence: kept(before.content.sentence, content.sentence),
    },
    memos: kept(before.memos, memos),
  };
}

function kept<Value>(before: Value, after: Value): Value {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

/** Undo of one's own acts in the draft; null while it is not there, or may not be written. */
export function useDraftUndo(doc: Y.Doc | null, mayWrite: boolean): Y.UndoManager | null {
  return useMemo(() => (doc === null || !mayWrite ? null : makeDraftUndo(doc)), [doc, mayWrite]);
}
