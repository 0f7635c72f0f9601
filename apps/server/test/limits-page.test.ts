import { LIMITS } from '@triad/collab';
import { SQLITE_LIMITS } from '@triad/storage';
import { IMPORT_LIMITS } from '@triad/transcripts';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AGREEMENT_LIMITS } from '../src/agreement/agreement-threads.ts';
import { BACKUP_LIMITS } from '../src/backup/schedule.ts';
import { HOST_LIMITS } from '../src/documents/host-limits.ts';
import { EVENT_LIMITS } from '../src/events/event-limits.ts';
import { BODY_LIMITS } from '../src/http/bodies.ts';
import { RATE_LIMITS } from '../src/http/rate-limits.ts';
import type { RateLimit } from '../src/http/rate-limits.ts';
import { JOB_LIMITS } from '../src/transcripts/job-pool.ts';

/* docs/operating.md has every limit of the sources, with its value and a test that meets it, and no other. */

const ROOT = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/operating.md', ROOT), 'utf8');

type Row = { readonly limits: readonly string[]; readonly value: string; readonly tests: string };

const CATALOGUES: readonly Readonly<Record<string, number>>[] = [
  LIMITS,
  HOST_LIMITS,
  EVENT_LIMITS,
  BODY_LIMITS,
  JOB_LIMITS,
  IMPORT_LIMITS,
  SQLITE_LIMITS,
  BACKUP_LIMITS,
  AGREEMENT_LIMITS,
];

/** Every limit by its name, with its value as the page writes it. */
const told = new Map<string, string>([
  ...CATALOGUES.flatMap((limits) =>
    Object.entries(limits).map(([name, value]) => [name, written(name, value)] as const),
  ),
  ...Object.entries(RATE_LIMITS as Readonly<Record<string, RateLimit>>).map(
    ([name, { points, seconds }]) =>
      [`RATE_LIMITS.${name}`, `${number(points)} in ${number(seconds)} s`] as const,
  ),
]);

function number(value: number): string {
  return value.toLocaleString('en');
}

function written(name: string, value: number): string {
  if (/Bytes/.test(name)) {
    if (value < 1024) return `${value} bytes`;
    const kibi = value / 1024;
    return kibi < 1024 ? `${kibi} KiB` : `${kibi / 1024} MiB`;
  }
  if (name.endsWith('Mb')) return `${number(value)} MB`;
  if (!name.endsWith('Ms')) return number(value);
  if (value < 1_000) return `${value} ms`;
  return value < 3_600_000 ? `${value / 1_000} s` : `${value / 3_600_000} hours`;
}

function readRows(): readonly Row[] {
  const [, after = ''] = page.split('\n## Limits\n');
  const [section = ''] = after.split('\n## ');
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [limit = '', value = '', , tests = ''] = line.split('|').slice(1);
      return { limits: namesIn(limit), value, tests };
    });
}

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

/** `name` is a file of this folder, `packages/x/name` one of a package, `test/e2e/name` itself. */
function testFile(name: string): URL {
  const [, folder = 'apps/server', file = ''] = /^(?:(.*)\/)?([^/]+)$/.exec(name) ?? [];
  const inside = folder.startsWith('test/') ? folder : `${folder}/test`;
  return new URL(`${inside}/${file}.test.ts`, ROOT);
}

function holds(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w-])${name.replace('.', '\\.')}(?![\\w-])`).test(text);
}

const rows = readRows();

test('every limit has a row, and every row limits that are there', () => {
  const named = rows.flatMap(({ limits }) => limits);
  expect(named.toSorted()).toEqual([...told.keys()].toSorted());
});

test('limits of one name are one limit', () => {
  const values = Map.groupBy(
    CATALOGUES.flatMap((limits) => Object.entries(limits)),
    ([name]) => name,
  );
  const apart = [...values].filter(([, of]) => new Set(of.map(([, value]) => value)).size > 1);
  expect(apart).toEqual([]);
});

test('a row has the value of each of its limits', () => {
  const wrong = rows.flatMap(({ limits, value }) =>
    limits.filter((name) => !holds(value, told.get(name) ?? name)).map((name) => [name, value]),
  );
  expect(wrong).toEqual([]);
});

test('a row names tests that are there, and of each of its limits one that names it', () => {
  const missing = rows.flatMap(({ limits, tests }) => {
    const files = namesIn(tests).map(testFile);
    const texts = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''));
    const without = texts.length === 0 || texts.includes('');
    const unnamed = limits.filter((name) => {
      const bare = name.replace('RATE_LIMITS.', '');
      // One test takes all of them in turn.
      const isOfAll = bare !== name && texts.some((text) => holds(text, 'RATE_LIMITS'));
      return !isOfAll && !texts.some((text) => holds(text, bare));
    });
    return without ? limits : unnamed;
  });
  expect(missing).toEqual([]);
});
