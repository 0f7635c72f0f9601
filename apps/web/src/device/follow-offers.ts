import { accountHere, onAccount } from '../api/who.ts';
import { dropDone, takeStored } from '../collab/kept-aside.ts';
import { flagged } from './flag.ts';
import { onNews } from './news.ts';

/** Keeps what this tab offers in step with what the device has for whoever is here. */
export function followOffers(): void {
  const read = (): void => {
    const account = accountHere();
    if (account === null) return;
    if (!flagged()) {
      takeStored(account, []);
      return;
    }
    import('./offers.ts').then(({ showOffers }) => showOffers()).catch(() => undefined);
  };
  onNews((news) => {
    if (news.kind === 'offers') dropDone(news.done);
    // Also where all was removed: what was only there is this tab's now.
    if (news.kind !== 'waiting') read();
  });
  onAccount(read);
  read();
}
