/*
 * The code of all pages comes while nothing else does, so that a link can be followed where the
 * connection is lost for a moment.
 */

const CODE = import.meta.glob([
  '../pages/**/*-page.tsx',
  '../pages/**/*-dialog.tsx',
  '../annotator/*-dialog.tsx',
  '../collab/index.ts',
]);

/** After the first page stands, milliseconds; and until what did not come is asked for again. */
const LATER_MS = 3_000;
const AGAIN_MS = 15_000;
/** A browser that does not say that it is idle, as after a press, is not waited for longer, milliseconds. */
const IDLE_MOST_MS = 1_000;

/** One file after the other, each when the page has nothing to do. */
export function fetchAllCode(): void {
  const left = new Map(Object.entries(CODE));
  const next = async (): Promise<void> => {
    for (const [name, load] of left) {
      await idle();
      try {
        await load();
        left.delete(name);
      } catch {
        setTimeout(() => void next(), AGAIN_MS);
        return;
      }
    }
  };
  const begin = (): void => void setTimeout(() => void next(), LATER_MS);
  if (document.readyState === 'complete') begin();
  else addEventListener('load', begin, { once: true });
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'undefined') setTimeout(resolve, 100);
    else requestIdleCallback(() => resolve(), { timeout: IDLE_MOST_MS });
  });
}
