/**
 * Why the server ends a document's connection. y-websocket stops retrying on 4400 to 4499 and on
 * nothing else, so final refusals use these and 'later' uses 4500 to 4599.
 */
export const CLOSE = {
  malformed: { code: 4400, reason: 'malformed message' },
  signedOut: { code: 4401, reason: 'sign in again' },
  forbidden: { code: 4403, reason: 'not allowed' },
  unknown: { code: 4404, reason: 'no such document' },
  generation: { code: 4410, reason: 'this document was replaced: fetch its new generation' },
  tooLarge: { code: 4413, reason: 'message or document too large' },
  textTooLong: { code: 4414, reason: 'the text would be longer than a transcript may be' },
  leaseOver: { code: 4423, reason: 'the lease on this text is over' },
  schema: { code: 4426, reason: 'this page is out of date: reload it' },
  unmigrated: { code: 4427, reason: 'the server cannot read this document: its log says why' },
  unavailable: { code: 4503, reason: 'the store does not answer: trying again' },
  restarting: { code: 4504, reason: 'the server is stopping: trying again' },
  replacing: { code: 4505, reason: 'this document is being made anew: trying again' },
  slow: { code: 4508, reason: 'this connection reads too slowly: trying again' },
  tooMany: { code: 4529, reason: 'too many messages: trying again' },
  tooManySockets: { code: 4530, reason: 'too many connections: close some, trying again' },
} as const satisfies Readonly<Record<string, CloseReason>>;

export type CloseReason = { readonly code: number; readonly reason: string };

/** Whether an unmodified `WebsocketProvider` gives up on this code. */
export function isFinalClose(code: number): boolean {
  return code >= 4400 && code <= 4499;
}

/** Whether the server ended it for now alone, and for a reason of its own. */
export function isPutOff(code: number): boolean {
  return code >= 4500 && code <= 4599;
}
