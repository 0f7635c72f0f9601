// @vitest-environment jsdom
import type { Preferences } from '@triad/collab';
import { afterEach, describe, expect, test } from 'vitest';
import { PLACE_KEYS } from '../src/pages/agreement/place-keys.ts';
import { CANDIDATE_KEYS, candidateCommandFor } from '../src/pages/consolidate/candidate-keys.ts';
import { commandIn, firstKeyOf, pageKeys } from '../src/pages/keys/page-keys.ts';
import { isForPage } from '../src/pages/keys/use-page-keys.ts';
import { SIGN_KEYS } from '../src/pages/sign-off/sign-keys.ts';

const press = (key: string, init: KeyboardEventInit = {}): KeyboardEvent =>
  new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });

describe('the keys of a page', () => {
  const heard = (preferences: Preferences, keys: readonly string[]) => {
    const table = pageKeys(PLACE_KEYS, preferences);
    return keys.map((key) => commandIn(table, press(key)));
  };

  test('are those of the annotator where the act is the same', () => {
    expect(heard({}, ['j', 'k', 'f', 'c', ';', '?', 'x'])).toEqual([
      'next',
      'previous',
      'flag',
      'comment',
      'comment',
      'help',
      null,
    ]);
  });

  test('follow the keys that somebody chose', () => {
    const own = { keys: { next: 'f', comment: null } };
    expect(heard(own, ['f', 'j', 'c'])).toEqual(['next', null, 'comment']);
  });

  test('leave letters alone where they are turned off', () => {
    const off = (plan: Parameters<typeof pageKeys>[0]) =>
      pageKeys(plan, { letterKeys: false }).flatMap(({ keys }) => keys);
    expect([off(PLACE_KEYS), off(SIGN_KEYS), off(CANDIDATE_KEYS)]).toEqual([[], [], ['Enter']]);
  });

  test('are shown by the first of each', () => {
    const table = pageKeys(PLACE_KEYS, { keys: { next: 'f' } });
    expect([firstKeyOf(table, 'comment'), firstKeyOf(table, 'flag')]).toEqual(['c', undefined]);
  });
});

describe('a press', () => {
  afterEach(() => document.body.replaceChildren());

  const pressIn = (html: string, key = 'j', init: KeyboardEventInit = {}): KeyboardEvent => {
    document.body.innerHTML = html;
    const event = press(key, init);
    (document.querySelector('[data-here]') ?? document.body).dispatchEvent(event);
    return event;
  };

  test.each([
    ['on the page', '<main data-here></main>'],
    ['on a button', '<button data-here></button>'],
    ['on a text that is only read', '<div data-here contenteditable="false"></div>'],
  ])('%s is the page’s', (_, html) => {
    expect(isForPage(pressIn(html))).toBe(true);
  });

  test.each([
    ['in a field', '<input data-here>'],
    ['in a field of several lines', '<textarea data-here></textarea>'],
    ['in a text that is written', '<div contenteditable="true"><p data-here></p></div>'],
    ['in plain text that is written', '<div contenteditable="plaintext-only" data-here></div>'],
    ['in a list with keys of its own', '<ul role="listbox"><li data-here></li></ul>'],
    ['in a dialog', '<div role="dialog"><button data-here></button></div>'],
    ['beside an open dialog', '<main data-here></main><div class="dialog-overlay"></div>'],
  ])('%s is not', (_, html) => {
    expect(isForPage(pressIn(html))).toBe(false);
  });

  test('that was answered before is not', () => {
    const event = press('j');
    event.preventDefault();
    expect(isForPage(event)).toBe(false);
  });

  test('of Enter does what is focused, unless that is shown already', () => {
    const table = pageKeys(CANDIDATE_KEYS, {});
    const command = (html: string) => candidateCommandFor(pressIn(html, 'Enter'), table);
    expect([
      command('<main data-here></main>'),
      command('<a href="/x" data-here></a>'),
      command('<a href="/x" data-shown data-here></a>'),
    ]).toEqual(['accept', null, 'accept']);
  });
});
