/** The one replacement that leads from `before` to `after`; null where they are equal. */
export function textDifference(
  before: string,
  after: string,
): { readonly at: number; readonly removed: number; readonly inserted: string } | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && before.charCodeAt(at) === after.charCodeAt(at)) at += 1;
  // Never between the halves of a surrogate pair: Yjs would store broken characters.
  if (at > 0 && isHighSurrogate(before.charCodeAt(at - 1))) at -= 1;
  let tail = 0;
  while (
    tail < shorter - at &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail += 1;
  }
  if (tail > 0 && isLowSurrogate(before.charCodeAt(before.length - tail))) tail -= 1;
  return {
    at,
    removed: before.length - tail - at,
    inserted: after.slice(at, after.length - tail),
  };
}

/**
 * By how many UTF-16 units a change would go over what a text may have; 0 where it may be made. What
 * makes a text shorter may be made always: two who type at once can have brought it over.
 */
export function unitsOver(before: string, after: string, mostUtf16: number): number {
  return after.length > before.length ? Math.max(0, after.length - mostUtf16) : 0;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
