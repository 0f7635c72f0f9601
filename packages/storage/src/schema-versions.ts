import { lastVersion } from './layout-versions.ts';
import { MONGODB_STEPS } from './mongodb/schema-steps.ts';
import { SQLITE_STEPS } from './sqlite/schema-steps.ts';

/** How each store lays out the data at present: earlier versions are brought to it at opening. */
export const SCHEMA_VERSIONS = {
  sqlite: lastVersion(SQLITE_STEPS),
  mongodb: lastVersion(MONGODB_STEPS),
} as const;
