import { Eraser, X } from 'lucide-react';
import { redacting as words } from '../messages/redacting.ts';
import { IconButton } from '../ui/index.ts';

/** Over the text: that words were taken out of it since it was last opened; it stays until it is dismissed. */
export function RedactedNotice({ onDismiss }: { readonly onDismiss: () => void }) {
  return (
    <aside className="round-notice" aria-label={words.cameTitle}>
      <Eraser size={15} aria-hidden="true" />
      <p role="status">{words.came}</p>
      <IconButton icon={<X size={16} />} label={words.cameDismiss} onPress={onDismiss} />
    </aside>
  );
}
