import type { Speaker } from '@triad/collab';
import { useEffect, useState } from 'react';
import { say } from '../messages.ts';
import { editing as words } from '../messages/editing.ts';
import { copyText } from '../shell/copy-text.ts';
import { giveFile } from '../shell/give-file.ts';
import { Button, Dialog, toast } from '../ui/index.ts';
import type { ReturnedTurn } from './returned-turns.ts';

/** Gives back, as text, corrections that reached the server after their lease had run out. */
export function ReturnedDialog({
  title,
  turns,
  speakers,
  onClose,
}: {
  /** Of the transcript. */
  readonly title: string;
  readonly turns: readonly ReturnedTurn[];
  readonly speakers: readonly Speaker[];
  readonly onClose: () => void;
}) {
  const [copied, setCopied] = useState(false);
  const [downloaded, setDownloaded] = useState(false);
  const isOnlyHere = turns.length > 0 && !copied && !downloaded;
  useEffect(() => {
    if (!isOnlyHere) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isOnlyHere]);
  const nameOf = (key: string): string => speakers.find((one) => one.key === key)?.name ?? '';
  const all = turns
    .map(({ speaker, words: said }) => [nameOf(speaker), said].filter(Boolean).join(': '))
    .join('\n\n');
  const copy = async (): Promise<void> =>
    (await copyText(all)) ? setCopied(true) : toast(say.ui.notCopied, { bad: true });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      role="alertdialog"
      size="large"
      title={words.returned.title}
      lead={words.returned.lead}
      actions={
        <>
          {turns.length === 0 ? null : (
            <>
              <Button onPress={() => void copy()}>
                {copied ? words.returned.copied : words.returned.copy}
              </Button>
              <Button
                onPress={() => {
                  giveFile(`${words.returned.fileName(title)}.txt`, `${all}\n`, 'text/plain');
                  setDownloaded(true);
                }}
              >
                {downloaded ? words.returned.downloaded : words.returned.download}
              </Button>
            </>
          )}
          <Button kind="primary" onPress={onClose}>
            {words.returned.close}
          </Button>
        </>
      }
    >
      {turns.length === 0 ? (
        <p>{words.returned.none}</p>
      ) : (
        <dl className="returned">
          {turns.map(({ id, speaker, words: said }) => (
            <div key={id}>
              <dt>{nameOf(speaker)}</dt>
              <dd dir="auto">{said}</dd>
            </div>
          ))}
        </dl>
      )}
    </Dialog>
  );
}
