import type { CloseReason } from '@triad/collab';

/** Why work that waited on a device is offered, where it was not the server's doing. */
export const DEVICE_REASONS = {
  tooOld: { code: 1, reason: 'kept on a device that had not heard the server for too long' },
  asked: { code: 2, reason: 'removed from the device by its owner' },
} as const satisfies Readonly<Record<string, CloseReason>>;
