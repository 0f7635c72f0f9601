import type { QueryClient } from '@tanstack/react-query';
import { LIMITS } from '@triad/collab';
import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { keys, queries } from '../../api/queries.ts';
import { importTranscript, previewFile } from '../../api/upload.ts';
import { say } from '../../messages.ts';
import { bytes } from '../../messages/format.ts';
import { beginDraft } from './draft.ts';
import { bodyOf, problemsOf } from './import-body.ts';
import type { Files, FilesAction } from './import-files.ts';
import { isReady, NO_FILES, reduceFiles } from './import-files.ts';

/**
 * The files of a project on their way in, with what has been corrected of them. They live in this
 * tab's memory, so leaving the page and coming back loses nothing; the server keeps nothing of
 * them until they are imported.
 */
export class ImportSession {
  #files: Files = NO_FILES;
  readonly #project: string;
  readonly #queryClient: QueryClient;
  readonly #sources = new Map<string, File>();
  readonly #aborts = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();
  /** One file at a time is sent and read. */
  #working = false;
  /** What was last answered about originals holds for the files that come after. */
  #keepOriginals = false;

  constructor(project: string, queryClient: QueryClient) {
    this.#project = project;
    this.#queryClient = queryClient;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Files => this.#files;

  add(files: readonly File[]): void {
    const named = files.map((file) => ({
      id: crypto.randomUUID(),
      name: file.name,
      size: file.size,
      file,
    }));
    for (const { id, file } of named) this.#sources.set(id, file);
    this.dispatch({ kind: 'add', files: named.map(({ id, name, size }) => ({ id, name, size })) });
    void this.#work();
  }

  dispatch(action: FilesAction): void {
    if (action.kind === 'edit' && action.change.kind === 'keep')
      this.#keepOriginals = action.change.to;
    if (action.kind === 'keep-all') this.#keepOriginals = action.to;
    this.#files = reduceFiles(this.#files, action);
    for (const listener of this.#listeners) listener();
  }

  remove(id: string): void {
    this.#aborts.get(id)?.abort();
    this.#sources.delete(id);
    this.dispatch({ kind: 'remove', id });
  }

  /** Imports one file. Answers whether it went through; what went wrong stands beside the file. */
  async import(id: string): Promise<boolean> {
    const item = this.#files.items.find((one) => one.id === id);
    const source = this.#sources.get(id);
    if (!item?.read || !isReady(item) || source === undefined) return false;
    const { draft, preview } = item.read;
    const [problem] = problemsOf(draft.now);
    if (problem !== undefined) {
      this.dispatch({ kind: 'progress', id, to: { kind: 'ready', problem } });
      return false;
    }
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    this.dispatch({ kind: 'progress', id, to: { kind: 'importing', share: 0 } });
    try {
      await importTranscript(
        this.#project,
        bodyOf(draft.now, preview, item.name),
        draft.now.keepOriginal ? source : null,
        (share) => this.dispatch({ kind: 'progress', id, to: { kind: 'importing', share } }),
        abort.signal,
      );
    } catch (error) {
      this.dispatch({ kind: 'progress', id, to: { kind: 'ready', problem: sentenceOf(error) } });
      return false;
    } finally {
      this.#aborts.delete(id);
    }
    this.#sources.delete(id);
    this.dispatch({ kind: 'progress', id, to: { kind: 'imported' } });
    void this.#queryClient.invalidateQueries({ queryKey: keys.transcripts(this.#project) });
    void this.#queryClient.invalidateQueries({ queryKey: keys.projects });
    return true;
  }

  /** Takes what was imported off the list. */
  clearImported(): void {
    for (const item of this.#files.items) {
      if (item.progress.kind === 'imported') this.dispatch({ kind: 'remove', id: item.id });
    }
  }

  forget(): void {
    for (const abort of this.#aborts.values()) abort.abort();
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      for (;;) {
        const next = this.#files.items.find((item) => item.progress.kind === 'waiting');
        if (next === undefined) break;
        await this.#read(next.id);
      }
    } finally {
      this.#working = false;
    }
  }

  async #read(id: string): Promise<void> {
    const source = this.#sources.get(id);
    if (source === undefined) return;
    if (source.size > LIMITS.fileBytes) {
      this.dispatch({
        kind: 'progress',
        id,
        to: { kind: 'refused', sentence: say.importing.fileTooLarge(bytes(source.size)) },
      });
      return;
    }
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    this.dispatch({ kind: 'progress', id, to: { kind: 'uploading', share: 0 } });
    try {
      const [preview, participants] = await Promise.all([
        previewFile(
          this.#project,
          source,
          (share) =>
            this.dispatch({
              kind: 'progress',
              id,
              to: share < 1 ? { kind: 'uploading', share } : { kind: 'reading' },
            }),
          abort.signal,
        ),
        this.#queryClient.ensureQueryData(queries.participants(this.#project)),
      ]);
      this.dispatch({
        kind: 'read',
        id,
        preview,
        draft: beginDraft(preview, source.name, participants, this.#keepOriginals),
      });
    } catch (error) {
      if (!abort.signal.aborted)
        this.dispatch({
          kind: 'progress',
          id,
          to: { kind: 'refused', sentence: sentenceOf(error) },
        });
    } finally {
      this.#aborts.delete(id);
    }
  }
}

const sessions = new Map<string, ImportSession>();

/** The import of a project in this tab. */
export function useImportSession(project: string): ImportSession {
  const queryClient = useQueryClient();
  let session = sessions.get(project);
  if (session === undefined) {
    session = new ImportSession(project, queryClient);
    sessions.set(project, session);
  }
  return session;
}

/** The files of a session, as they change. */
export function useFiles(session: ImportSession): Files {
  return useSyncExternalStore(session.subscribe, session.snapshot);
}

/** Ends all imports of this tab, e.g. when somebody else signs in. */
export function forgetImports(): void {
  for (const session of sessions.values()) session.forget();
  sessions.clear();
}
