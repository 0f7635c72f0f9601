import type { KeptWork } from '../collab/kept-aside.ts';
import { adopt, takeStored } from '../collab/kept-aside.ts';
import { accountHere } from '../api/who.ts';
import type { OfferRecord } from './database.ts';
import { complete, deviceIfAny, OWNER, sealedKey } from './database.ts';
import { tellNews } from './news.ts';
import { shareOffer } from './share-offers.ts';

/*
 * Work that the server will not take, on the device until its person has it as a file or lets it go:
 * the tab that found it may close, and every tab of the account offers it.
 */

/** On one device, and bytes of all their files. */
const MOST_OFFERS = 50;
const MOST_OFFERS_BYTES = 64 * 1024 * 1024;

/** False where the device has no room, or is not this account's: then the tab alone has it. */
export async function storeOffer(work: KeptWork): Promise<boolean> {
  const database = await deviceIfAny();
  if (database === null || work.account === null || work.place === null) return false;
  const write = database.transaction(['owner', 'offers'], 'readwrite', { durability: 'strict' });
  const owner = await write.objectStore('owner').get(OWNER);
  const sealed = await write.objectStore('owner').get(sealedKey(work.account));
  if (owner?.account.id !== work.account && sealed === undefined) return false;
  const others = await write.objectStore('offers').getAll();
  const file = work.file();
  const bytes = others.reduce((sum, each) => sum + each.file.length, file.length);
  if (others.length >= MOST_OFFERS || bytes > MOST_OFFERS_BYTES) return false;
  const { id, account, place, document, generation, redactions, cause, reason, at } = work;
  const record = {
    id,
    account,
    ...place,
    document,
    generation,
    redactions,
    cause,
    reason,
    at,
    file,
  };
  await complete(write, [write.objectStore('offers').put(record)]);
  tellNews({ kind: 'offers', done: [] });
  return true;
}

/** What this device has to offer to an account. */
export async function listOffers(account: string): Promise<readonly OfferRecord[]> {
  const offers = (await (await deviceIfAny())?.getAll('offers')) ?? [];
  return offers.filter((offer) => offer.account === account);
}

/** The tab shows what the device has for whoever is here. */
export async function showOffers(): Promise<void> {
  const account = accountHere();
  if (account === null) return;
  takeStored(account, (await listOffers(account)).map(workOf));
}

/** They are downloaded or let go: no tab offers them any more, but for one that has just given the file. */
export async function endOffers(ids: readonly string[]): Promise<void> {
  await remove(ids);
  tellNews({ kind: 'offers', done: ids });
}

/** They may not stay on the device: this tab has them now, and every other that shows them. */
export async function adoptOffers(offers: readonly OfferRecord[]): Promise<void> {
  const works = offers.map(workOf);
  adopt(works);
  for (const work of works) shareOffer(work);
  await remove(offers.map(({ id }) => id));
  tellNews({ kind: 'offers', done: [] });
}

/** Words were taken out of its transcript: it goes on without any. */
export async function replaceOffer(offer: OfferRecord): Promise<void> {
  const write = (await deviceIfAny())?.transaction('offers', 'readwrite', { durability: 'strict' });
  if (write === undefined) return;
  await complete(write, [write.store.put(offer)]);
  tellNews({ kind: 'offers', done: [] });
}

async function remove(ids: readonly string[]): Promise<void> {
  const write = (await deviceIfAny())?.transaction('offers', 'readwrite', { durability: 'strict' });
  if (write === undefined) return;
  await complete(
    write,
    ids.map((id) => write.store.delete(id)),
  );
}

function workOf({ project, transcript, file, ...rest }: OfferRecord): KeptWork {
  return { ...rest, place: { project, transcript }, file: () => file };
}
