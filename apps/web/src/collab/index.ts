export { giveUpOn } from './copies.ts';
export { prepareDocuments, takeDocument } from './prepare.ts';
export type { DocumentState, OpenDocument } from './open-document.ts';
export { SharedText } from './shared-text.tsx';
export { useDocument } from './use-document.ts';
