import { useState, useSyncExternalStore } from 'react';
import {
  isDownloaded,
  isOnlyHere,
  keptAside,
  letGo,
  noteDownload,
  subscribeKept,
} from '../collab/kept-aside.ts';
import type { KeptWork as Kept } from '../collab/kept-aside.ts';
import { flagged } from '../device/flag.ts';
import { tellNews } from '../device/news.ts';
import { say } from '../messages.ts';
import { Button, Dialog, Notice } from '../ui/index.ts';
import { giveFile } from './give-file.ts';
import { useKnown } from './known-of-work.ts';
import './kept-work.css';

const words = say.keptWork;

/**
 * Work that the server will not take, on whatever page, also where none can be shown; gone once the
 * person let it go.
 */
export function KeptWork() {
  const works = useSyncExternalStore(subscribeKept, keptAside);
  const [asked, setAsked] = useState<Kept | null>(null);
  if (works.length === 0) return null;
  const end = (work: Kept): void => {
    setAsked(null);
    letGo(work);
    takeFromDevice(work);
  };
  return (
    <section className="kept-works" aria-label={words.label}>
      {works.map((work) => (
        <Offer
          key={work.id}
          work={work}
          onLetGo={() => (isDownloaded(work) ? end(work) : setAsked(work))}
        />
      ))}
      {asked === null ? null : (
        <Dialog
          isOpen
          role="alertdialog"
          size="small"
          onClose={() => setAsked(null)}
          title={words.letGoTitle}
          actions={
            <>
              <Button kind="danger" onPress={() => end(asked)}>
                {words.letGo}
              </Button>
              <Button kind="primary" onPress={() => setAsked(null)}>
                {words.keep}
              </Button>
            </>
          }
        >
          <p>{words.letGoBody}</p>
        </Dialog>
      )}
    </section>
  );
}

function Offer({ work, onLetGo }: { readonly work: Kept; readonly onLetGo: () => void }) {
  const { title, shut } = useKnown(work);
  return (
    <Notice
      kind="bad"
      title={words[work.cause](work.document, title, work.at)}
      action={
        <span className="row">
          <Button kind="primary" onPress={() => download(work, title)}>
            {words.download}
          </Button>
          <Button kind="quiet" onPress={onLetGo}>
            {words.letGo}
          </Button>
        </span>
      }
    >
      <p>
        {words.why(work.reason?.code ?? null, shut)} {words.what[whereIs(work)]}
      </p>
    </Notice>
  );
}

function whereIs(work: Kept): keyof typeof words.what {
  if (isDownloaded(work)) return 'file';
  return isOnlyHere(work) ? 'tab' : 'device';
}

function download(work: Kept, title: string | null): void {
  const name = `${words.fileName(work.document, title, work.at)}.json`;
  giveFile(name, work.file(), 'application/json');
  noteDownload(work);
  takeFromDevice(work);
}

/** The person has decided: neither the device nor another tab offers it any more. */
function takeFromDevice({ id }: Kept): void {
  tellNews({ kind: 'offers', done: [id] });
  if (!flagged()) return;
  import('../device/offers.ts').then(({ endOffers }) => endOffers([id])).catch(() => undefined);
}
