/*
 * What pages of this browser tell one another about its copies, and themselves: never a word of
 * what is in them.
 */

export type News =
  /** These copies are gone; null: all. Whoever writes one of them stops. */
  | { readonly kind: 'gone'; readonly slots: readonly string[] | null }
  /** What this device has to offer changed; these were downloaded or let go. */
  | { readonly kind: 'offers'; readonly done: readonly string[] }
  /** Something began to wait, or no longer does. */
  | { readonly kind: 'waiting' };

const listeners = new Set<(news: News) => void>();
const channel =
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('triad-device');
channel?.addEventListener('message', ({ data }: MessageEvent<News>) => hear(data));

export function tellNews(news: News): void {
  hear(news);
  channel?.postMessage(news);
}

export function onNews(listener: (news: News) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function hear(news: News): void {
  for (const listener of listeners) listener(news);
}
