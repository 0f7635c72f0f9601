import { randomBytes } from 'node:crypto';
import type { Db } from 'mongodb';
import { StorageError } from '../errors.ts';
import { FIRST_VERSION, lastVersion, refuseUnknownVersion } from '../layout-versions.ts';
import type { Collections, MetaDocument } from './collections.ts';

/*
 * From one version of how documents are laid out (collections.ts) to the next, and back, so that an
 * earlier release opens what a later one wrote. There is no transaction: while a step is on its way the
 * data bear the higher of its two versions, which keeps the earlier release out, and a mark, by which
 * the next opening of a release that knows the step takes it up once more.
 */

/**
 * Each way begins on whatever the other, or itself, left when it was cut off at any write, and does
 * nothing where all is done. It may be at work a second time while a first one, which hung, does one
 * last write. `down` gives the earlier version everything that it knew, and may drop only what it has
 * no place for. A step that was released is never changed.
 */
export type MongodbStep = {
  readonly up: (db: Db) => Promise<void>;
  readonly down: (db: Db) => Promise<void>;
};

/** The first leads from version 1 to 2. */
export const MONGODB_STEPS: readonly MongodbStep[] = [];

/** Whether data are at the last version, all of them. */
export function isRaised({ version, half }: MetaDocument, steps: readonly unknown[]): boolean {
  return version === lastVersion(steps) && half === undefined;
}

/**
 * Brings data of an earlier version, or half-way between two, to the last one. Nobody else may have
 * them; `stopped` says whether somebody has them all the same (claim.ts).
 */
export async function raiseSchema(
  { meta }: Collections,
  db: Db,
  steps: readonly MongodbStep[],
  stopped: () => boolean,
): Promise<void> {
  for (;;) {
    const now = await readMeta(meta);
    if (isRaised(now, steps)) return;
    const version = now.half === undefined ? now.version + 1 : now.version;
    const mine = await mark(meta, now, version, stopped);
    await stepTo(version, steps).up(db);
    await unmark(meta, mine, version);
  }
}

/**
 * Brings data of the last version back to an earlier one, step by step, on the same terms. Rejects with
 * `storage/invalid` for a version to which no step leads, before anything is changed.
 */
export async function lowerSchema(
  { meta }: Collections,
  db: Db,
  { to, steps }: { readonly to: number; readonly steps: readonly MongodbStep[] },
  stopped: () => boolean,
): Promise<void> {
  refuseUnknownVersion(to, steps);
  for (;;) {
    const now = await readMeta(meta);
    if (now.version <= to) return;
    const mine = await mark(meta, now, now.version, stopped);
    await stepTo(now.version, steps).down(db);
    await unmark(meta, mine, now.version - 1);
  }
}

function stepTo(version: number, steps: readonly MongodbStep[]): MongodbStep {
  const step = steps[version - FIRST_VERSION - 1];
  if (step === undefined) throw new Error(`no step leads to data version ${version}`);
  return step;
}

async function readMeta(meta: Collections['meta']): Promise<MetaDocument> {
  const now = await meta.findOne({ _id: 'store' });
  if (now === null) throw lost();
  return now;
}

/** Sets the higher version and a mark of one's own, and answers it. */
async function mark(
  meta: Collections['meta'],
  { version: from, half }: MetaDocument,
  version: number,
  stopped: () => boolean,
): Promise<string> {
  if (stopped()) throw lost();
  const mine = randomBytes(12).toString('hex');
  const { matchedCount } = await meta.updateOne(
    { _id: 'store', version: from, half: half ?? { $exists: false } },
    { $set: { version, half: mine } },
  );
  if (matchedCount === 0) throw lost();
  return mine;
}

async function unmark(meta: Collections['meta'], mine: string, version: number): Promise<void> {
  const { matchedCount } = await meta.updateOne(
    { _id: 'store', half: mine },
    { $set: { version }, $unset: { half: '' } },
  );
  if (matchedCount === 0) throw lost();
}

function lost(): StorageError {
  return new StorageError(
    'storage/in-use',
    'somebody else works on how these data in MongoDB are laid out; look at that first, and try again',
  );
}
