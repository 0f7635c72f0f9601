import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { DifferenceView } from '../src/pages/cmocs/difference-view.tsx';
import { differenceOf } from '../src/pages/cmocs/difference.ts';
import { content } from './cmoc-made.ts';

/** What is drawn as written and as taken out, without what is said for those who listen. */
function changed(was: string, is: string): readonly string[] {
  const [before, after] = [content({ narrative: was }), content({ narrative: is })];
  const page = renderToStaticMarkup(
    createElement(DifferenceView, {
      difference: differenceOf(before, after),
      before,
      after,
      quotes: new Map(),
      isBeside: false,
    }),
  ).replaceAll(/<span class="visually-hidden">[^<]*<\/span>/g, '');
  return [...page.matchAll(/<(ins|del)>([^<]*)<\/\1>/g)].map(([, tag, words]) => `${tag} ${words}`);
}

test('a paragraph that was added is framed without the lines before it', () => {
  expect(changed('It fits.', 'It fits.\n\nThe child we cannot say.')).toEqual([
    'ins The child we cannot say.',
  ]);
});

test('a new line alone is told by a sign', () => {
  expect(changed('It fits. So it does.', 'It fits.\nSo it does.')).toContain('ins ¶');
});
