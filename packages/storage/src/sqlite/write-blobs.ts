import type { DatabaseSync } from 'node:sqlite';
import type { WriteOp } from './protocol.ts';
import { text } from './rows.ts';
import type { Slices } from './slices.ts';

type Op<K extends WriteOp['kind']> = Extract<WriteOp, { kind: K }>;

export type BlobWriter = {
  putPiece(op: Op<'put-piece'>): null;
  publishBlob(op: Op<'publish-blob'>): Slices<null> | null;
  abandonBlob(op: Op<'abandon-blob'>): Slices<null>;
  removeBlob(op: Op<'remove-blob'>): Slices<null> | null;
  /** Deletes the pieces of an upload that no blob names. */
  sweepUpload(upload: string): Slices<null>;
};

/** Pieces deleted in one commit (a piece is up to 1 MiB: its 256 pages go to the free list). */
const SLICE = 2;

/** Writes to blobs. Until it is published an upload stands in `sweeps`, so a crash leaves nothing behind. */
export function makeBlobWriter(db: DatabaseSync): BlobWriter {
  const blob = db.prepare('select upload from blobs where id = ?');
  const publish = db.prepare(`
    insert into blobs (id, upload, size, key_name) values (?, ?, ?, ?)
    on conflict (id) do update set upload = excluded.upload, size = excluded.size, key_name = excluded.key_name`);
  const remove = db.prepare('delete from blobs where id = ?');
  const addPiece = db.prepare('insert into blob_pieces (upload, piece, bytes) values (?, ?, ?)');
  const dropSome = db.prepare(`
    delete from blob_pieces where upload = ?1 and piece in (select piece from blob_pieces where upload = ?1 limit ${SLICE})`);
  const noteSweep = db.prepare(`insert or ignore into sweeps (kind, target) values ('upload', ?)`);
  const endSweep = db.prepare(`delete from sweeps where kind = 'upload' and target = ?`);

  function sweepUpload(upload: string): Slices<null> {
    return {
      value: null,
      step() {
        if (dropSome.run(upload).changes === SLICE) return this;
        endSweep.run(upload);
        return null;
      },
    };
  }

  function uploadOf(id: string): string | null {
    const row = blob.get(id);
    return row === undefined ? null : text(row, 'upload');
  }

  return {
    putPiece(op) {
      if (op.piece === 0) noteSweep.run(op.upload);
      addPiece.run(op.upload, op.piece, op.bytes);
      return null;
    },

    publishBlob(op) {
      const before = uploadOf(op.id);
      publish.run(op.id, op.upload, op.size, op.keyName);
      endSweep.run(op.upload);
      if (before === null) return null;
      noteSweep.run(before);
      return sweepUpload(before);
    },

    abandonBlob: (op) => sweepUpload(op.upload),

    removeBlob(op) {
      const upload = uploadOf(op.id);
      if (upload === null) return null;
      remove.run(op.id);
      noteSweep.run(upload);
      return sweepUpload(upload);
    },

    sweepUpload,
  };
}
