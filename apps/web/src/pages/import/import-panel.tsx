import { say } from '../../messages.ts';
import { bytes } from '../../messages/format.ts';
import { Button, RadioGroup, TextField } from '../../ui/index.ts';
import type { FileItem } from './import-files.ts';
import type { ImportSession } from './import-session.ts';
import { SpeakersPanel } from './speakers-panel.tsx';
import { WarningsList } from './warnings-list.tsx';

/** Beside the preview: title, speakers, warnings, and whether the original is kept. */
export function ImportPanel({
  item,
  read,
  project,
  session,
  fileCount,
}: {
  readonly item: FileItem;
  readonly read: NonNullable<FileItem['read']>;
  readonly project: string;
  readonly session: ImportSession;
  readonly fileCount: number;
}) {
  const words = say.importing;
  const { now } = read.draft;
  return (
    <div className="import-panel">
      <section>
        <TextField
          label={words.fileTitle}
          value={now.title}
          maxLength={200}
          onChange={(to) =>
            session.dispatch({ kind: 'edit', id: item.id, change: { kind: 'title', to } })
          }
          error={now.title.trim() === '' ? words.titleProblem : null}
        />
      </section>
      <SpeakersPanel
        state={now}
        project={project}
        onEdit={(change) => session.dispatch({ kind: 'edit', id: item.id, change })}
      />
      <WarningsList
        warnings={read.preview.warnings}
        onJump={(line) => session.dispatch({ kind: 'jump', id: item.id, line })}
      />
      <section className="stack" aria-labelledby="import-original">
        <h2 id="import-original" className="label">
          {words.original}
        </h2>
        <RadioGroup
          label={words.keep}
          hint={words.keepHint}
          value={now.keepOriginal ? 'yes' : 'no'}
          onChange={(value) =>
            session.dispatch({
              kind: 'edit',
              id: item.id,
              change: { kind: 'keep', to: value === 'yes' },
            })
          }
          choices={[
            { value: 'no', label: words.keepNo },
            { value: 'yes', label: words.keepYes },
          ]}
        />
        {fileCount > 1 ? (
          <div>
            <Button
              kind="plain"
              onPress={() => session.dispatch({ kind: 'keep-all', to: now.keepOriginal })}
            >
              {words.keepAll(fileCount)}
            </Button>
          </div>
        ) : null}
        <dl className="facts">
          <dt>{words.file}</dt>
          <dd dir="auto">
            {item.name}, {bytes(item.size)}
          </dd>
          <dt>{words.sha}</dt>
          <dd>
            <code>{read.preview.sha256}</code>
            <span className="small faint">{words.shaHint}</span>
          </dd>
        </dl>
      </section>
    </div>
  );
}
