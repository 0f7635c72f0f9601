import { ROUTES } from '@triad/collab';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');

test('the protocol page has every route, and who may call it', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const missing = Object.values(ROUTES).filter(({ method, path, needs }) => {
    const row = rows.find((line) => line.startsWith(`| \`${method} ${path}\` `));
    return row === undefined || !row.includes(`| \`${needs}\` `);
  });
  expect(missing).toEqual([]);
});

test('it has no route that is gone', () => {
  const told = [...page.matchAll(/^\| `((?:GET|POST|PATCH|PUT|DELETE) \/api\/\S*)`/gm)];
  const routes = new Set(Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`));
  expect(told.map(([, route = '']) => route).filter((route) => !routes.has(route))).toEqual([]);
  expect(told).toHaveLength(routes.size);
});
