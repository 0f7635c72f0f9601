import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Imports point downwards only: apps -> (collab, storage, interchange, transcripts) -> (agreement,
 * consolidation) -> realist. pnpm resolves only what a package declares, so the arrows are the
 * dependencies of the package.json files.
 */
const FLOORS: readonly (readonly string[])[] = [
  ['@triad/realist'],
  ['@triad/agreement', '@triad/consolidation'],
  ['@triad/collab', '@triad/storage', '@triad/interchange', '@triad/transcripts'],
  ['@triad/server', '@triad/web'],
  ['@triad/test'],
];

/** Pure packages: no I/O, no Yjs, nothing but what is listed. */
const PURE: Readonly<Record<string, readonly string[]>> = {
  '@triad/realist': [],
  '@triad/agreement': ['@triad/realist', 'pure-rand'],
  '@triad/consolidation': ['@triad/realist'],
};

const root = join(import.meta.dirname, '..');

type Manifest = {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};

const manifests: readonly Manifest[] = ['packages', 'apps']
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name)))
  .concat(join(root, 'test'))
  .map((folder) => join(folder, 'package.json'))
  .filter((file) => existsSync(file))
  .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Manifest);

const floorOf = (name: string): number => FLOORS.findIndex((names) => names.includes(name));

describe('arrows between packages', () => {
  test('every package has a floor', () => {
    expect(manifests.filter(({ name }) => floorOf(name) < 0).map(({ name }) => name)).toEqual([]);
    expect(manifests.length).toBeGreaterThan(5);
  });

  test.each(manifests)('$name depends on lower floors alone', ({ name, ...manifest }) => {
    const own = [
      ...Object.keys(manifest.dependencies ?? {}),
      ...Object.keys(manifest.devDependencies ?? {}),
    ].filter((dependency) => dependency.startsWith('@triad/'));
    expect(own.filter((dependency) => floorOf(dependency) >= floorOf(name))).toEqual([]);
  });

  test.each(Object.entries(PURE))('%s stays pure', (name, allowed) => {
    const manifest = manifests.find((candidate) => candidate.name === name);
    const dependencies = Object.keys(manifest?.dependencies ?? {});
    expect(dependencies.filter((dependency) => !allowed.includes(dependency))).toEqual([]);
  });

  test('server and web do not know one another', () => {
    for (const name of ['@triad/server', '@triad/web']) {
      const manifest = manifests.find((candidate) => candidate.name === name);
      const dependencies = { ...manifest?.dependencies, ...manifest?.devDependencies };
      expect(Object.keys(dependencies)).not.toContain(
        name === '@triad/server' ? '@triad/web' : '@triad/server',
      );
    }
  });
});
