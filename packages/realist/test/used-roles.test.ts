import { expect, test } from 'vitest';
import type { CmocContent } from '../src/index.ts';
import { rolesNotOffered, usedRoles } from '../src/index.ts';

const NOTHING = { sentence: [], parts: [], evidence: [] };
type Content = Pick<CmocContent, 'sentence' | 'parts' | 'evidence'>;

function content(
  sentence: readonly string[],
  parts: readonly string[],
  quotes: readonly (string | null)[],
): Content {
  const role = (of: string | null) => ({ role: of });
  return {
    sentence: sentence.map((of) => ({ text: 'words', ...role(of) })),
    parts: parts.map(role),
    evidence: quotes.map(role),
  } as unknown as Content;
}

test('each role is told with what has it, in the order of roles', () => {
  expect(usedRoles(NOTHING)).toEqual([]);
  expect(usedRoles(content(['A', 'C'], ['C'], [null, 'C', 'I']))).toEqual([
    { role: 'C', by: ['sentence', 'parts', 'quotes'] },
    { role: 'I', by: ['quotes'] },
    { role: 'A', by: ['sentence'] },
  ]);
});

test('context, mechanism and outcome are always offered', () => {
  const all = content(['C', 'M', 'O'], ['I'], ['A']);
  expect(rolesNotOffered(all, []).map(({ role }) => role)).toEqual(['I', 'A']);
  expect(rolesNotOffered(all, ['I']).map(({ role }) => role)).toEqual(['A']);
  expect(rolesNotOffered(all, ['I', 'A'])).toEqual([]);
});
