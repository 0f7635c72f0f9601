import { parseDocumentName } from '@triad/collab';
import type { Context } from '../context.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';

export function announceCmoc(
  { announce }: Pick<Context, 'announce'>,
  { id, version, body: { project } }: Row<CmocBody>,
): void {
  announce.changed({ project, what: 'cmocs', id, version });
}

/**
 * Tells of drafts to which something was written, of each once in so long at most: lists show what is
 * written, and whoever writes does so a letter at a time.
 */
export function announceDrafts(
  context: Pick<Context, 'tables' | 'documents' | 'announce' | 'log'>,
  everyMs = 3_000,
): () => void {
  const due = new Map<string, NodeJS.Timeout>();

  async function tell(cmoc: string): Promise<void> {
    const row = await context.tables.cmocs.get(cmoc);
    if (row !== null && row.body.life !== 'making') announceCmoc(context, row);
  }

  const stop = context.documents.onWritten((document) => {
    const name = document.startsWith('cmoc/') ? parseDocumentName(document) : null;
    if (name?.kind !== 'cmoc' || due.has(name.cmoc)) return;
    const timer = setTimeout(() => {
      due.delete(name.cmoc);
      tell(name.cmoc).catch(() => context.log.warn('a change of a draft was not announced'));
    }, everyMs);
    timer.unref();
    due.set(name.cmoc, timer);
  });

  return () => {
    stop();
    for (const timer of due.values()) clearTimeout(timer);
    due.clear();
  };
}
