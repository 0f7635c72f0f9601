import { createHash } from 'node:crypto';

/**
 * An id that follows from what it is of: the same for the same, so that making it anew finds what is
 * there. Marked as made from a hash of one's own (RFC 9562, version 8).
 */
export function hashedId(...of: readonly string[]): string {
  const hex = createHash('sha256').update(of.join('\n')).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
