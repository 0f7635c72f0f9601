import { createHash } from 'node:crypto';
import type { CmocContent } from '@triad/realist';
import { canonicalJson } from '@triad/realist';
import { expect, test } from 'vitest';
import { hashOfCmoc } from '../src/cmoc-hash.ts';

const CONTENT: CmocContent = {
  title: 'Matched peer – “hope”',
  sentence: [{ text: 'When', role: null }],
  parts: [],
  narrative: '',
  evidence: [],
};

test('the mark is what the server’s own SHA-256 makes', () => {
  expect(hashOfCmoc(CONTENT)).toBe(
    createHash('sha256').update(canonicalJson(CONTENT)).digest('hex'),
  );
});

test('the order of fields changes nothing, a letter does', () => {
  const turned = Object.fromEntries(Object.entries(CONTENT).toReversed()) as CmocContent;
  expect(hashOfCmoc(turned)).toBe(hashOfCmoc(CONTENT));
  expect(hashOfCmoc({ ...CONTENT, narrative: 'a' })).not.toBe(hashOfCmoc(CONTENT));
});
