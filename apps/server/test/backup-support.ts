import { SQLITE_FILE } from '@triad/storage';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as Y from 'yjs';
import type { OpenedSealed } from '../src/backup/open-sealed.ts';
import { until } from './documents-support/condition.ts';
import { Process, triad } from './cli-runner.ts';
import { openDocument } from './http-documents.ts';
import type { DocumentToOpen } from './http-documents.ts';
import {
  Client,
  importForm,
  newProject,
  PASSWORD,
  shortInterview,
  tokenOf,
} from './http-harness.ts';

export const LEAD = { name: 'Lea', email: 'lea@example.org', password: PASSWORD };

/** `triad serve` on a folder, in a process of its own. */
export async function serve(folder: string, environment: Readonly<Record<string, string>> = {}) {
  const server = new Process('cli.ts', ['serve', '--port', '0', '--data', folder], environment);
  const address = await server.address();
  return {
    ...address,
    process: server,
    async stop() {
      server.child.kill('SIGTERM');
      return server.ended();
    },
  };
}

/** The first account of a new server, with a project and a transcript whose original is kept. */
export async function begin(server: { readonly origin: string; readonly setupUrl: string | null }) {
  const lead = new Client(server.origin);
  await lead.get('setup', {}, { token: tokenOf(server.setupUrl), ...LEAD });
  const { id: project } = await newProject(lead, 'Kept');
  const original = new TextEncoder().encode('I: What changed?\nP: I began to walk.\n');
  const form = importForm(shortInterview({ keepOriginal: true, sha256: sha(original) }), original);
  const { id: transcript } = await lead.get('importTranscript', { project }, form);
  return { lead, project, transcript, original };
}

export function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** One's own layer. */
export async function layerOf(client: Client, transcript: string): Promise<DocumentToOpen> {
  const { documents } = await client.get('readTranscript', { transcript });
  const layer = documents.find(({ kind, writable }) => kind === 'layer' && writable);
  if (layer === undefined) throw new Error('there is no layer of one’s own');
  return layer;
}

/** Writes numbered memos into one's own layer; `acknowledged` says how many are on disk. */
export async function writer(client: Client, transcript: string) {
  const raw = openDocument(client, await layerOf(client, transcript));
  await raw.ready();
  const doc = new Y.Doc();
  doc.on('update', (update: Uint8Array) => raw.update(update));
  let sent = 0;
  const one = (): void => {
    doc.getMap('memos').set(`memo-${sent}`, { n: sent });
    sent += 1;
  };
  return {
    raw,
    sent: () => sent,
    acknowledged: () => raw.acknowledged.at(-1) ?? 0,
    /** Writes so many more and waits until they are on disk. */
    async write(count: number) {
      for (let n = 0; n < count; n += 1) one();
      await until('all is on disk', () => (raw.acknowledged.at(-1) ?? 0) >= sent);
    },
    /** Goes on writing, one after the other, until told to stop. */
    async writeUntil(over: () => boolean) {
      while (!over()) {
        await this.write(1);
        // Below the rate that one connection may have.
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

/** Flips one bit in the sealed words of the longest layer of a data folder at rest; gives its name. */
export function flipSealedLayer(data: string): string {
  const db = new DatabaseSync(join(data, SQLITE_FILE));
  try {
    const entry = db
      .prepare(
        `select name, stream, key, entries.bytes as bytes
         from entries join documents using (stream)
         where name like 'layer/%' order by length(entries.bytes) desc limit 1`,
      )
      .get();
    if (entry === undefined) throw new Error('there is no layer');
    const bytes = Buffer.from(entry['bytes'] as Uint8Array);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    db.prepare('update entries set bytes = ? where stream = ? and key = ?').run(
      bytes,
      entry['stream'] as number,
      entry['key'] as number,
    );
    return String(entry['name']).split('@')[0] ?? '';
  } finally {
    db.close();
  }
}

/** What `triad backup` prints of the backup that it made. */
export async function backUp(data: string, to: string): Promise<Described> {
  const { code, out, err } = await triad(['backup', '--data', data, '--to', to]);
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Described;
}

export type Described = {
  readonly backup: string;
  readonly counts: {
    readonly records: Readonly<Record<string, number>>;
    readonly documents: number;
    readonly entries: number;
    readonly blobs: number;
  };
  readonly documents: {
    readonly read: number;
    readonly sealed: number;
    readonly unreadable: readonly string[];
  };
  readonly opened: OpenedSealed | null;
};
