import { createHash } from 'node:crypto';

/** SHA-256 of words, hex, which tells nothing of them to who does not have the salt. */
export function saltedHash(salt: string, words: string): string {
  return createHash('sha256').update(`${salt}\n${words}`).digest('hex');
}
