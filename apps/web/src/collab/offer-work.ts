import { CLOSE } from '@triad/collab';
import { endOffers, storeOffer } from '../device/offers.ts';
import { shareOffer } from '../device/share-offers.ts';
import { DEVICE_REASONS } from '../device/reasons.ts';
import { keepAside, letGoOf, noteStored } from './kept-aside.ts';
import type { KeptWork } from './kept-aside.ts';
import type { OwnedHead } from './owned-head.ts';

/**
 * After these nothing may stay on the device: its person is no longer a member or no longer in, or
 * the device was to be cleared. All else they may still hold.
 */
const NOT_ON_DEVICE: ReadonlySet<number> = new Set([
  CLOSE.unknown.code,
  CLOSE.signedOut.code,
  DEVICE_REASONS.tooOld.code,
  DEVICE_REASONS.asked.code,
]);

let storing: Promise<void> = Promise.resolve();

/** Offers it in this tab, and keeps it on the device where it may stay there. */
export function offerWork(work: KeptWork): void {
  const replaced = keepAside(work);
  const mayStay = work.place !== null && !NOT_ON_DEVICE.has(work.reason?.code ?? 0);
  then(async () => {
    if (replaced.length > 0) await endOffers(replaced);
    if (mayStay && (await storeOffer(work))) noteStored(work);
    else shareOffer(work);
  });
}

/** Words went that were offered before. */
export function withdrawOffers(of: OwnedHead): void {
  const gone = letGoOf(of);
  if (gone.length > 0) then(() => endOffers(gone));
}

/** Resolves once the device has what is offered so far, or could not take it. */
export function offersStored(): Promise<void> {
  return storing;
}

function then(act: () => Promise<void>): void {
  storing = storing.then(act).catch(() => undefined);
}
