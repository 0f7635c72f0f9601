import type { Owner } from './database.ts';
import { complete, copyRemovals, deviceIfAny, OWNER, sealedKey, writeAll } from './database.ts';
import { isExpired } from './judge.ts';
import { tellNews } from './news.ts';
import { forgetTold } from './told.ts';
import { isWaiting } from './waiting.ts';

/*
 * Somebody else is signed in where work of an earlier account waits. It is not theirs to see, and not
 * to be lost either: the layers in which something waits and what is offered stay, and all else goes.
 * Nothing lists, sends, judges or offers them until their own account is signed in here again; after
 * the 14 days they go.
 */

/** The device is nobody's from now on; what waits of its owner stays, out of sight. */
export async function sealDevice(): Promise<void> {
  const write = await writing();
  const owner = await write?.objectStore('owner').get(OWNER);
  if (write === null || owner === undefined) return;
  const all = await write.objectStore('copies').getAll();
  const own = all.filter(({ account }) => account === owner.account.id);
  const [kept, gone] = partition(own, (copy) => copy.kind === 'layer' && isWaiting(copy));
  const slots = gone.map(({ slot }) => slot);
  const owners = write.objectStore('owner');
  const { id } = owner.account;
  const offers = await write.objectStore('offers').getAll();
  const isNeeded = kept.length > 0 || offers.some(({ account }) => account === id);
  const removals = await copyRemovals(write, slots);
  await complete(write, [
    owners.delete(OWNER),
    write.objectStore('answers').clear(),
    ...(isNeeded ? [owners.put(namelessly(owner), sealedKey(id))] : []),
    ...removals,
  ]);
  forgetTold(id);
  tellNews({ kind: 'gone', slots });
  tellNews({ kind: 'waiting' });
}

/** The account is signed in here again: what waited of it is its own, as long as the device is nobody else's. */
export async function unsealFor(account: Owner['account']): Promise<void> {
  const write = await writing();
  const owners = write?.objectStore('owner');
  const sealed = await owners?.get(sealedKey(account.id));
  if (write === null || owners === undefined || sealed === undefined) return;
  if ((await owners.get(OWNER)) !== undefined) return;
  await complete(write, [
    owners.put({ contactAt: sealed.contactAt, account: { ...account, email: '' } }, OWNER),
    owners.delete(sealedKey(account.id)),
  ]);
  tellNews({ kind: 'waiting' });
}

/** What is sealed for longer than a device may keep anything goes. */
export async function dropExpiredSeals(now: number): Promise<void> {
  const write = await writing();
  if (write === null) return;
  const owners = write.objectStore('owner');
  const [keys, values] = await Promise.all([owners.getAllKeys(), owners.getAll()]);
  const old = values.filter((owner, at) => keys[at] !== OWNER && isExpired(owner, now));
  if (old.length === 0) return;
  const ids = new Set(old.map(({ account }) => account.id));
  const copies = await write.objectStore('copies').getAll();
  const gone = copies.filter(({ account }) => ids.has(account));
  const slots = gone.map(({ slot }) => slot);
  const offers = await write.objectStore('offers').getAll();
  const ended = offers.filter(({ account }) => ids.has(account));
  const removals = await copyRemovals(write, slots);
  await complete(write, [
    ...[...ids].map((id) => owners.delete(sealedKey(id))),
    ...ended.map(({ id }) => write.objectStore('offers').delete(id)),
    ...removals,
  ]);
}

async function writing() {
  const database = await deviceIfAny();
  return database && writeAll(database);
}

function namelessly({ account, contactAt }: Owner): Owner {
  return { account: { ...account, name: '', email: '' }, contactAt };
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
