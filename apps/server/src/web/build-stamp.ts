import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Beside what was built; a build removes it first, so half a build has none. */
const STAMP = '.triad-build.json';

/**
 * The hash of everything that the web app is built from: its own sources, those of the workspace's
 * packages that it uses, and the lockfile.
 */
export async function hashWebSources(workspace: string): Promise<string> {
  const web = join(workspace, 'apps/web');
  const roots = [
    join(web, 'src'),
    join(web, 'public'),
    join(web, 'index.html'),
    join(web, 'vite.config.ts'),
    join(web, 'package.json'),
    join(workspace, 'pnpm-lock.yaml'),
    ...(await packagesOf(workspace, web)).map((folder) => join(folder, 'src')),
  ];
  const hash = createHash('sha256');
  for (const root of roots) {
    for (const file of await filesIn(root)) {
      hash.update(`${relative(workspace, file)}\0`);
      hash.update(
        createHash('sha256')
          .update(await readFile(file))
          .digest(),
      );
    }
  }
  return hash.digest('hex');
}

export async function readStamp(dist: string): Promise<string | null> {
  try {
    const stamp = JSON.parse(await readFile(join(dist, STAMP), 'utf8')) as { sources?: unknown };
    return typeof stamp.sources === 'string' ? stamp.sources : null;
  } catch {
    return null;
  }
}

export async function writeStamp(dist: string, sources: string): Promise<void> {
  await writeFile(join(dist, STAMP), JSON.stringify({ sources }));
}

/** Folders of the workspace's packages that one of its members uses, in itself or through others. */
async function packagesOf(workspace: string, member: string): Promise<readonly string[]> {
  const found = new Set<string>();
  const look = async (folder: string): Promise<void> => {
    const { dependencies = {} } = JSON.parse(
      await readFile(join(folder, 'package.json'), 'utf8'),
    ) as { readonly dependencies?: Readonly<Record<string, string>> };
    for (const name of Object.keys(dependencies)) {
      const own = join(workspace, 'packages', name.replace(/^@triad\//, ''));
      if (!name.startsWith('@triad/') || found.has(own) || !existsSync(own)) continue;
      found.add(own);
      await look(own);
    }
  };
  await look(member);
  return [...found].sort();
}

/** The file itself, or all files in a folder, in a fixed order; none where there is nothing. */
async function filesIn(root: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch {
    return existsSync(root) ? [root] : [];
  }
}
