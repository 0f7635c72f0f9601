export {
  createDocumentHost,
  putBackHead,
  renewDocuments,
  sweepDocuments,
} from './document-host.ts';
export { describeLayer } from './fold.ts';
export { DOCUMENT_COLLECTIONS } from './heads.ts';
export type { HostLimits } from './host-limits.ts';
export type { DocumentAccess, DocumentHead, DocumentHost, Gate } from './host.ts';
