import type { PreviewAnswer } from '@triad/collab';
import { importBody } from '@triad/collab';
import { describe, expect, test } from 'vitest';
import { beginDraft } from '../src/pages/import/draft.ts';
import { bodyOf, problemsOf } from '../src/pages/import/import-body.ts';
import type { Files, FilesAction } from '../src/pages/import/import-files.ts';
import { isReady, NO_FILES, reduceFiles } from '../src/pages/import/import-files.ts';

const preview: PreviewAnswer = {
  title: null,
  format: 'txt',
  sha256: 'a'.repeat(64),
  turns: [
    { speaker: 'INT', start: 0, end: null, text: 'Why?', source: { firstLine: 1, lastLine: 1 } },
    {
      speaker: null,
      start: null,
      end: null,
      text: '(pause)',
      source: { firstLine: 2, lastLine: 2 },
    },
    { speaker: 'P1', start: 5.5, end: null, text: 'Well.', source: { firstLine: 3, lastLine: 3 } },
  ],
  leftOut: [],
  warnings: [],
  interviewer: 'INT',
  sourceLines: ['INT: Why?', '(pause)', 'P1: Well.'],
};
const draft = () => beginDraft(preview, 'one.txt', [], false);
const after = (...actions: readonly FilesAction[]): Files => actions.reduce(reduceFiles, NO_FILES);
const add = (...ids: readonly string[]): FilesAction => ({
  kind: 'add',
  files: ids.map((id) => ({ id, name: `${id}.txt`, size: 1 })),
});
const read = (id: string): FilesAction => ({ kind: 'read', id, preview, draft: draft() });

describe('files of an import', () => {
  test('wait, and the first that is read is shown', () => {
    expect(after(add('a', 'b')).selected).toBeNull();
    expect(after(add('a', 'b'), read('b'), read('a')).selected).toBe('b');
  });

  test('give way to the next once imported', () => {
    const files = after(add('a', 'b'), read('a'), read('b'), {
      kind: 'progress',
      id: 'a',
      to: { kind: 'imported' },
    });
    expect(files.selected).toBe('b');
    expect(files.items.map(isReady)).toEqual([false, true]);
  });

  test('are not changed while they are being imported', () => {
    const files = after(add('a'), read('a'), {
      kind: 'progress',
      id: 'a',
      to: { kind: 'importing', share: 0.5 },
    });
    expect(
      reduceFiles(files, { kind: 'edit', id: 'a', change: { kind: 'title', to: 'x' } }),
    ).toEqual(files);
  });

  test('forget why an import failed once something is changed', () => {
    const files = after(
      add('a'),
      read('a'),
      { kind: 'progress', id: 'a', to: { kind: 'ready', problem: 'No.' } },
      { kind: 'edit', id: 'a', change: { kind: 'title', to: 'x' } },
    );
    expect(files.items[0]?.progress).toEqual({ kind: 'ready', problem: null });
  });

  test('leave another in view when one is taken off', () => {
    const files = after(add('a', 'b'), read('a'), read('b'), { kind: 'remove', id: 'a' });
    expect(files.selected).toBe('b');
  });

  test('take one answer about originals for all', () => {
    const files = after(add('a', 'b'), read('a'), read('b'), { kind: 'keep-all', to: true });
    expect(files.items.map((item) => item.read?.draft.now.keepOriginal)).toEqual([true, true]);
  });
});

describe('the body of an import', () => {
  test('fits the server’s schema', () => {
    const body = bodyOf(draft().now, preview, 'one.txt');
    expect(importBody.parse(body)).toEqual(body);
    expect(body.speakers).toEqual([
      { key: 's1', name: 'INT', kind: 'interviewer', participant: null },
      { key: 's2', name: 'P1', kind: 'participant', participant: null },
    ]);
    expect(body.turns.map(({ speaker }) => speaker)).toEqual(['s1', null, 's2']);
  });

  test('is not made without a title, or with a label of a page', () => {
    expect(problemsOf(draft().now)).toEqual([]);
    expect(problemsOf({ ...draft().now, title: ' ' })).toHaveLength(1);
    const long = {
      ...preview.turns[0],
      speaker: 'x'.repeat(81),
      text: 'y',
      start: null,
      end: null,
      source: null,
    };
    expect(problemsOf({ ...draft().now, turns: [long] })).toHaveLength(1);
  });
});
