import { X } from 'lucide-react';
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as AriaToastRegion,
} from 'react-aria-components';
import { say } from '../messages.ts';
import { Button } from './button.tsx';

export type ToastAction = { readonly label: string; readonly onAction: () => void };
type Content = {
  readonly text: string;
  readonly bad: boolean;
  readonly action: ToastAction | null;
};

const queue = new ToastQueue<Content>({ maxVisibleToasts: 3 });

/**
 * Says in passing that something was done. It goes by itself after six seconds, unless it says
 * that something failed or offers an act.
 */
export function toast(
  text: string,
  options: { readonly bad?: boolean; readonly action?: ToastAction } = {},
): void {
  const { bad = false, action = null } = options;
  queue.add({ text, bad, action }, bad || action !== null ? {} : { timeout: 6_000 });
}

/** Where toasts appear; once, at the root of the page. */
export function ToastRegion() {
  return (
    <AriaToastRegion queue={queue} className="toasts" aria-label={say.ui.notices}>
      {({ toast: shown }) => (
        <AriaToast toast={shown} className={`toast ${shown.content.bad ? 'bad' : ''}`}>
          <ToastContent className="toast-words">
            <Text slot="title">{shown.content.text}</Text>
          </ToastContent>
          {shown.content.action === null ? null : (
            <Button
              kind="quiet"
              onPress={() => {
                shown.content.action?.onAction();
                queue.close(shown.key);
              }}
            >
              {shown.content.action.label}
            </Button>
          )}
          <AriaButton slot="close" className="btn quiet icon-btn" aria-label={say.act.close}>
            <X size={14} />
          </AriaButton>
        </AriaToast>
      )}
    </AriaToastRegion>
  );
}
