import { lastVersion, MONGODB_STEPS } from './mongodb/schema-steps.ts';
import { SCHEMA_VERSION } from './sqlite/schema-steps.ts';

/** How each store lays out the data at present: earlier versions are brought to it at opening. */
export const SCHEMA_VERSIONS = {
  sqlite: SCHEMA_VERSION,
  mongodb: lastVersion(MONGODB_STEPS),
} as const;
