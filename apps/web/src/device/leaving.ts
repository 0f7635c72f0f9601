import { listUnsaved, subscribeUnsaved } from '../collab/unsaved.ts';
import { flagged } from './flag.ts';
import { isWaiting } from './waiting.ts';

/** How long signing out waits for what is still to be sent, milliseconds. */
const WAIT_MS = 8_000;

/**
 * Sends what waits in this tab and on this device, as far as that is soon done; what is left is
 * offered as a file.
 */
export async function sendBeforeLeaving(): Promise<void> {
  const sent = Promise.all([sendFromTab(), sendFromDevice()]);
  await Promise.race([sent, new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
}

/** What is open in this tab is sent by itself: resolves once the server has it. */
function sendFromTab(): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (listUnsaved().length > 0) return;
      stop();
      resolve();
    };
    const stop = subscribeUnsaved(look);
    look();
  });
}

async function sendFromDevice(): Promise<void> {
  if (!flagged()) return;
  const [{ listCopies }, { readOwner }, { settleDevice }] = await Promise.all([
    import('./copies.ts'),
    import('./kept-answers.ts'),
    import('./settle-device.ts'),
  ]);
  const [copies, owner] = await Promise.all([listCopies(), readOwner()]);
  if (owner === null || !copies.some(isWaiting)) return;
  await settleDevice(owner.account, false).catch(() => undefined);
}

/** Removes every copy now, at the person's own wish; with the server or without it. */
export async function clearThisDevice(): Promise<void> {
  await sendBeforeLeaving();
  const { leaveDevice } = await import('./settle-device.ts');
  await leaveDevice('asked');
}
