import { DOCUMENT_SCHEMA, parseDocumentName } from '@triad/collab';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { waitUntil } from './wait-until.ts';

type Body = Readonly<Record<string, unknown>>;
const OF_A_PROJECT = [
  'members',
  'rounds',
  'progress',
  'seen',
  'invites',
  'participants',
  'transcripts',
  'comments',
  'comparisons',
  'flags',
  'agreement-jobs',
  'agreement-figures',
];
const OF_A_TRANSCRIPT = [
  'comments',
  'seen',
  'layer-copies',
  'history',
  'redactions',
  'comparisons',
  'flags',
];

type Kept = { readonly id: string; readonly body: Body };

/**
 * What is half-done in the data folder of a running server that nobody uses, read from the file
 * itself beside the server: `[]` where nothing is. What the server sweeps after its start is waited
 * for.
 */
export async function halfDone(folder: string): Promise<readonly string[]> {
  const db = new DatabaseSync(join(folder, 'triad.sqlite'), { readOnly: true, timeout: 5_000 });
  try {
    const left = db.prepare('select count(*) as n from sweeps');
    // A migration that goes on after the start has logs removed, too, which the store then sweeps.
    await waitUntil('every document is migrated, and of each one log is there', () => {
      return earlier(db).length === 0 && strayLogs(db).length === 0;
    });
    await waitUntil('the store has swept what a crash left', () => left.get()?.['n'] === 0);
    return [...openEnds(db), ...strays(db), ...pieces(db), ...integrity(db)];
  } finally {
    db.close();
  }
}

function collection(db: DatabaseSync, name: string): readonly Kept[] {
  return db
    .prepare('select id, body from records where collection = ?')
    .all(name)
    .map((row) => ({ id: String(row['id']), body: JSON.parse(String(row['body'])) as Body }));
}

/** By id what stands in an index, which is open where bodies are sealed. */
function indexed(db: DatabaseSync, name: string, field: string): ReadonlyMap<string, string> {
  const rows = db
    .prepare('select id, value from record_keys where collection = ? and field = ?')
    .all(name, field);
  return new Map(rows.map((row) => [String(row['id']), String(row['value'])]));
}

/** Projects and transcripts that are being made or removed, rounds that are being closed. */
function openEnds(db: DatabaseSync): readonly string[] {
  const pending = ['projects', 'transcripts'].flatMap((name) =>
    [...indexed(db, name, 'pending')].map(([id, state]) => `${name} ${id} is still ${state}`),
  );
  const closing = collection(db, 'rounds').filter(({ body }) => body['state'] === 'closing');
  return [...pending, ...closing.map(({ id }) => `round ${id} is still being closed`)];
}

/** Records, documents and blobs of something that is not there, and the other way round. */
function strays(db: DatabaseSync): readonly string[] {
  const faults: string[] = [];
  const ids = (name: string) => new Set(collection(db, name).map(({ id }) => id));
  const projects = ids('projects');
  const transcripts = ids('transcripts');
  for (const name of OF_A_PROJECT) {
    for (const [id, project] of indexed(db, name, 'project')) {
      if (!projects.has(project)) faults.push(`${name} ${id} has no project`);
    }
  }
  for (const name of OF_A_TRANSCRIPT) {
    for (const [id, transcript] of indexed(db, name, 'transcript')) {
      if (!transcripts.has(transcript)) faults.push(`${name} ${id} has no text`);
    }
  }
  const heads = collection(db, 'documents');
  const named = new Set(heads.map(({ id }) => id));
  const cmocs = ids('cmocs');
  for (const { id } of heads) {
    const [kind, of = ''] = id.split('/');
    const owners = kind === 'theory' ? projects : kind === 'cmoc' ? cmocs : transcripts;
    if (!owners.has(of)) faults.push(`${id} is of nothing`);
  }
  for (const id of transcripts)
    if (!named.has(`transcript/${id}`)) faults.push(`${id} has no text`);
  for (const id of projects) if (!named.has(`theory/${id}`)) faults.push(`${id} has no theory`);
  faults.push(...strayLogs(db));
  const blobs = new Set(
    db
      .prepare('select id from blobs')
      .all()
      .map((row) => String(row['id'])),
  );
  // Whether an original should be there stands sealed; whoever reads it looks (crash-run.ts).
  for (const id of transcripts) {
    blobs.delete(`original/${id}`);
    // Rows of what was compared may lack, and are made anew.
    blobs.delete(`comparison/${id}`);
  }
  for (const id of ids('layer-copies')) {
    if (!blobs.delete(id)) faults.push(`the copy ${id} has no bytes`);
  }
  for (const place of indexed(db, 'history', 'place').values()) {
    if (!blobs.delete(`history/${place}`)) faults.push(`the version ${place} has no bytes`);
  }
  for (const blob of blobs) faults.push(`blob ${blob} is of nothing`);
  return faults;
}

/** Heads of documents that were not brought to the present schema yet. */
function earlier(db: DatabaseSync): readonly Kept[] {
  return collection(db, 'documents').filter(({ id, body }) => {
    const name = parseDocumentName(id);
    return name === null || body['schema'] !== DOCUMENT_SCHEMA[name.kind];
  });
}

/** Logs of a generation that is not the document's. */
function strayLogs(db: DatabaseSync): readonly string[] {
  const heads = collection(db, 'documents');
  const logs = new Set(heads.map(({ id, body }) => `${id}@${String(body['generation'])}`));
  return db
    .prepare('select name from documents where stream is not null')
    .all()
    .map(({ name }) => String(name))
    .filter((name) => !logs.has(name))
    .map((name) => `log ${name} has no head`);
}

/** Pieces and entries that nothing names any more. */
function pieces(db: DatabaseSync): readonly string[] {
  const count = (sql: string): number => Number(db.prepare(sql).get()?.['n']);
  const faults: string[] = [];
  const uploads = count(
    'select count(*) as n from blob_pieces where upload not in (select upload from blobs)',
  );
  if (uploads > 0) faults.push(`${uploads} pieces of no blob`);
  const entries = count(
    'select count(*) as n from entries where stream not in (select stream from documents where stream is not null)',
  );
  if (entries > 0) faults.push(`${entries} entries of no document`);
  const losses = count(`select count(*) as n from meta where name like 'loss/%'`);
  if (losses > 0) faults.push('the store says that commits are missing');
  return faults;
}

function integrity(db: DatabaseSync): readonly string[] {
  const said = db.prepare('pragma integrity_check(1)').get()?.['integrity_check'];
  return said === 'ok' ? [] : [`integrity: ${String(said)}`];
}
