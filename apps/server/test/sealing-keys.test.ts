import { randomBytes, randomUUID } from 'node:crypto';
import { open, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DOCUMENT_KINDS } from '@triad/collab';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataKey, SEALED_MORE_BYTES } from '../src/sealing/data-key.ts';
import { makeFileKeyStore, openFileKeyStore } from '../src/sealing/file-key-store.ts';
import { Keyring } from '../src/sealing/keyring.ts';
import { parseServerKey } from '../src/sealing/server-key.ts';
import { transcriptOf } from '../src/sealing/what-is-sealed.ts';
import { Wrapping } from '../src/sealing/wrapped-key.ts';
import { makeFolder } from './http-harness.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function codeOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return null;
}

describe('a data key', () => {
  const key = new DataKey('t/1', randomBytes(32));

  test('opens what it sealed, about that and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), fc.string(), (bytes, about, other) => {
        const sealed = key.seal(about, bytes);
        expect(sealed.length).toBe(bytes.length + SEALED_MORE_BYTES);
        expect(new Uint8Array(key.open(about, sealed))).toEqual(bytes);
        if (other !== about) {
          expect(codeOf(() => key.open(other, sealed))).toBe('sealing/damaged');
        }
        const stranger = new DataKey('t/1', randomBytes(32));
        expect(codeOf(() => stranger.open(about, sealed))).toBe('sealing/damaged');
      }),
    );
  });

  test('opens nothing of which a bit was flipped or a byte cut', () => {
    const sealed = key.seal('a', bytesOf('words'));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = new Uint8Array(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const isVersion = bit >> 3 === 3;
      expect(codeOf(() => key.open('a', flipped))).toBe(
        isVersion ? 'sealing/newer' : 'sealing/damaged',
      );
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(codeOf(() => key.open('a', sealed.subarray(0, length)))).toBe('sealing/damaged');
    }
  });

  test('seals with another derived key once the bound of one is reached', () => {
    const bounded = new DataKey('t/1', randomBytes(32), 3);
    const sealed = Array.from({ length: 10 }, () => bounded.seal('a', bytesOf('w')));
    const salts = sealed.map((bytes) => Buffer.from(bytes.subarray(4, 12)).toString('hex'));
    expect(salts.map((salt) => salts.indexOf(salt))).toEqual([0, 0, 0, 3, 3, 3, 6, 6, 6, 9]);
    for (const bytes of sealed) expect(bounded.open('a', bytes)).toEqual(Buffer.from('w'));
  });

  test('gives no two messages one nonce', () => {
    const nonces = Array.from({ length: 5_000 }, () =>
      Buffer.from(key.seal('a', bytesOf('w')).subarray(4, 24)).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  test('is nothing but zeros once it is destroyed', () => {
    const secret = randomBytes(32);
    const gone = new DataKey('t/1', secret);
    const sealed = gone.seal('a', bytesOf('w'));
    gone.destroy();
    expect(secret).toEqual(Buffer.alloc(32));
    expect(codeOf(() => gone.open('a', sealed))).toBe('sealing/destroyed');
    expect(codeOf(() => gone.seal('a', sealed))).toBe('sealing/destroyed');
  });
});

test('a wrapped key unwraps under its name, store and server’s key alone', () => {
  const [server, key] = [randomBytes(32), randomBytes(32)];
  const wrapping = new Wrapping(server, 'store');
  const wrapped = wrapping.wrap('t/1', key);
  expect(wrapping.unwrap('t/1', wrapped)).toEqual(key);
  expect(codeOf(() => wrapping.unwrap('t/2', wrapped))).toBe('sealing/damaged');
  for (const other of [new Wrapping(randomBytes(32), 'store'), new Wrapping(server, 'other')]) {
    expect(codeOf(() => other.unwrap('t/1', wrapped))).toBe('sealing/damaged');
  }
  for (let at = 0; at < wrapped.length; at += 1) {
    const flipped = new Uint8Array(wrapped);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    expect(codeOf(() => wrapping.unwrap('t/1', flipped))).toBe('sealing/damaged');
  }
});

test('the server’s key is the base64 of 32 bytes and nothing else', () => {
  const bytes = randomBytes(32);
  const text = bytes.toString('base64');
  for (const form of [text, `${text}\n`, text.replace('=', '')]) {
    expect(parseServerKey(form, 'TRIAD_KEY')).toEqual({ bytes, source: 'TRIAD_KEY' });
  }
  const wrong = [
    '',
    'secret',
    bytes.toString('hex'),
    randomBytes(31).toString('base64'),
    randomBytes(33).toString('base64'),
    `${text}${text}`,
    `-${text.slice(1)}`,
    `${text.slice(0, 20)} ${text.slice(20)}`,
  ];
  for (const form of wrong) {
    expect(codeOf(() => parseServerKey(form, 'TRIAD_KEY'))).toBe('sealing/bad-key');
  }
});

test('a name says whose words go by it, or is refused', () => {
  const [transcript, b, c] = [randomUUID(), randomUUID(), randomUUID()];
  for (const name of [
    `transcript/${transcript}`,
    `transcript/${transcript}@${b}`,
    `layer/${transcript}/${b}/${c}@${b}`,
    `consensus/${transcript}/${b}@${c}`,
    `original/${transcript}`,
    `history/${transcript}/3`,
    `${transcript}/version/3`,
  ]) {
    expect(transcriptOf(name)).toBe(transcript);
  }
  expect(transcriptOf(`theory/${b}@${c}`)).toBeNull();
  for (const name of ['', 'x', `notes/${b}`, 'layer/x/y', 'transcript/', `Layer/${b}`]) {
    expect(codeOf(() => transcriptOf(name))).toBe('sealing/unknown-name');
  }
  // A new kind of document is thought of here before it is stored.
  for (const kind of DOCUMENT_KINDS) transcriptOf(`${kind}/${transcript}`);
});

describe('a key store of files', () => {
  async function makeStore() {
    const folder = await makeFolder();
    const store = await makeFileKeyStore(folder, () => bytesOf('check'));
    return { folder, store, keys: join(folder, 'keys') };
  }

  test('keeps keys over a restart, for their owner alone', async () => {
    const { folder, store, keys } = await makeStore();
    const transcript = randomUUID();
    await store.add(`${transcript}/1`, bytesOf('one'));
    await store.add(`${transcript}/2`, bytesOf('two'));
    await expect(store.add(`${transcript}/2`, bytesOf('again'))).rejects.toThrow('given already');
    await store.destroy(`${transcript}/1`);
    const again = await openFileKeyStore(folder, true);
    expect([again?.id, again?.check]).toEqual([store.id, Buffer.from('check')]);
    expect(await again?.list(transcript)).toEqual([
      { name: `${transcript}/1`, state: 'destroyed' },
      { name: `${transcript}/2`, state: 'kept' },
    ]);
    expect(await again?.read(`${transcript}/1`)).toBeNull();
    expect(await again?.read(`${transcript}/2`)).toEqual(Buffer.from('two'));
    for (const path of [join(folder, 'store.json'), join(keys, `${transcript}.2.key`)]) {
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
    expect((await stat(keys)).mode & 0o777).toBe(0o700);
  });

  test('destroys a key in the place where its bytes stand', async () => {
    const { store, keys } = await makeStore();
    const transcript = randomUUID();
    await store.add(`${transcript}/1`, bytesOf('the wrapped key'));
    // Whoever still has the file open sees what becomes of its bytes.
    const file = await open(join(keys, `${transcript}.1.key`));
    try {
      await store.destroy(`${transcript}/1`);
      const { buffer } = await file.read(Buffer.alloc(15, 1), 0, 15, 0);
      expect(buffer).toEqual(Buffer.alloc(15));
    } finally {
      await file.close();
    }
    expect(await readdir(keys)).toEqual([`${transcript}.1.destroyed`]);
    await store.destroy(`${transcript}/1`);
  });

  test('lets several destroy one key, and gives it to nobody who reads meanwhile', async () => {
    const { store, keys } = await makeStore();
    const transcript = randomUUID();
    const name = `${transcript}/1`;
    const wrapped = bytesOf('the wrapped key');
    await store.add(name, wrapped);
    const reads: Promise<Uint8Array | null>[] = [];
    const destroyed = Promise.all([store.destroy(name), store.destroy(name)]).then(() => true);
    while ((await Promise.race([destroyed, false])) === false && reads.length < 1000) {
      const read = store.read(name);
      reads.push(read);
      await read;
    }
    await destroyed;
    for (const read of await Promise.all(reads)) {
      if (read !== null) expect(new Uint8Array(read)).toEqual(wrapped);
    }
    expect(await store.read(name)).toBeNull();
    expect(await readdir(keys)).toEqual([`${transcript}.1.destroyed`]);
  });

  test('takes a key as destroyed where a crash came before its name could tell', async () => {
    const { folder, store, keys } = await makeStore();
    const transcript = randomUUID();
    await store.add(`${transcript}/1`, bytesOf('one'));
    await writeFile(join(keys, `${transcript}.1.key`), new Uint8Array(3));
    const again = await openFileKeyStore(folder, true);
    expect(await again?.read(`${transcript}/1`)).toBeNull();
    expect(await readdir(keys)).toEqual([`${transcript}.1.destroyed`]);
  });

  test('clears away what a crash left of a key being added', async () => {
    const { folder, keys } = await makeStore();
    await writeFile(join(keys, '0011223344556677.unfinished'), 'half a key');
    await openFileKeyStore(folder, true);
    expect(await readdir(keys)).toEqual([]);
  });

  test('is refused where it is damaged or newer, and null where there is none', async () => {
    expect(await openFileKeyStore(await makeFolder(), true)).toBeNull();
    const { folder } = await makeStore();
    for (const [text, code] of [
      ['{', 'sealing/store-unreadable'],
      ['{"form":1}', 'sealing/store-unreadable'],
      ['null', 'sealing/store-unreadable'],
      ['{"form":2}', 'sealing/store-newer'],
    ] as const) {
      await writeFile(join(folder, 'store.json'), text);
      await expect(openFileKeyStore(folder, true)).rejects.toMatchObject({ code });
    }
    // Its head without its folder of keys.
    const bare = await makeFolder();
    await writeFile(
      join(bare, 'store.json'),
      JSON.stringify({ form: 1, id: randomUUID(), check: '' }),
    );
    await expect(openFileKeyStore(bare, true)).rejects.toMatchObject({
      code: 'sealing/store-unreadable',
    });
  });
});

describe('a keyring', () => {
  async function makeRing() {
    const folder = await makeFolder();
    const store = await makeFileKeyStore(folder, () => bytesOf(''));
    const wrapping = new Wrapping(randomBytes(32), store.id);
    return {
      ring: new Keyring(store, wrapping),
      again: async () => new Keyring((await openFileKeyStore(folder, true)) ?? store, wrapping),
    };
  }

  test('seals with the newest key of a transcript and opens with all it had', async () => {
    const { ring, again } = await makeRing();
    const transcript = randomUUID();
    await expect(ring.sealing(transcript)).rejects.toMatchObject({ code: 'sealing/no-key' });
    await ring.ensure(transcript);
    await ring.ensure(transcript);
    const first = (await ring.sealing(transcript)).seal('a', bytesOf('old'));
    await expect(ring.make(transcript)).rejects.toThrow('has a key already');
    await ring.renew(transcript);
    const newest = await ring.sealing(transcript);
    expect(newest.name).toBe(`${transcript}/2`);
    const second = newest.seal('a', bytesOf('new'));
    for (const keys of [ring, await again()]) {
      expect((await keys.sealing(transcript)).name).toBe(newest.name);
      const open = async (name: string, sealed: Uint8Array) =>
        String((await keys.opening(name)).open('a', sealed));
      expect(await open(`${transcript}/1`, first)).toBe('old');
      expect(await open(newest.name, second)).toBe('new');
    }
  });

  test('has nothing of a transcript whose keys were destroyed, in memory or after a restart', async () => {
    const { ring, again } = await makeRing();
    const [transcript, other] = [randomUUID(), randomUUID()];
    await ring.make(transcript);
    await ring.make(other);
    const held = await ring.sealing(transcript);
    await ring.destroy(transcript);
    expect(codeOf(() => held.seal('a', bytesOf('late')))).toBe('sealing/destroyed');
    for (const keys of [ring, await again()]) {
      const gone = { code: 'sealing/destroyed' };
      await expect(keys.sealing(transcript)).rejects.toMatchObject(gone);
      await expect(keys.opening(`${transcript}/1`)).rejects.toMatchObject(gone);
      await expect(keys.opening(`${randomUUID()}/1`)).rejects.toMatchObject({
        code: 'sealing/no-key',
      });
      expect((await keys.sealing(other)).name).toBe(`${other}/1`);
    }
  });
});
