import { useRouterState } from '@tanstack/react-router';

const TOKEN = /(?:^|[#=/?&])([A-Za-z0-9_-]{43})(?=$|[&#])/;

/**
 * The one-time token in an address, a fragment, or by itself; null where there is none. It
 * travels in the fragment, which browsers never send to a server.
 */
export function readToken(text: string): string | null {
  return TOKEN.exec(text.trim())?.[1] ?? null;
}

/** The token in the fragment of this page's address. */
export function useToken(): string | null {
  return readToken(useRouterState({ select: (state) => state.location.hash }));
}
