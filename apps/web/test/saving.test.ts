import { CLOSE, isFinalClose, isPutOff } from '@triad/collab';
import { expect, test } from 'vitest';
import { saving } from '../src/messages/saving.ts';

const codes = Object.values(CLOSE).map(({ code }) => code);

test('each reason of the server for ending a document has a sentence of its own', () => {
  for (const code of codes) expect(isFinalClose(code)).toBe(!isPutOff(code));
  const ended = codes.filter(isFinalClose).map((code) => saving.ended(code));
  const later = codes.filter(isPutOff).map((code) => saving.later(code, null));
  expect(new Set([...ended, saving.ended(4499)]).size).toBe(ended.length + 1);
  expect(new Set([...later, saving.later(4599, null)]).size).toBe(later.length + 1);
});

test('what is put off says what becomes of the work', () => {
  const { code } = CLOSE.tooMany;
  expect(saving.later(code, saving.waiting.tab)).toBe(
    'Too much was sent in a short time. Not saved: kept in this tab',
  );
  expect(saving.later(code, saving.waiting.none)).toContain('Everything so far is saved.');
  expect(saving.later(code, null)).toContain('Trying again.');
});
