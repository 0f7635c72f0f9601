import { canKeepCopies } from './availability.ts';
import { setWorkerFlag, workerFlagged } from './flag.ts';

/*
 * The service worker of this app, there as long as a project of the account allows copies. It hands
 * out what was built and nothing else; sw.ts.
 */

const SCRIPT = '/service-worker.js';
/** Of its caches; all are this app's. */
const CACHE_PREFIX = 'triad-app ';

let asked: Promise<void> | null = null;

/** Once a page; the development server has none, and takes away what a built app left. */
export function installWorker(): Promise<void> {
  if (!canKeepCopies()) return Promise.resolve();
  if (import.meta.env.DEV) return removeWorker();
  setWorkerFlag(true);
  asked ??= navigator.serviceWorker
    .register(SCRIPT, { updateViaCache: 'none' })
    .then((registration) => {
      registration.addEventListener('updatefound', () => seeThatItTakesOver(registration));
      seeThatItTakesOver(registration);
      // By itself a browser looks for a newer one only once this one has been idle for long.
      registration.update().catch(() => undefined);
      navigator.storage.persist().catch(() => undefined);
    })
    // Without one the app works as before; it is tried again with the next page.
    .catch(() => undefined);
  return asked;
}

const LOOK_MS = 1_000;
const LOOKS = 60;

/**
 * A request that reaches the worker before in the moment of the change makes Chromium give the change
 * up, and the new one waits as long as a page is open: it is told to take over once more.
 */
function seeThatItTakesOver(registration: ServiceWorkerRegistration): void {
  let looks = 0;
  const timer = setInterval(() => {
    const { installing, waiting } = registration;
    looks += 1;
    waiting?.postMessage(null);
    if ((installing ?? waiting) === null || looks >= LOOKS) clearInterval(timer);
  }, LOOK_MS);
}

export async function removeWorker(): Promise<void> {
  asked = null;
  if (!workerFlagged() || !('serviceWorker' in navigator)) return;
  for (const registration of await navigator.serviceWorker.getRegistrations()) {
    await registration.unregister();
  }
  for (const name of await caches.keys()) {
    if (name.startsWith(CACHE_PREFIX)) await caches.delete(name);
  }
  setWorkerFlag(false);
}
