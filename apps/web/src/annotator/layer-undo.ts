import { layerScope } from '@triad/collab';
import * as Y from 'yjs';

/** Acts that can be undone, at most; older ones stay done. */
export const UNDO_STEPS = 500;

/**
 * Undo of what one does in one's own layer: of transactions with this origin, each an act of its own,
 * and of typing, which gathers into steps. Of an act that can no longer be undone nothing is kept.
 */
export function makeLayerUndo(
  doc: Y.Doc,
  origin: object,
  mostSteps: number = UNDO_STEPS,
): Y.UndoManager {
  const undo = new Y.UndoManager(layerScope(doc), {
    trackedOrigins: new Set<unknown>([origin, 'typing']),
    captureTimeout: 500,
  });
  // Once a transaction is dealt with in full: whoever hears of one may still look at what it deleted.
  doc.on('afterAllTransactions', () => {
    while (undo.undoStack.length > mostSteps) dropOldest(undo);
  });
  return undo;
}

/**
 * Yjs marks all that an act deleted, so that it can come back. An act that is merely taken off the
 * stack leaves these marks, and with them its words in memory and in every state that is written.
 */
export function dropOldest(undo: Y.UndoManager): void {
  const [oldest, ...others] = undo.undoStack;
  if (oldest === undefined) return;
  // In one transaction: at its end Yjs joins neighbours, and what is joined to a marked one is marked.
  undo.doc.transact(() => {
    // It takes the marks off a whole stack only, so this act is a stack of its own for a moment.
    undo.undoStack = [oldest];
    undo.clear(true, false);
    undo.undoStack = others;
    // It collects what a transaction deletes at that transaction's end, and comes back to nothing.
    Y.tryGc(oldest.deletions, undo.doc.store, undo.doc.gcFilter);
  });
}
