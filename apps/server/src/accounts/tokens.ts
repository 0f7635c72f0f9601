import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes, base64url: of sessions, invites, sign-in links and the first-run page. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What is kept of a token. A token has 256 random bits, so one round of SHA-256 is enough, and a
 * look-up by the hash tells nothing by its time.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
