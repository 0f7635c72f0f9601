import { holdsDraft } from '../annotator/comment-drafts.ts';

/** Comments that are being written are in the tab's memory alone: the browser asks before it goes. */
export function askBeforeLoss(): void {
  addEventListener('beforeunload', (event) => {
    if (holdsDraft()) event.preventDefault();
  });
}
