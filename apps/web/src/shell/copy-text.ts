/**
 * Copies a text, and answers whether it was copied; to be called while a press is being answered, which
 * is when browsers allow it. Never throws.
 *
 * `navigator.clipboard` is absent on plain http beyond this machine, where Triad may well be served from
 * within a network. There the older command copies; it takes no focus, which an open dialog would not
 * let go.
 */
export async function copyText(text: string): Promise<boolean> {
  const { clipboard } = navigator as { readonly clipboard?: Clipboard };
  if (clipboard === undefined) return copyByCommand(text);
  try {
    await clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text);
  }
}

function copyByCommand(text: string): boolean {
  let isGiven = false;
  const give = (event: ClipboardEvent): void => {
    if (event.clipboardData === null) return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
    // A field that has the focus would give its own words.
    event.stopImmediatePropagation();
    isGiven = true;
  };
  document.addEventListener('copy', give, true);
  try {
    return document.execCommand('copy') && isGiven;
  } catch {
    return false;
  } finally {
    document.removeEventListener('copy', give, true);
  }
}
