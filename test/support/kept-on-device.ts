import type { Person } from './person.ts';

/** What a browser keeps of Triad, as its own stores have it. */
export type KeptOnDevice = {
  /** Names of documents. */
  readonly copies: readonly string[];
  readonly answers: readonly string[];
  /** What stands in copies of texts, as bytes read as letters. */
  readonly texts: readonly string[];
  /** Copies in which something waits. */
  readonly waiting: number;
  /** Offers of work that the server will not take. */
  readonly offers: number;
  /** State vectors of layers, as far as the server is known to have them. */
  readonly confirmed: readonly string[];
  /** Names of the caches. */
  readonly caches: readonly string[];
  readonly workers: number;
};

/** Reads what the browser of this person keeps, without the help of the app. */
export function keptOn(person: Person): Promise<KeptOnDevice> {
  return person.page.evaluate(async () => {
    const { copies, answers, entries, offers } = await readAll();
    const names = await caches.keys();
    const registrations = await navigator.serviceWorker.getRegistrations();
    return {
      copies: copies.map(({ name }) => name as string).sort(),
      answers: answers.map(({ key }) => key as string).sort(),
      texts: entries
        .filter(({ slot }) => (slot as string).includes(' transcript/'))
        .map(({ update }) => new TextDecoder('latin1').decode(update as Uint8Array)),
      waiting: copies.filter(({ waiting }) => Object.keys(waiting as object).length > 0).length,
      offers: offers.length,
      confirmed: copies
        .filter(({ kind }) => kind === 'layer')
        .map(({ confirmed }) => String(confirmed)),
      caches: names,
      workers: registrations.length,
    };

    type Row = Readonly<Record<string, unknown>>;
    async function readAll(): Promise<
      Readonly<Record<'copies' | 'answers' | 'entries' | 'offers', Row[]>>
    > {
      const nothing = { copies: [], answers: [], entries: [], offers: [] };
      const all = await indexedDB.databases();
      if (!all.some(({ name }) => name === 'triad-device')) return nothing;
      const opening = indexedDB.open('triad-device');
      // It may have gone since it was listed: looking must not make it anew.
      opening.addEventListener('upgradeneeded', () => opening.transaction?.abort());
      const database = await asked<IDBDatabase>(opening).catch(() => null);
      if (database === null) return nothing;
      try {
        const read = database.transaction(['copies', 'answers', 'entries', 'offers']);
        return {
          copies: await asked<Row[]>(read.objectStore('copies').getAll()),
          answers: await asked<Row[]>(read.objectStore('answers').getAll()),
          entries: await asked<Row[]>(read.objectStore('entries').getAll()),
          offers: await asked<Row[]>(read.objectStore('offers').getAll()),
        };
      } finally {
        database.close();
      }
    }
    function asked<T>(request: IDBRequest): Promise<T> {
      return new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result as T));
        request.addEventListener('error', () => reject(request.error));
      });
    }
  });
}

/** Every path in the caches. Opening one makes it where it is just being removed: not while that may be. */
export function cachedOn(person: Person): Promise<readonly string[]> {
  return person.page.evaluate(async () => {
    const opened = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(opened.map((cache) => cache.keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
}

/** Has every copy open, as a page does that shows it; resolves with what lets go of them. */
export async function holdCopies(person: Person): Promise<() => Promise<void>> {
  await person.page.evaluate(async () => {
    const held = await new Promise<readonly { readonly slot: string }[]>((resolve, reject) => {
      const opening = indexedDB.open('triad-device');
      opening.addEventListener('error', () => reject(opening.error));
      opening.addEventListener('success', () => {
        const all = opening.result.transaction('copies').objectStore('copies').getAll();
        all.addEventListener('success', () => {
          opening.result.close();
          resolve(all.result as { readonly slot: string }[]);
        });
      });
    });
    const released = new Promise<void>((resolve) =>
      addEventListener('let-go', () => resolve(), { once: true }),
    );
    await Promise.all(
      held.map(
        ({ slot }) =>
          new Promise<void>((isHeld) => {
            void navigator.locks.request(`triad-copy ${slot}`, { mode: 'shared' }, () => {
              isHeld();
              return released;
            });
          }),
      ),
    );
  });
  return () => person.page.evaluate(() => void dispatchEvent(new Event('let-go')));
}

/** Makes the database one of version 1, as it was before offers had a store, with all that is in it. Its version then. */
export function makeOlder(person: Person): Promise<number> {
  return person.page.evaluate(async () => {
    const NAME = 'triad-device';
    const stores = ['owner', 'copies', 'entries', 'answers'];
    const present = await asked<IDBDatabase>(indexedDB.open(NAME));
    const read = present.transaction(stores);
    const kept = await Promise.all(
      stores.map(async (name) => ({
        name,
        keys: await asked<IDBValidKey[]>(read.objectStore(name).getAllKeys()),
        values: await asked<unknown[]>(read.objectStore(name).getAll()),
      })),
    );
    present.close();
    await asked(indexedDB.deleteDatabase(NAME));
    const opening = indexedDB.open(NAME, 1);
    opening.addEventListener('upgradeneeded', () => {
      const made = opening.result;
      made.createObjectStore('owner');
      made.createObjectStore('copies', { keyPath: 'slot' });
      made.createObjectStore('entries', { autoIncrement: true }).createIndex('slot', 'slot');
      made.createObjectStore('answers', { keyPath: 'key' }).createIndex('project', 'project');
    });
    const older = await asked<IDBDatabase>(opening);
    const write = older.transaction(stores, 'readwrite');
    const done = new Promise((resolve) => write.addEventListener('complete', resolve));
    for (const { name, keys, values } of kept) {
      const store = write.objectStore(name);
      for (const [at, value] of values.entries()) {
        if (store.keyPath === null) store.put(value, keys[at]);
        else store.put(value);
      }
    }
    await done;
    const { version } = older;
    older.close();
    return version;

    function asked<T>(request: IDBRequest): Promise<T> {
      return new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result as T));
        request.addEventListener('error', () => reject(request.error));
      });
    }
  });
}
