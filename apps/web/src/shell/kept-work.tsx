import { useSyncExternalStore } from 'react';
import { keptAside, letGo, noteDownload, subscribeKept } from '../collab/kept-aside.ts';
import type { KeptWork as Kept } from '../collab/kept-aside.ts';
import { say } from '../messages.ts';
import { Button, Notice } from '../ui/index.ts';
import './kept-work.css';

const words = say.keptWork;

/**
 * Work of this tab that the server will not take, on whatever page, also where none can be shown;
 * gone once the person let it go.
 */
export function KeptWork() {
  const works = useSyncExternalStore(subscribeKept, keptAside);
  if (works.length === 0) return null;
  return (
    <section className="kept-works" aria-label={words.label}>
      {works.map((work) => (
        <Notice
          key={`${work.document}@${work.generation}`}
          kind="bad"
          title={words[work.cause](work.document, work.at)}
          action={
            <span className="row">
              <Button kind="primary" onPress={() => download(work)}>
                {words.download}
              </Button>
              <Button kind="quiet" onPress={() => letGo(work)}>
                {words.letGo}
              </Button>
            </span>
          }
        >
          <p>
            {words.why(work.reason?.code ?? null)} {words.what}
          </p>
        </Notice>
      ))}
    </section>
  );
}

function download(work: Kept): void {
  const url = URL.createObjectURL(new Blob([work.file()], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${words.fileName(work.document, work.at)}.json`;
  link.click();
  // The browser reads it after this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  noteDownload(work);
}
