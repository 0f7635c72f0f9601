import type { QueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { onReach, serverReached } from '../api/reach.ts';
import { flagged } from './flag.ts';
import { isWaiting } from './waiting.ts';

/** How often a server that is away is asked for, and what waits is tried again; milliseconds. */
const EVERY_MS = 5_000;
const WAITING_EVERY_MS = 20_000;
/** How often the server is heard at least while a page is open, milliseconds. */
const CONTACT_MS = 3_600_000;

/**
 * Notices when a server that was away is there again: what pages show is fetched anew, and what this
 * device keeps is sent. Does nothing where nothing is kept.
 */
export function followServer(queryClient: QueryClient): void {
  let wasReached = serverReached();
  onReach(() => {
    const isReached = serverReached();
    if (isReached && !wasReached && flagged()) void comeBack(queryClient);
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
    void sendWaiting(queryClient);
    // A page that is left open is in contact, too.
    const session = { ...queries.session(), staleTime: CONTACT_MS };
    queryClient.fetchQuery(session).catch(() => undefined);
  }, WAITING_EVERY_MS);
}

async function comeBack(queryClient: QueryClient): Promise<void> {
  const { settleAgain } = await import('./contact.ts');
  settleAgain();
  await queryClient.fetchQuery({ ...queries.session(), staleTime: 0 }).catch(() => undefined);
  await queryClient.invalidateQueries();
}

/** What waits and no page has open: e.g. a document that was closed just before its last edit was sent. */
async function sendWaiting(queryClient: QueryClient): Promise<void> {
  const { listCopies } = await import('./copies.ts');
  const { heldSlots } = await import('./held-copies.ts');
  const held = await heldSlots();
  const waits = (await listCopies()).some((copy) => isWaiting(copy) && !held.has(copy.slot));
  if (waits) await comeBack(queryClient);
}

/** Whether the server is there shows from its answer (client.ts). */
function ask(): Promise<unknown> {
  return call('readSession', {}).catch(() => undefined);
}
