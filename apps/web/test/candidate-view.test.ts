import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { consolidating } from '../src/messages/consolidating.ts';
import { CandidateView } from '../src/pages/consolidate/candidate-view.tsx';
import { candidate } from './cmoc-made.ts';

const words = consolidating.candidate;

test('whoever does not decide is told what is not decided, and of no act of a lead', () => {
  const shown = candidate('a', '', {
    parts: [
      { kind: 'quoted', role: 'O', place: 'p', decision: null, quotes: [], contested: false },
      { kind: 'quoted', role: 'C', place: 'q', decision: null, quotes: [], contested: false },
    ],
  });
  const page = renderToStaticMarkup(
    createElement(CandidateView, {
      candidate: shown,
      given: { project: 'p', nameOf: String, titleOf: String },
      shared: new Set<string>(),
      mayChange: false,
    }),
  );
  expect(page).toContain(words.undecided(2));
  expect(page).not.toContain(words.undecidedLead(2));
  expect(page).not.toContain(words.adjudicate);
});
