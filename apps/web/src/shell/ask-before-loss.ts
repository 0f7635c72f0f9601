import { holdsDraft } from '../annotator/comment-drafts.ts';
import { holdsWords } from '../pages/sign-off/word-drafts.ts';

/** Comments, and words on versions, that are being written are in the tab's memory alone: the browser asks before it goes. */
export function askBeforeLoss(): void {
  addEventListener('beforeunload', (event) => {
    if (holdsDraft() || holdsWords()) event.preventDefault();
  });
}
