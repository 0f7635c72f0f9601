import { accountHere, onAccount } from '../api/who.ts';
import { isOnlyHere, keptAside, takeShared } from '../collab/kept-aside.ts';
import type { KeptWork } from '../collab/kept-aside.ts';

/*
 * What one tab has to offer and no device keeps, such as after a removal, is offered in every tab of
 * the account: the one that found it may stand behind the others, or be loaded anew.
 */

type Shared = Omit<KeptWork, 'file'> & { readonly text: string };
type Message =
  | { readonly kind: 'have'; readonly works: readonly Shared[] }
  /** A tab of this account has come. */
  | { readonly kind: 'ask'; readonly account: string };

const channel =
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('triad-offers');

/** Tells other tabs of what was found here. */
export function shareOffer(work: KeptWork): void {
  say({ kind: 'have', works: [shared(work)] });
}

/** Hears what other tabs have, and asks for it whenever an account is here. */
export function followSharedOffers(): void {
  channel?.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'have') takeShared(data.works.map(received));
    else if (data.account === accountHere()) {
      const works = keptAside().filter(isOnlyHere);
      if (works.length > 0) say({ kind: 'have', works: works.map(shared) });
    }
  });
  const ask = (): void => {
    const account = accountHere();
    if (account !== null) say({ kind: 'ask', account });
  };
  onAccount(ask);
  ask();
}

function say(message: Message): void {
  channel?.postMessage(message);
}

function shared({ file, ...work }: KeptWork): Shared {
  return { ...work, text: file() };
}

function received({ text, ...work }: Shared): KeptWork {
  return { ...work, file: () => text };
}
