import type { PreviewAnswer } from '@triad/collab';
import type { Draft, Edit } from './draft.ts';
import { edit, redo, undo } from './draft.ts';

/** How far a file has come. */
export type Progress =
  | { readonly kind: 'waiting' }
  /** Share of the bytes sent, 0 to 1. */
  | { readonly kind: 'uploading'; readonly share: number }
  | { readonly kind: 'reading' }
  /** Read; `problem` says why an import that was tried failed. */
  | { readonly kind: 'ready'; readonly problem: string | null }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'importing'; readonly share: number }
  | { readonly kind: 'imported' };

export type FileItem = {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly progress: Progress;
  /** Once it has been read. */
  readonly read: { readonly preview: PreviewAnswer; readonly draft: Draft } | null;
  /** The line (from 1) that the person asked to see last; a new object each time they ask. */
  readonly jump: { readonly line: number } | null;
};

export type Files = { readonly items: readonly FileItem[]; readonly selected: string | null };
export const NO_FILES: Files = { items: [], selected: null };

export type FilesAction =
  | {
      readonly kind: 'add';
      readonly files: readonly {
        readonly id: string;
        readonly name: string;
        readonly size: number;
      }[];
    }
  | { readonly kind: 'progress'; readonly id: string; readonly to: Progress }
  | {
      readonly kind: 'read';
      readonly id: string;
      readonly preview: PreviewAnswer;
      readonly draft: Draft;
    }
  | { readonly kind: 'edit'; readonly id: string; readonly change: Edit }
  | { readonly kind: 'undo' | 'redo' | 'select' | 'remove'; readonly id: string }
  | { readonly kind: 'jump'; readonly id: string; readonly line: number }
  | { readonly kind: 'keep-all'; readonly to: boolean };

/** The files of one import after an act. A file is selected as soon as one can be looked at. */
export function reduceFiles(files: Files, action: FilesAction): Files {
  switch (action.kind) {
    case 'add': {
      const added = action.files.map((file) => ({
        ...file,
        progress: { kind: 'waiting' } as const,
        read: null,
        jump: null,
      }));
      return { ...files, items: [...files.items, ...added] };
    }
    case 'progress':
      return selectSome(change(files, action.id, (item) => ({ ...item, progress: action.to })));
    case 'read':
      return selectSome(
        change(files, action.id, (item) => ({
          ...item,
          progress: { kind: 'ready', problem: null },
          read: { preview: action.preview, draft: action.draft },
        })),
      );
    case 'edit':
      return changeDraft(files, action.id, (draft) => edit(draft, action.change));
    case 'undo':
      return changeDraft(files, action.id, undo);
    case 'redo':
      return changeDraft(files, action.id, redo);
    case 'keep-all':
      return files.items.reduce(
        (all, item) =>
          changeDraft(all, item.id, (draft) => edit(draft, { kind: 'keep', to: action.to })),
        files,
      );
    case 'jump':
      return change(files, action.id, (item) => ({ ...item, jump: { line: action.line } }));
    case 'select':
      return { ...files, selected: action.id };
    case 'remove': {
      const at = files.items.findIndex((item) => item.id === action.id);
      const items = files.items.filter((item) => item.id !== action.id);
      if (files.selected !== action.id) return { ...files, items };
      const near = items[at] ?? items[at - 1];
      return selectSome({ items, selected: near?.read ? near.id : null });
    }
  }
}

/** A file that can be imported now. */
export function isReady(item: FileItem): boolean {
  return item.progress.kind === 'ready' && item.read !== null;
}

function change(files: Files, id: string, how: (item: FileItem) => FileItem): Files {
  return { ...files, items: files.items.map((item) => (item.id === id ? how(item) : item)) };
}

/* A file that is being imported, or was, is no longer changed. */
function changeDraft(files: Files, id: string, how: (draft: Draft) => Draft): Files {
  return change(files, id, (item) =>
    item.read === null || item.progress.kind !== 'ready'
      ? item
      : {
          ...item,
          progress: { kind: 'ready', problem: null },
          read: { ...item.read, draft: how(item.read.draft) },
        },
  );
}

/** Where nothing is selected, or what was is imported: the first that is ready. */
function selectSome(files: Files): Files {
  const current = files.items.find((item) => item.id === files.selected);
  if (current !== undefined && current.progress.kind !== 'imported') return files;
  const next = files.items.find(isReady);
  return next === undefined ? files : { ...files, selected: next.id };
}
