import { Check, CircleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { say } from '../../messages.ts';
import { IconButton } from '../../ui/index.ts';
import { speakersOf } from './draft.ts';
import type { FileItem, Files } from './import-files.ts';
import type { ImportSession } from './import-session.ts';
import { wordsLeftOut } from './left-out.ts';

/** The files of the import, how far each has come, and what the server said of those it refused. */
export function FileList({
  files,
  session,
  add,
}: {
  readonly files: Files;
  readonly session: ImportSession;
  readonly add: ReactNode;
}) {
  const words = say.importing;
  return (
    <div className="file-list">
      <h2 className="label">{words.files}</h2>
      <ul>
        {files.items.map((item) => (
          <li key={item.id} className={`file ${item.id === files.selected ? 'on' : ''}`}>
            <AriaButton
              className="file-open"
              isDisabled={item.read === null}
              aria-pressed={item.id === files.selected}
              onPress={() => session.dispatch({ kind: 'select', id: item.id })}
            >
              <span className="file-name" dir="auto">
                {item.name}
              </span>
              <span className="file-state small" role="status">
                <State item={item} />
              </span>
            </AriaButton>
            {item.progress.kind === 'importing' ? null : (
              <IconButton
                icon={<X size={14} />}
                label={words.removeFile(item.name)}
                onPress={() => session.remove(item.id)}
              />
            )}
            <Bar item={item} />
          </li>
        ))}
      </ul>
      {add}
    </div>
  );
}

function State({ item }: { readonly item: FileItem }) {
  const words = say.importing;
  const { progress, read } = item;
  switch (progress.kind) {
    case 'waiting':
      return words.waiting;
    case 'uploading':
      return words.uploading(Math.round(progress.share * 100));
    case 'reading':
      return words.reading;
    case 'refused':
      return (
        <span className="file-refused">
          <CircleAlert size={13} aria-hidden="true" />
          <span>
            <b>{words.refused}</b> {progress.sentence}
          </span>
        </span>
      );
    case 'importing':
      return words.importing;
    case 'imported':
      return (
        <span className="row">
          <Check size={13} aria-hidden="true" />
          {words.imported}
        </span>
      );
    case 'ready': {
      if (progress.problem !== null) return <b>{words.failed}</b>;
      if (read === null) return words.ready;
      const facts = words.readyFacts(
        read.draft.now.turns.length,
        speakersOf(read.draft.now).length,
      );
      const { warnings } = read.preview;
      const leftOut = wordsLeftOut(read.draft.now.leftOut);
      return [
        facts,
        ...(warnings.length === 0 ? [] : [words.warningsCount(warnings.length)]),
        ...(leftOut === 0 ? [] : [words.leftOutCount(leftOut)]),
      ].join(' · ');
    }
  }
}

function Bar({ item }: { readonly item: FileItem }) {
  const { progress } = item;
  if (progress.kind !== 'uploading' && progress.kind !== 'importing' && progress.kind !== 'reading')
    return null;
  const share = progress.kind === 'reading' ? 1 : progress.share;
  return (
    <span className="file-bar" aria-hidden="true">
      <i style={{ width: `${Math.max(share, 0.04) * 100}%` }} className={progress.kind} />
    </span>
  );
}
