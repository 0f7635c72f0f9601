import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

/** Longest wait for anything in a page, milliseconds; far more than it takes. */
export const PATIENCE_MS = 30_000;

const AGAIN_MS = 30;

/** Reads until what is read equals `wanted`. Throws with what was read last where it never does. */
export async function until<T>(what: string, read: () => Promise<T>, wanted: T): Promise<void> {
  const last = performance.now() + PATIENCE_MS;
  let found = await read();
  while (!isDeepStrictEqual(found, wanted)) {
    if (performance.now() > last) {
      throw new Error(
        `${what}: expected ${JSON.stringify(wanted)}, and after ${PATIENCE_MS / 1000} s there is ${JSON.stringify(found)}`,
      );
    }
    await pause(AGAIN_MS);
    found = await read();
  }
}
