export * from './port.ts';
export { StorageError } from './errors.ts';
export type { StorageErrorCode } from './errors.ts';
export { openSqlite } from './sqlite/open.ts';
export type { SqliteFaults, SqliteOptions } from './sqlite/open.ts';
export type { StoreLoss, StoreOpening } from './sqlite/opening.ts';
export type { SqliteStore } from './sqlite/store.ts';
