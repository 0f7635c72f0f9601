import type { DocumentKind } from '@triad/collab';
import type { SCHEMA_VERSIONS } from '@triad/storage';

/** How a release keeps data: what it reads, and what it leaves behind. */
export type Release = {
  readonly version: string;
  readonly stores: Readonly<Record<keyof typeof SCHEMA_VERSIONS, number>>;
  readonly documents: Readonly<Record<DocumentKind, number>>;
};

/**
 * Every release, the first one first; what it says of one is never changed. Each has a folder under
 * test/versions, which is opened with the present code (docs/operating.md, Releasing).
 */
export const RELEASES: readonly Release[] = [
  {
    version: '0.1.0',
    stores: { sqlite: 1, mongodb: 1 },
    documents: { transcript: 1, layer: 2, consensus: 2, cmoc: 1, theory: 1 },
  },
];
