// @vitest-environment jsdom
import { act, createElement, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useFocusKept } from '../src/ui/use-focus-kept.ts';

/** A list whose entries go by their own buttons, beside a field. */
function List({ entries }: { readonly entries: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null);
  useFocusKept(entries.join(), () => box.current);
  return createElement(
    'div',
    { ref: box, tabIndex: -1, id: 'list' },
    entries.map((entry) => createElement('button', { key: entry, id: entry }, entry)),
    createElement('input', { key: 'field', id: 'field' }),
  );
}

const focused = (): string | undefined => document.activeElement?.id;
let root: ReturnType<typeof createRoot>;
const draw = (...entries: readonly string[]): void =>
  act(() => root.render(createElement(List, { entries })));

beforeEach(() => {
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
  root = createRoot(document.body.appendChild(document.createElement('div')));
});
afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

test('the focus comes to the list when its button goes', () => {
  draw('first', 'second');
  document.getElementById('first')?.focus();
  draw('second');
  expect(focused()).toBe('list');
});

test('a page that is opened takes no focus', () => {
  draw('first');
  draw('first');
  expect(document.activeElement).toBe(document.body);
});

test('somebody who types is left where they type', () => {
  draw('first', 'second');
  document.getElementById('field')?.focus();
  draw('second');
  expect(focused()).toBe('field');
});

test('what comes late, or from others, takes no focus', () => {
  draw('first');
  draw('first', 'second');
  expect(document.activeElement).toBe(document.body);
  document.getElementById('first')?.focus();
  document.getElementById('first')?.blur();
  draw('first', 'second', 'third');
  expect(document.activeElement).toBe(document.body);
});
