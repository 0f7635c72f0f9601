/* What the server's threads look into documents with: without the API and its schemas, which take 15 MB of each thread. */
export { DOCUMENT_SCHEMA } from './document-name.ts';
export type { DocumentKind } from './document-name.ts';
export * from './layer-content.ts';
export * from './layer-summary.ts';
export * from './late-changes.ts';
