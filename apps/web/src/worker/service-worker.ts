/*
 * Serves the built app where there is no network: the one page, and its assets. Nothing else is
 * touched: no answer of the API, no document and no word of a transcript ever stands in its caches.
 *
 * The page itself always comes from the server where that answers, so a new version is there with
 * the next page that is opened; a worker of an older one can hold nobody up. Assets never change
 * under their names. Each build has a cache of its own, filled before the worker of that build takes
 * over; the one before stays for the pages that are still open.
 */

/** What the build put in (vite.config.ts). */
declare const __TRIAD_BUILD__: { readonly version: string; readonly files: readonly string[] };

type WorkerScope = {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: () => void): void;
};
type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type FetchEvent = Extendable & {
  readonly request: Request;
  readonly preloadResponse: Promise<Response | undefined>;
  respondWith(response: Promise<Response>): void;
};

const scope = globalThis as unknown as WorkerScope;
const { version, files } = __TRIAD_BUILD__;
const PREFIX = 'triad-app ';
const CACHE = PREFIX + version;
const PAGE = '/';
/** How long a page waits for a server that does not answer, milliseconds. */
const PATIENCE_MS = 4_000;
/** What a proxy answers when the server is away. */
const AWAY = new Set([502, 503, 504]);

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(activate()));
// A page says that this worker waits, though it need not (device/worker-client.ts).
scope.addEventListener('message', () => void scope.skipWaiting());
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== scope.location.origin) return;
  if (request.mode === 'navigate' && isPage(pathname)) event.respondWith(page(event));
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
});

/** All or nothing: a build of which one file is missing takes nobody's place. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  try {
    await cache.addAll(files.map((file) => `/${file}`));
    const answer = await fetch(PAGE, { cache: 'no-cache', headers: { accept: 'text/html' } });
    const html = await answer.clone().text();
    // Between two builds the server may already hand out the next page.
    if (!answer.ok || !isOfThisBuild(html)) throw new Error('the page is of another build');
    await cache.put(PAGE, answer);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
  await scope.skipWaiting();
}

function isOfThisBuild(html: string): boolean {
  const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)];
  return scripts.length > 0 && scripts.every(([, file]) => files.includes(file ?? ''));
}

async function activate(): Promise<void> {
  const own = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  // In the order in which they were made.
  for (const name of own.slice(0, -1)) await caches.delete(name);
  await scope.registration.navigationPreload?.enable();
  await scope.clients.claim();
}

async function page(event: FetchEvent): Promise<Response> {
  const fresh = ask(event);
  // Opening a cache would make it anew where it was taken away.
  const kept = caches.match(PAGE, { cacheName: CACHE });
  const patience = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const first = await Promise.race([fresh, patience]).catch(() => null);
  if (first !== null && !AWAY.has(first.status)) return first;
  return (await kept) ?? fresh;
}

async function ask(event: FetchEvent): Promise<Response> {
  return (await event.preloadResponse.catch(() => undefined)) ?? fetch(event.request);
}

/** As kept; else from the server, and then kept with this build's. */
async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  // Where it is gone this worker is on its way out, and puts nothing back.
  if (answer.ok && !request.url.endsWith('.map') && (await caches.has(CACHE))) {
    const cache = await caches.open(CACHE);
    await cache.put(request, answer.clone()).catch(() => undefined);
  }
  return answer;
}

/** As the server tells pages from other addresses. */
function isPage(path: string): boolean {
  return !path.startsWith('/api/') && path !== '/api' && !/\.[a-z0-9]+$/i.test(path);
}
