import { parseDocumentName } from '@triad/collab';
import { eachRecord, SCHEMA_VERSIONS } from '@triad/storage';
import type { RecordStore } from '@triad/storage';
import { openTables } from '../data/tables.ts';
import { DOCUMENT_COLLECTIONS } from '../documents/index.ts';
import { refuse } from '../refusal.ts';
import { CommandProblem } from '../sentence-for.ts';
import type { Release } from './releases.ts';
import { RELEASES } from './releases.ts';
import type { StoreEnd } from './store-end.ts';
import { readMark } from './unfinished.ts';

/** A release that was there by this name. Throws {@link CommandProblem} for any other. */
export function findRelease(version: string): Release {
  const release = RELEASES.find((each) => each.version === version);
  if (release !== undefined) return release;
  const known = RELEASES.map((each) => each.version).join(', ');
  throw new CommandProblem(
    `There is no way back to Triad ${version}. Releases that this one leads back to: ${known}; ${RELEASES[0]?.version} is the first.`,
  );
}

/**
 * Brings the layout of a store, which nobody else has, back to what a release opens. Resolves with the
 * versions of the layout before and after; equal where there was nothing to be done. Changes nothing,
 * and throws {@link CommandProblem}, where documents have a form that the release does not know: there
 * is no way back from that but a backup. Refuses with `migrate/from-unfinished`.
 */
export async function bringBack(
  kind: keyof typeof SCHEMA_VERSIONS,
  { name, store, loader }: Pick<StoreEnd, 'name' | 'store' | 'loader'>,
  release: Release,
  from: number = SCHEMA_VERSIONS[kind],
): Promise<{ readonly from: number; readonly to: number }> {
  await openTables(store.records);
  if ((await readMark(store.records)) !== null) throw refuse('migrate/from-unfinished', name);
  const newer = await countNewer(store.records, release);
  if (newer > 0) {
    throw new CommandProblem(
      `${newer} documents in these data have a form that Triad ${release.version} cannot read. Restore a backup from before the update with that version; nothing was changed.`,
    );
  }
  const to = release.stores[kind];
  if (to !== from) await loader.lowerSchema(to);
  return { from, to };
}

async function countNewer(records: RecordStore, { documents }: Release): Promise<number> {
  let newer = 0;
  for (const { name: collection } of DOCUMENT_COLLECTIONS) {
    for await (const { id, body } of eachRecord(records, collection, null)) {
      const { schema } = JSON.parse(body) as { readonly schema?: number };
      const name = parseDocumentName(id);
      if (name === null || (schema ?? 0) > documents[name.kind]) newer += 1;
    }
  }
  return newer;
}
