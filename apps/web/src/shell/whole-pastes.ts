import { say } from '../messages.ts';
import { toast } from '../ui/index.ts';

/**
 * Of a paste that does not fit a field the browser takes what fits and drops the rest without a word.
 * Here it is refused whole, and it is said by how much it is too long.
 */
export function refusePartsOfPastes(): void {
  document.addEventListener('paste', (event) => {
    const field = event.target;
    const isField = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
    if (!isField || field.maxLength < 0) return;
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    const selected = (field.selectionEnd ?? 0) - (field.selectionStart ?? 0);
    const over = field.value.length - selected + pasted.length - field.maxLength;
    if (over <= 0) return;
    event.preventDefault();
    toast(say.sharedText.tooLong(field.maxLength, over), { bad: true });
  });
}
