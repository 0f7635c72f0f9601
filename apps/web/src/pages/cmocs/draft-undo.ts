import { cmocFields } from '@triad/collab';
import { ySyncPluginKey } from 'y-prosemirror';
import * as Y from 'yjs';
import { dropOldest } from '../../annotator/layer-undo.ts';
import { ACTS } from './edit-cmoc.ts';

/** Acts that can be undone, at most. */
const MOST_STEPS = 200;

/**
 * Undo of what one does oneself in a draft: each act a step, and typing, in whatever field, gathered
 * into steps. What others did stays.
 */
export function makeDraftUndo(doc: Y.Doc): Y.UndoManager {
  const { title, sentence, narrative, parts, partTexts, evidence, memos, memoTexts } =
    cmocFields(doc);
  const scope = [
    title,
    sentence,
    narrative,
    parts.type,
    partTexts,
    evidence.type,
    memos.type,
    memoTexts,
  ] as Y.AbstractType<unknown>[];
  const undo = new Y.UndoManager(scope, {
    trackedOrigins: new Set<unknown>([ACTS, 'typing', ySyncPluginKey]),
    captureTimeout: 500,
    captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
  });
  doc.on('beforeTransaction', ({ origin }: Y.Transaction) => {
    if (origin === ACTS) undo.stopCapturing();
  });
  doc.on('afterTransaction', ({ origin }: Y.Transaction) => {
    if (origin === ACTS) undo.stopCapturing();
  });
  doc.on('afterAllTransactions', () => {
    while (undo.undoStack.length > MOST_STEPS) dropOldest(undo);
  });
  return undo;
}
