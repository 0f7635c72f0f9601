import { parseDocumentName } from '@triad/collab';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';
import type { About } from '../events/announce.ts';

export function announceCmoc(
  { announce }: Pick<Context, 'announce'>,
  { id, version, body: { project } }: Row<CmocBody>,
  about: About = {},
): void {
  announce.changed({ project, what: 'cmocs', id, version }, about);
}

/**
 * Tells of drafts to which something was written, of each once in so long at most: lists show what is
 * written, and whoever writes does so a letter at a time.
 */
export function announceDrafts(
  context: Pick<Context, 'tables' | 'documents' | 'announce' | 'clock' | 'log'>,
  everyMs = 3_000,
): () => void {
  const due = new Map<string, { readonly timer: NodeJS.Timeout; at: string }>();

  async function tell(cmoc: string, at: string): Promise<void> {
    const row = await context.tables.cmocs.get(cmoc);
    if (row !== null && row.body.life !== 'making') announceCmoc(context, row, { at });
  }

  const stop = context.documents.onWritten((document) => {
    const name = document.startsWith('cmoc/') ? parseDocumentName(document) : null;
    if (name?.kind !== 'cmoc') return;
    const at = now(context);
    const before = due.get(name.cmoc);
    if (before !== undefined) {
      before.at = at;
      return;
    }
    const told = {
      at,
      timer: setTimeout(() => {
        due.delete(name.cmoc);
        tell(name.cmoc, told.at).catch(() =>
          context.log.warn('a change of a draft was not announced'),
        );
      }, everyMs),
    };
    told.timer.unref();
    due.set(name.cmoc, told);
  });

  return () => {
    stop();
    for (const { timer } of due.values()) clearTimeout(timer);
    due.clear();
  };
}
