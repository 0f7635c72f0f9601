import type { AnnotatorSession } from './session.ts';

/** What talk knows of the page on which it stands: an annotator's session, or less. */
export type TalkPage = Pick<AnnotatorSession, 'me' | 'nameOf' | 'knownRedactions'> & {
  readonly transcript: { readonly id: string };
};
