export { createDocumentHost, sweepDocuments } from './document-host.ts';
export type { DocumentHostOptions } from './document-host.ts';
export { DocumentError } from './errors.ts';
export type { DocumentErrorCode } from './errors.ts';
export { DOCUMENT_COLLECTIONS } from './heads.ts';
export { HOST_LIMITS } from './host-limits.ts';
export type { HostLimits } from './host-limits.ts';
export type { HostLog } from './host-log.ts';
export type { DocumentAccess, DocumentHead, DocumentHost, Gate, Identity } from './host.ts';
