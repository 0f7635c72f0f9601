import type { AgreementTranscript } from '@triad/collab';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { LaterWork } from '../src/pages/adjudicate/later-work.tsx';

const drawn = (...later: readonly boolean[]): string => {
  const coders = later.map((laterWork, at) => ({ member: `coder ${at}`, laterWork }));
  return renderToStaticMarkup(
    createElement(LaterWork, {
      coders: coders as unknown as AgreementTranscript['coders'],
      nameOf: String,
    }),
  );
};

test('what coders marked after the reveal is told where it does not count', () => {
  expect(drawn(false, true, true)).toContain('coder 1 and coder 2 changed marks');
  expect(drawn(false, false)).toBe('');
});
