import type { CmocMemo } from '@triad/collab';
import { writeCmoc } from '@triad/collab';
import type { CmocContent } from '@triad/realist';
import * as Y from 'yjs';
import type { Context } from '../context.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';

type Needs = Pick<Context, 'tables' | 'documents'>;

/**
 * Puts a CMOC there that nobody sees yet, with its document; what of it is there already stays. It is shown
 * by {@link showCmoc}, its last write. A start removes what was never shown.
 */
export async function putCmoc(
  { tables, documents }: Needs,
  id: string,
  body: Omit<CmocBody, 'life'>,
  content: CmocContent,
  memos: readonly (CmocMemo & { readonly text: string })[] = [],
): Promise<Row<CmocBody>> {
  const row =
    (await tables.cmocs.get(id)) ?? (await tables.cmocs.insert(id, { ...body, life: 'making' }));
  const name = { kind: 'cmoc', cmoc: id } as const;
  if ((await documents.describe(name)) === null) {
    const doc = new Y.Doc();
    writeCmoc(doc, content, memos);
    await documents.create(name, Y.encodeStateAsUpdate(doc));
    doc.destroy();
  }
  return row;
}

export async function showCmoc(
  { tables }: Pick<Context, 'tables'>,
  row: Row<CmocBody>,
): Promise<Row<CmocBody>> {
  if (row.body.life !== 'making') return row;
  return tables.cmocs.update(row, { ...row.body, life: 'living' });
}

/** Everything of a CMOC that was never shown. */
export async function removeUnshown({ tables, documents }: Needs, id: string): Promise<void> {
  await documents.remove({ kind: 'cmoc', cmoc: id });
  await tables.cmocs.remove(id);
}
