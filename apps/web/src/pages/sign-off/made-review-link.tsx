import { date } from '../../messages/format.ts';
import { reviews } from '../../messages/reviews.ts';
import { MadeLinkDialog } from '../../shell/made-link-dialog.tsx';
import type { MadeReview } from './review-draft.ts';

/** The link, shown once, to be sent. */
export function MadeReviewLink({
  review,
  onClose,
}: {
  readonly review: MadeReview;
  readonly onClose: () => void;
}) {
  return (
    <MadeLinkDialog
      link={review.link}
      label={reviews.link.label}
      lead={reviews.link.lead}
      onClose={onClose}
    >
      {review.note} · {reviews.until(date(review.expiresAt))}
    </MadeLinkDialog>
  );
}
