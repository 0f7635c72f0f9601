import type { DocumentName } from '@triad/collab';
import { StorageError } from '@triad/storage';
import type { Clock } from '../context.ts';
import type { Tables } from '../data/tables.ts';
import type { DocumentAccess } from '../documents/host.ts';

/** Ids kept in memory, so that the same is not written again and again. */
const MOST_KNOWN = 50_000;

/**
 * Keeps who opened whose layer, and when first: a blind round must be able to say who had seen what
 * before it began. Resolves when it is on disk.
 */
export function makeSeen({
  tables,
  clock,
}: {
  readonly tables: Tables;
  readonly clock: Clock;
}): (access: Pick<DocumentAccess, 'project' | 'member'>, name: DocumentName) => Promise<void> {
  const known = new Set<string>();
  return async ({ project, member }, name) => {
    if (name.kind !== 'layer' || name.member === member) return;
    const { transcript, round, member: author } = name;
    const id = `${transcript}/${member}/${round}/${author}`;
    if (known.has(id)) return;
    try {
      await tables.seen.insert(id, {
        project,
        transcript,
        member,
        round,
        author,
        at: clock().toISOString(),
      });
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== 'storage/exists') throw error;
    }
    if (known.size >= MOST_KNOWN) known.clear();
    known.add(id);
  };
}
