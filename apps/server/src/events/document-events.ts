import type { DocumentName } from '@triad/collab';
import { formatDocumentName } from '@triad/collab';
import type { Context } from '../context.ts';

/**
 * Tells those who may see layers when one was begun or its counts changed. The document server
 * tells of each layer once a second at most; a transcript, however many coders it has, is told of
 * every three: whoever hears of it asks for the counts, and long layers are folded for them.
 */
export function announceDocuments(
  context: Pick<Context, 'tables' | 'documents' | 'announce' | 'log'>,
  everyMs = 3_000,
): () => void {
  const due = new Map<string, NodeJS.Timeout>();

  async function tell(name: DocumentName, change: 'begun' | 'content'): Promise<void> {
    if (name.kind !== 'layer') return;
    const transcript = await context.tables.transcripts.get(name.transcript);
    if (transcript === null || transcript.body.pending !== null) return;
    const { project, observersRead } = transcript.body;
    if (change === 'begun') {
      context.announce.changed(
        {
          project,
          what: 'documents',
          id: formatDocumentName(name),
          version: 0,
          transcript: transcript.id,
        },
        { observersRead },
      );
    } else {
      context.announce.changed(
        { project, what: 'counts', id: transcript.id, version: 0 },
        { observersRead },
      );
    }
  }

  const told = (name: DocumentName, change: 'begun' | 'content') =>
    tell(name, change).catch(() => context.log.warn('a change of a layer was not announced'));

  const stop = context.documents.onChange((name, change) => {
    if (name.kind !== 'layer') return;
    if (change === 'begun') {
      void told(name, change);
      return;
    }
    if (due.has(name.transcript)) return;
    const timer = setTimeout(() => {
      due.delete(name.transcript);
      void told(name, change);
    }, everyMs);
    timer.unref();
    due.set(name.transcript, timer);
  });

  return () => {
    stop();
    for (const timer of due.values()) clearTimeout(timer);
    due.clear();
  };
}
