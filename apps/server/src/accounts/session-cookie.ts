/**
 * The session's cookie: out of reach of scripts, sent to this site alone. Under https its name
 * holds the browser to a secure cookie of exactly this host.
 */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Host-triad' : 'triad';
}

export function writeSessionCookie(token: string, secure: boolean, maxAgeMs: number): string {
  const parts = [
    `${sessionCookieName(secure)}=${token}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${Math.floor(maxAgeMs / 1000)}`,
  ];
  if (secure) parts.push('Secure');
  return parts.join('; ');
}

export function clearSessionCookie(secure: boolean): string {
  return writeSessionCookie('', secure, 0);
}

/** The token in a Cookie header; null where there is none of the right form. */
export function readSessionCookie(header: string | undefined, secure: boolean): string | null {
  if (header === undefined || header.length > 16_384) return null;
  const name = sessionCookieName(secure);
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at < 0 || pair.slice(0, at).trim() !== name) continue;
    const value = pair.slice(at + 1).trim();
    return /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
  }
  return null;
}
