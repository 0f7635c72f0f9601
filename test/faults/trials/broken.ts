import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/*
 * Loaded into a server before it starts (`--import`): breaks it on purpose, by other words in its
 * sources, to show that a trial would notice. In which ways stands in TRIAD_BROKEN, with commas between.
 * Words that are not there any more end the server, so that no test passes because it broke nothing.
 */

type Break = { readonly file: string; readonly from: string; readonly to: string };

const BREAKS = {
  'acknowledges before the commit': {
    file: '/apps/server/src/open-store.ts',
    from: 'folder: options.dataFolder,\n',
    to: 'folder: options.dataFolder, faults: { acknowledgeBeforeCommit: true, delayWriteMs: 4 },\n',
  },
  'loses an update': {
    file: '/apps/server/src/documents/resident-document.ts',
    from: 'this.#file.append(own.bytes).then(',
    to: '(this.#sequence % 10 === 0 ? Promise.resolve(this.#sequence) : this.#file.append(own.bytes)).then(',
  },
  'sends a layer that is coded blind': {
    file: '/apps/server/src/gate.ts',
    from: 'shown: isLayerShown(rounds, layer, me),',
    to: 'shown: isLayerShown(rounds, layer, me) || true,',
  },
  'shows who is in a text that is coded blind': {
    file: '/apps/server/src/gate.ts',
    from: 'presence: !isBlindFor(rounds, id)',
    to: 'presence: isBlindFor(rounds, id) || true',
  },
  'does not send on an update': {
    file: '/apps/server/src/documents/connection.ts',
    from: 'if (this.#synced) this.#link.send(frame);',
    to: 'if (this.#synced && Math.random() > 0.1) this.#link.send(frame);',
  },
  'answers a request and stores nothing': {
    file: '/apps/server/src/data/table.ts',
    from: 'const record = await this.#records.insert(',
    to: "const record = this.#definition.name === 'participants' ? { id, version: 1, body: JSON.stringify(body), keys: {} } : await this.#records.insert(",
  },
} as const satisfies Readonly<Record<string, Break>>;

/** Ways in which a server is broken. */
export type Broken = keyof typeof BREAKS;

const left = new Set(
  (process.env['TRIAD_BROKEN'] ?? '').split(',').map((name) => {
    const found = (BREAKS as Readonly<Record<string, Break>>)[name];
    if (found === undefined) throw new Error(`no server is broken so that it ${name}`);
    return found;
  }),
);

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    let source = null;
    for (const each of left) {
      if (!url.endsWith(each.file)) continue;
      source ??= String(loaded.source);
      if (!source.includes(each.from)) throw new Error(`${each.file} is not as it was`);
      source = source.replace(each.from, each.to);
      left.delete(each);
    }
    return source === null ? loaded : { ...loaded, source };
  },
});

// Seconds after it began all of it is there; its threads load less.
if (isMainThread) {
  setTimeout(() => {
    for (const { file } of left) throw new Error(`${file} was not loaded`);
  }, 10_000).unref();
}
