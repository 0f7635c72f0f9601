import { Copy } from 'lucide-react';
import { useState } from 'react';
import { date } from '../../messages/format.ts';
import { reviews } from '../../messages/reviews.ts';
import { copyText } from '../../shell/copy-text.ts';
import { Button, Dialog, TextField } from '../../ui/index.ts';
import type { MadeReview } from './review-draft.ts';

const words = reviews.link;

/** The link, shown once, to be sent. */
export function MadeReviewLink({
  review,
  onClose,
}: {
  readonly review: MadeReview;
  readonly onClose: () => void;
}) {
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);
  const copy = async (): Promise<void> => setCopied((await copyText(review.link)) ? 'yes' : 'no');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.title}
      lead={words.lead}
      role="alertdialog"
      actions={
        <Button kind="primary" onPress={onClose}>
          {words.done}
        </Button>
      }
    >
      <div className="stack">
        <div className="review-link">
          <TextField
            label={words.label}
            value={review.link}
            isReadOnly
            onFocus={(event) => (event.target as HTMLInputElement).select()}
          />
          <Button
            icon={<Copy size={15} aria-hidden="true" />}
            onPress={() => void copy()}
            autoFocus
          >
            {words.copy}
          </Button>
        </div>
        <p className="small muted" role="status">
          {copied === 'yes' ? words.copied : copied === 'no' ? words.copyFailed : ''}
        </p>
        <p className="small muted">
          {review.note} · {reviews.until(date(review.expiresAt))}
        </p>
      </div>
    </Dialog>
  );
}
