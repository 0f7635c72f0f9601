import { WebSocket } from 'ws';

/**
 * A socket that signs in as a browser does, by the cookie that stands in its url as the user: who
 * makes sockets (the provider, the app's tunnel) has a url alone to give.
 */
export class SignedInSocket extends WebSocket {
  /** How many were made in this process. */
  static made = 0;

  constructor(url: string | URL) {
    const target = new URL(url);
    const cookie = decodeURIComponent(target.username);
    target.username = '';
    super(target, cookie === '' ? {} : { headers: { cookie } });
    // As in a browser: an error that nobody listens to ends nothing; 'close' follows it.
    this.on('error', () => undefined);
    SignedInSocket.made += 1;
  }
}

/** The server's address for sockets of whoever has this cookie. */
export function socketOrigin(origin: string, cookie: string): string {
  const url = new URL(origin);
  url.protocol = 'ws:';
  url.username = encodeURIComponent(cookie);
  return url.href.replace(/\/$/, '');
}

/** The web app's tunnel makes its socket by the global class. */
export function useSignedInSockets(): void {
  globalThis.WebSocket = SignedInSocket as unknown as typeof globalThis.WebSocket;
}
