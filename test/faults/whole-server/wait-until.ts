import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 30_000;

/** Resolves when it holds; rejects after thirty seconds, naming it, and as `holds` throws. */
export async function waitUntil(
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`waited in vain until ${what}`);
    await pause(5);
  }
}
