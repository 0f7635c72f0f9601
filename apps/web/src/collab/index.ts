/* All in one file of the build, also for those who ask for it later: it is fetched at once. */
export { docOf } from '../device/document-copy.ts';
export { offersStored } from './offer-work.ts';
export { fileWithoutWords } from './work-file.ts';
export { giveUpOn, holdsCopy, keepUnsent, keepWithoutWords, rememberCopy } from './copies.ts';
export { openDocument } from './open-document.ts';
export { prepareDocuments, takeDocument } from './prepare.ts';
export type { DocumentState, OpenDocument } from './open-document.ts';
export { SharedText } from './shared-text.tsx';
export { useDocument } from './use-document.ts';
