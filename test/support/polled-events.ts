import { EVENTS_PATH } from '@triad/collab';
import type { Caller } from '../faults/whole-server/caller.ts';

/** What somebody hears of a project by long polling, each request a connection like any other. */
export type PolledEvents = {
  readonly heard: readonly { readonly kind?: string }[];
  /** Rejects with what went wrong meanwhile. */
  end(): Promise<void>;
};

/** Resolves when the project is watched; a request that is not answered with 200 is an error. */
export async function pollEvents(
  { server, cookie }: Caller,
  project: string,
): Promise<PolledEvents> {
  let session = '';
  const over = new AbortController();
  async function ask(body: string | null): Promise<readonly string[]> {
    const sid = session === '' ? '' : `&sid=${session}`;
    const response = await fetch(`${server.origin}${EVENTS_PATH}?EIO=4&transport=polling${sid}`, {
      headers: { cookie, connection: 'close' },
      signal: over.signal,
      ...(body === null ? {} : { method: 'POST', body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`events: ${response.status} ${text}`);
    return text.split('\u001e');
  }
  const [opened = ''] = await ask(null);
  session = (JSON.parse(opened.slice(1)) as { readonly sid: string }).sid;
  await ask('40');
  const heard: { readonly kind?: string }[] = [];
  const watched = Promise.withResolvers<void>();
  const listening = (async () => {
    while (!over.signal.aborted) {
      for (const packet of await ask(null)) {
        if (packet === '2') await ask('3');
        else if (packet.startsWith('40')) await ask(`420${JSON.stringify(['watch', { project }])}`);
        else if (packet.startsWith('430')) watched.resolve();
        else if (packet.startsWith('42')) {
          const [, event] = JSON.parse(packet.slice(2)) as [string, { readonly kind?: string }];
          heard.push(event);
        }
      }
    }
  })();
  listening.catch(watched.reject);
  await watched.promise;
  return {
    heard,
    end: async () => {
      over.abort();
      await listening.catch((error: Error) => {
        if (error.name !== 'AbortError') throw error;
      });
    },
  };
}
