import type { IncomingMessage } from 'node:http';

/** Whether a request may come from the page that it says it comes from. */
export type OriginCheck = (request: IncomingMessage) => boolean;

/**
 * With a set origin only that one counts. Without one the page must come from the very host and
 * port that the request went to. A request without Origin is judged by Sec-Fetch-Site, which
 * browsers alone send: other programs carry nobody's cookies by accident.
 */
export function makeOriginCheck(setOrigin: string | null): OriginCheck {
  return ({ headers }) => {
    const origin = headers.origin;
    if (origin === undefined) {
      const site = headers['sec-fetch-site'];
      return site === undefined || site === 'same-origin' || site === 'none';
    }
    if (setOrigin !== null) return origin === setOrigin;
    const host = headers.host;
    return host !== undefined && origin === `http://${host.toLowerCase()}`;
  };
}
