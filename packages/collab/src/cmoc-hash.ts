import type { CmocContent } from '@triad/realist';
import { canonicalJson } from '@triad/realist';
import { digest } from 'lib0/hash/sha256';

/**
 * The mark of what a CMOC says: SHA-256 of its canonical JSON, hex. Browsers have none of their own
 * on plain http beyond this machine.
 */
export function hashOfCmoc(content: CmocContent): string {
  return [...digest(new TextEncoder().encode(canonicalJson(content)))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
