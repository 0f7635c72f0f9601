import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
} from 'mongodb';
import { StorageError } from '../errors.ts';

const DUPLICATE_KEY = 11_000;
const OUT_OF_DISK_SPACE = 14_031;
const UNAUTHORIZED = 13;
const AUTHENTICATION_FAILED = 18;

/**
 * An error of the driver as one of the store. The driver's sentences may hold values ('dup key: {…}'),
 * hosts and what was in the connection string: none of them is passed on, and the error itself is no
 * `cause`, since a logger writes causes out.
 */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const code = codeOf(error);
  if (code === OUT_OF_DISK_SPACE) {
    return new StorageError(
      'storage/full',
      'the disk of MongoDB is full. Make room on it; nothing that was confirmed is lost.',
    );
  }
  return new StorageError('storage/unavailable', sentenceOf(error, code));
}

function sentenceOf(error: unknown, code: number | null): string {
  if (code === UNAUTHORIZED || code === AUTHENTICATION_FAILED)
    return `MongoDB refused the user of the connection string (code ${code})`;
  if (isUnconfirmed(error))
    return `MongoDB did not confirm a write on a majority of its members (code ${code ?? 'none'})`;
  if (error instanceof MongoServerSelectionError)
    return 'MongoDB cannot be reached, or has no primary at the moment; what was not confirmed is not lost in the browsers that hold it';
  if (error instanceof MongoNetworkError) return 'the connection to MongoDB was lost';
  if (error instanceof Error && error.name === 'MongoWaitQueueTimeoutError')
    return 'too much waits for MongoDB; try again later';
  if (code !== null) return `MongoDB refused (code ${code})`;
  return `the driver of MongoDB failed (${error instanceof Error ? error.name : typeof error})`;
}

function isUnconfirmed(error: unknown): boolean {
  return (
    error instanceof MongoWriteConcernError ||
    (error instanceof MongoBulkWriteError && error.result.getWriteConcernError() !== undefined)
  );
}

function codeOf(error: unknown): number | null {
  return error instanceof MongoError && typeof error.code === 'number' ? error.code : null;
}

/** Another document has this `_id`, or this value of a unique index. */
export function isDuplicate(error: unknown): boolean {
  return codeOf(error) === DUPLICATE_KEY;
}

/** The server answered, and its answer was no: nothing of this write is there. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof MongoServerError &&
    !isUnconfirmed(error) &&
    !(error instanceof MongoNetworkError)
  );
}

/**
 * Which of a batch, by place, failed and why; null if that cannot be told of each, and all count as
 * failed: a batch that no majority confirmed is not durable, whatever was written of it.
 */
export function failuresIn(error: unknown): ReadonlyMap<number, StorageError> | null {
  if (!(error instanceof MongoBulkWriteError)) return null;
  if (isUnconfirmed(error)) return null;
  const writes = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  if (writes.length === 0) return null;
  return new Map(
    writes.map(({ index, code }) => [
      index,
      code === OUT_OF_DISK_SPACE
        ? toStorageError(error)
        : new StorageError('storage/unavailable', `MongoDB refused an entry (code ${code})`),
    ]),
  );
}
