import { Link, useNavigate } from '@tanstack/react-router';
import { Redo2, Undo2 } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useEffect } from 'react';
import { say } from '../../messages.ts';
import { Frame } from '../../shell/frame.tsx';
import { Button, EmptyState, IconButton, Kbd, Loading, Notice, toast } from '../../ui/index.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import { ChooseFiles, DropPage } from './file-drop.tsx';
import { FileList } from './file-list.tsx';
import { ImportPanel } from './import-panel.tsx';
import type { FileItem } from './import-files.ts';
import { isReady } from './import-files.ts';
import type { ImportSession } from './import-session.ts';
import { useFiles, useImportSession } from './import-session.ts';
import { LeftOutCount } from './left-out-count.tsx';
import { PreviewPanes } from './preview-panes.tsx';
import './import-page.css';

/** Files on their way in: each checked beside its source, then imported. */
export function ImportPage() {
  const { project, may } = useProject();
  const session = useImportSession(project.id);
  const files = useFiles(session);
  const importing = useImporting(session, project.id);
  const words = say.importing;
  const selected = files.items.find((item) => item.id === files.selected) ?? null;
  /* What is imported is no draft any more: it is found in the project. */
  const done = selected?.progress.kind === 'imported' ? selected : null;
  const current = done === null ? selected : null;
  const ready = files.items.filter(isReady);
  const unfinished = files.items.some(
    (item) => item.read !== null && item.progress.kind !== 'imported',
  );
  useWarnBeforeUnload(unfinished);
  /* What is done is off the list when one comes back. */
  useEffect(() => () => session.clearImported(), [session]);
  const take = (taken: readonly File[]) => session.add(taken);

  if (!may('transcript.import')) {
    return (
      <Frame project={project} page={words.title} left={<ProjectNav project={project} />}>
        <EmptyState title={say.errors.forbiddenTitle}>
          <p>{words.noAccess}</p>
        </EmptyState>
      </Frame>
    );
  }
  return (
    <DropPage onFiles={take}>
      <Frame
        project={project}
        page={words.title}
        scroll="own"
        left={
          files.items.length === 0 ? undefined : (
            <FileList
              files={files}
              session={session}
              add={<ChooseFiles label={words.addMore} kind="plain" onFiles={take} />}
            />
          )
        }
        leftLabel={words.files}
        right={
          current?.read ? (
            <ImportPanel
              key={current.id}
              item={current}
              read={current.read}
              project={project.id}
              session={session}
              fileCount={ready.length}
            />
          ) : undefined
        }
        rightLabel={words.details}
        actions={
          current === null && ready.length === 0 ? undefined : (
            <>
              <UndoButtons item={current} session={session} />
              {ready.length > 1 ? (
                <Button onPress={() => importing.all()} isDisabled={importing.isBusy}>
                  {words.importAll(ready.length)}
                </Button>
              ) : null}
              {current?.read ? <LeftOutCount item={current} session={session} /> : null}
              <Button
                kind="primary"
                isDisabled={current === null || !isReady(current)}
                isPending={current?.progress.kind === 'importing'}
                onPress={() => (current === null ? undefined : importing.one(current))}
              >
                {words.importOne}
              </Button>
            </>
          )
        }
        footer={current?.read ? <Keys /> : undefined}
      >
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a shortcut for the buttons above */}
        <div className="import-main" onKeyDown={(event) => undoByKey(event, current, session)}>
          {files.items.length === 0 ? (
            <EmptyState
              title={words.chooseTitle}
              action={<ChooseFiles label={words.choose} onFiles={take} />}
            >
              <p>{words.chooseBody}</p>
              <p>{words.lead}</p>
              <p>{say.overview.emptyPrivacy}</p>
            </EmptyState>
          ) : done !== null ? (
            <EmptyState
              title={words.importedToast(done.read?.draft.now.title ?? done.name)}
              action={
                <Link
                  to="/projects/$project"
                  params={{ project: project.id }}
                  className="btn primary"
                >
                  {words.toProject}
                </Link>
              }
            />
          ) : !current?.read ? (
            <NothingYet items={files.items} />
          ) : (
            <>
              {current.progress.kind === 'ready' && current.progress.problem !== null ? (
                <div className="import-problem">
                  <Notice kind="bad">{current.progress.problem}</Notice>
                </div>
              ) : null}
              <PreviewPanes key={current.id} item={current} read={current.read} session={session} />
            </>
          )}
        </div>
      </Frame>
    </DropPage>
  );
}

function NothingYet({ items }: { readonly items: readonly FileItem[] }) {
  const words = say.importing;
  if (items.some(({ progress }) => progress.kind !== 'refused' && progress.kind !== 'imported')) {
    return <Loading>{words.preparing}</Loading>;
  }
  const refused = items.flatMap(({ id, name, progress }) =>
    progress.kind === 'refused' ? [{ id, name, sentence: progress.sentence }] : [],
  );
  return (
    <div className="page-body narrow">
      {refused.map(({ id, name, sentence }) => (
        <Notice key={id} kind="bad" title={name}>
          {sentence}
        </Notice>
      ))}
    </div>
  );
}

function UndoButtons({
  item,
  session,
}: {
  readonly item: FileItem | null;
  readonly session: ImportSession;
}) {
  const words = say.importing;
  const draft = item?.read?.draft;
  const last = draft?.past.at(-1);
  const next = draft?.future.at(-1);
  const act = (kind: 'undo' | 'redo') =>
    item === null ? undefined : session.dispatch({ kind, id: item.id });
  return (
    <>
      <IconButton
        icon={<Undo2 size={16} />}
        label={last === undefined ? say.act.undo : words.undoLabel(words.did[last.did])}
        shortcut="Ctrl Z"
        isDisabled={last === undefined}
        onPress={() => act('undo')}
      />
      <IconButton
        icon={<Redo2 size={16} />}
        label={next === undefined ? say.act.redo : words.redoLabel(words.did[next.did])}
        shortcut="Ctrl Y"
        isDisabled={next === undefined}
        onPress={() => act('redo')}
      />
    </>
  );
}

function Keys() {
  const words = say.importing.keys;
  return (
    <>
      <span>
        <Kbd>Enter</Kbd> {words.split}
      </span>
      <span>
        <Kbd>Backspace</Kbd> {words.join}
      </span>
      <span>
        <Kbd>↑</Kbd> <Kbd>↓</Kbd> {words.move}
      </span>
      <span>
        <Kbd>Ctrl Z</Kbd> {words.undo}
      </span>
      <span className="grow" />
      <span className="import-lead">{say.importing.lead}</span>
    </>
  );
}

/** Importing the one in view, or all that are ready, one after the other. */
function useImporting(session: ImportSession, project: string) {
  const navigate = useNavigate();
  const files = useFiles(session);
  const words = say.importing;
  const leaveWhenDone = () => {
    if (session.snapshot().items.some((item) => item.progress.kind !== 'imported')) return;
    session.clearImported();
    void navigate({ to: '/projects/$project', params: { project } });
  };
  return {
    isBusy: files.items.some((item) => item.progress.kind === 'importing'),
    one: (item: FileItem) =>
      void session.import(item.id).then((done) => {
        if (!done) return;
        toast(words.importedToast(item.read?.draft.now.title ?? item.name));
        leaveWhenDone();
      }),
    all: async () => {
      let count = 0;
      for (const item of session.snapshot().items.filter(isReady)) {
        if (await session.import(item.id)) count += 1;
      }
      if (count > 0) toast(words.importedMany(count));
      leaveWhenDone();
    },
  };
}

function undoByKey(event: KeyboardEvent, item: FileItem | null, session: ImportSession): void {
  if (item === null || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)
    return;
  const key = event.key.toLowerCase();
  const kind =
    key === 'y' || (key === 'z' && event.shiftKey) ? 'redo' : key === 'z' ? 'undo' : null;
  if (kind === null) return;
  event.preventDefault();
  session.dispatch({ kind, id: item.id });
}

/** Corrections live in this tab's memory: closing it is asked about. */
function useWarnBeforeUnload(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [active]);
}
