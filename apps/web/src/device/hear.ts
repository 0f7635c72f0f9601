import type { Asked } from './kept-answers.ts';
import { call } from '../api/client.ts';
import { flagged, workerFlagged } from './flag.ts';

/**
 * What the server says is heard here, since it decides what may stay on this device: to be called
 * with each answer, null where it said that there is no such thing for this person. Costs nothing
 * where nothing is kept and nothing may be.
 */
export function hear(asked: Asked, answer: unknown): void {
  if (!flagged() && !workerFlagged() && !allowsCopies(answer)) return;
  import('./contact.ts')
    .then(({ contact }) => contact(asked, answer))
    // Without a connection there may be no such file; the server was heard all the same, and is again.
    .catch(() => undefined);
}

/** A session seems to be over: what the device keeps goes with it, once the server says so. */
export function checkSession(): void {
  call('readSession', {})
    .then((answer) => hear({ what: 'session' }, answer))
    .catch(() => undefined);
}

/** What the device has in the server's place; undefined where it has nothing. */
export async function askDevice(asked: Asked): Promise<unknown> {
  if (!flagged()) return undefined;
  const [{ answerFromDevice }, { leaveIfTooOld }] = await Promise.all([
    import('./kept-answers.ts'),
    import('./settle-device.ts'),
  ]);
  if (await leaveIfTooOld()) return undefined;
  return answerFromDevice(asked).catch(() => undefined);
}

function allowsCopies(answer: unknown): boolean {
  const allows = (thing: unknown): boolean =>
    typeof thing === 'object' &&
    thing !== null &&
    'deviceCopies' in thing &&
    thing.deviceCopies === true;
  return Array.isArray(answer) ? answer.some(allows) : allows(answer);
}
