export {
  countNewer,
  createDocumentHost,
  putBackHead,
  renewDocuments,
  sweepDocuments,
} from './document-host.ts';
export { describeLayer } from './fold.ts';
export { DOCUMENT_COLLECTIONS } from './heads.ts';
export type { HostLimits } from './host-limits.ts';
export type { DocumentAccess, DocumentCopy, DocumentHead, DocumentHost, Gate } from './host.ts';
export { isEmptyUpdate } from './update.ts';
