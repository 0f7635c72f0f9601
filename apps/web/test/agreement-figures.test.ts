import type { AgreementFigure } from '@triad/collab';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { agreement as words } from '../src/messages/agreement.ts';
import { FiguresSection } from '../src/pages/agreement/figures-section.tsx';

const FIGURE: AgreementFigure = {
  name: 'uAlpha',
  of: 'spans',
  role: null,
  value: 0.5,
  reason: null,
  interval: null,
  withoutUnsure: null,
  unit: 'spans',
  n: 412,
  transcripts: 10,
  coders: 3,
};

function drawn(figures: readonly Partial<AgreementFigure>[]): string {
  return renderToStaticMarkup(
    createElement(FiguresSection, {
      figures: figures.map((change) => ({ ...FIGURE, ...change })),
      intervals: 'there',
    }),
  ).replaceAll(/<[^>]*>/g, '|');
}

describe('the figures', () => {
  test('say why there is none, in words, for every reason', () => {
    for (const [reason, sentence] of Object.entries(words.figures.reason)) {
      const page = drawn([{ value: null, reason: reason as keyof typeof words.figures.reason }]);
      expect(page, reason).toContain(sentence);
      expect(page).not.toContain('NaN');
    }
  });

  test('of a role that nobody uses are told in one line, and none is hidden', () => {
    const page = drawn([
      { name: 'uAlpha' },
      { name: 'uAlpha', role: 'A', value: null, reason: 'nothing-coded' },
      { name: 'kuAlpha', role: 'A', value: null, reason: 'nothing-coded' },
    ]);
    expect(page).toContain('Nobody marked anything as actor');
    expect(page).toContain('of: uα, kuα.');
  });

  test('say of how many they are where that differs from the rest', () => {
    const page = drawn([{}, { name: 'gamma' }, { name: 'cuAlpha', coders: 2 }]);
    expect(page).toContain('Each is of 10 transcripts and 3 coders');
    expect(page).toContain('412 spans; 10 transcripts, 2 coders');
  });
});
