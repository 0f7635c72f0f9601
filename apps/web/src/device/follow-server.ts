import type { QueryClient } from '@tanstack/react-query';
import type { makeRouter } from '../router.tsx';
import { call } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import { onReach, serverReached } from '../api/reach.ts';
import { flagged } from './flag.ts';
import { hear } from './hear.ts';
import { isWaiting } from './waiting.ts';

/** How often a server that is away is asked for, and what waits is tried again; milliseconds. */
const EVERY_MS = 5_000;
const WAITING_EVERY_MS = 20_000;
/** How often the server is heard at least while a page is open, milliseconds. */
const CONTACT_MS = 3_600_000;

type App = {
  readonly queryClient: QueryClient;
  readonly router: ReturnType<typeof makeRouter>;
};

/**
 * Notices when a server that was away is there again: what pages show is fetched anew, and what this
 * device keeps is sent. Does nothing where nothing is kept.
 */
export function followServer(app: App): void {
  let wasReached = serverReached();
  let heardAt = Date.now();
  onReach(() => {
    const isReached = serverReached();
    if (isReached && !wasReached && flagged()) void comeBack(app);
    wasReached = isReached;
  });
  addEventListener('online', () => {
    if (flagged()) void ask();
  });
  setInterval(() => {
    if (!flagged()) return;
    if (!serverReached()) void ask();
    void import('./settle-device.ts').then(({ leaveIfTooOld }) => {
      if (!serverReached()) return leaveIfTooOld();
      return false;
    });
  }, EVERY_MS);
  setInterval(() => {
    if (!flagged() || !serverReached()) return;
    void sendWaiting(app);
    // A page that is left open is in contact, too.
    if (Date.now() - heardAt < CONTACT_MS) return;
    heardAt = Date.now();
    void isStillIn(app);
  }, WAITING_EVERY_MS);
}

/** Everything that pages show may be another by now, and who is signed in too. */
async function comeBack(app: App): Promise<void> {
  const { settleAgain } = await import('./contact.ts');
  settleAgain();
  if (await isStillIn(app)) await app.queryClient.invalidateQueries();
}

/** Asks who is signed in; where it is nobody any more the page goes first, and then what it showed. */
async function isStillIn({ queryClient, router }: App): Promise<boolean> {
  const session = await call('readSession', {}).catch(() => null);
  if (session === null) return false;
  hear({ what: 'session' }, session);
  if (session.account !== null) {
    queryClient.setQueryData(keys.session, session);
    return true;
  }
  const { pathname, href } = router.state.location;
  if (!['/sign-in', '/setup', '/invite'].includes(pathname)) {
    await router.navigate({ to: '/sign-in', search: { next: href } });
  }
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
  queryClient.setQueryData(keys.session, session);
  return false;
}

/** What waits and no page has open: e.g. a document that was closed just before its last edit was sent. */
async function sendWaiting(app: App): Promise<void> {
  const { listCopies } = await import('./copies.ts');
  const { heldSlots } = await import('./held-copies.ts');
  const held = await heldSlots();
  const waits = (await listCopies()).some((copy) => isWaiting(copy) && !held.has(copy.slot));
  if (waits) await comeBack(app);
}

/** Whether the server is there shows from its answer (client.ts). */
function ask(): Promise<unknown> {
  return call('readSession', {}).catch(() => undefined);
}
