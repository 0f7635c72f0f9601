export * from './port.ts';
export { StorageError } from './errors.ts';
export type { StorageErrorCode } from './errors.ts';
export { copySqlite, holdSqliteFolder, SQLITE_FILE } from './sqlite/copy.ts';
export { openSqlite } from './sqlite/open.ts';
export type { SqliteFaults, SqliteOptions } from './sqlite/open.ts';
export { readSqliteCopy } from './sqlite/read-copy.ts';
export type { SqliteCopy, StoreCounts } from './sqlite/read-copy.ts';
