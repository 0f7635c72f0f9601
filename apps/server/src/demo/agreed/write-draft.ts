import type { CmocMemo } from '@triad/collab';
import { cmocFields, writeCmoc } from '@triad/collab';
import type { CmocContent } from '@triad/realist';
import * as Y from 'yjs';
import type { Context } from '../../context.ts';

/** A draft written anew, as its document's server writes: what it said before is gone from it, memos stay. */
export async function writeDraft(
  { documents }: Pick<Context, 'documents'>,
  cmoc: string,
  content: CmocContent,
  memos: readonly (CmocMemo & { readonly text: string })[],
): Promise<void> {
  const name = { kind: 'cmoc', cmoc } as const;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await documents.copy(name)).bytes);
  const before = Y.encodeStateVector(doc);
  doc.transact(() => {
    empty(doc);
    writeCmoc(doc, content, memos);
  });
  await documents.write(name, Y.encodeStateAsUpdate(doc, before));
  doc.destroy();
}

function empty(doc: Y.Doc): void {
  const { title, sentence, narrative, parts, partTexts, evidence } = cmocFields(doc);
  for (const text of [title, narrative, sentence]) text.delete(0, text.length);
  for (const entries of [parts, evidence]) for (const id of entries.keys()) entries.delete(id);
  partTexts.clear();
}
