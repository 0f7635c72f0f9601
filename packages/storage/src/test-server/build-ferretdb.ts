import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';

const run = promisify(execFile);

/** The version of FerretDB that `ferretdb/go.mod` names. */
export const FERRETDB = 'FerretDB 1.24.2';

const sources = fileURLToPath(new URL('./ferretdb', import.meta.url));
const FILES = ['go.mod', 'go.sum', 'main.go'];

/**
 * One line of FerretDB is another: it looks a document up by its `_id` only where nothing else is
 * asked of it, and else reads the whole collection, decoding each document; conditions are checked
 * afterwards in either case. A thousand new documents took 22 s without this, 9 s with it.
 */
const CHANGE = {
  module: 'github.com/FerretDB/FerretDB',
  file: 'internal/backends/sqlite/collection.go',
  from: 'if params.Filter.Len() == 1 {',
  to: 'if params.Filter.Len() >= 1 {',
} as const;

/** A first build fetches its modules. */
const TIMEOUT_MS = 10 * 60_000;

/**
 * The path of the stand-in, built with Go if it is not in the user's cache yet; its name there is of
 * its sources, so that another version is another file. Rejects with a sentence for the developer
 * where Go is missing or the build fails.
 */
export async function buildFerretdb(): Promise<string> {
  const folder = join(cacheFolder(), 'triad-tests');
  const hash = createHash('sha256');
  for (const file of FILES) hash.update(await readFile(join(sources, file)));
  hash.update(JSON.stringify(CHANGE));
  const program = join(folder, `mongodb-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(program)) return program;
  const go = findProgram('go', ['/usr/local/go/bin']);
  if (go === null) throw new Error(`${FERRETDB} is built with Go, which is not there`);
  await mkdir(folder, { recursive: true });
  const release = await takeTurn(join(folder, 'build.lock'));
  try {
    if (!existsSync(program)) await build(go, folder, program);
  } finally {
    release();
  }
  return program;
}

async function build(go: string, folder: string, program: string): Promise<void> {
  const work = await mkdtemp(join(folder, 'build-'));
  try {
    const made = join(work, 'mongodb');
    await layOut(go, work);
    await run(go, ['build', '-mod=readonly', '-o', made, '.'], { cwd: work, timeout: TIMEOUT_MS });
    await rename(made, program);
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`${FERRETDB} could not be built: ${said || String(error)}`, { cause: error });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A folder with our sources and a changed copy of FerretDB's. */
async function layOut(go: string, work: string): Promise<void> {
  for (const file of FILES) await copyFile(join(sources, file), join(work, file));
  const options = { cwd: work, timeout: TIMEOUT_MS };
  await run(go, ['mod', 'download', CHANGE.module], options);
  const { stdout } = await run(go, ['list', '-m', '-f', '{{.Dir}}', CHANGE.module], options);
  const copy = join(work, 'ferretdb');
  await cp(stdout.trim(), copy, { recursive: true });
  const changed = join(copy, CHANGE.file);
  const source = await readFile(changed, 'utf8');
  if (!source.includes(CHANGE.from)) throw new Error(`${CHANGE.file} is not as it was`);
  // Modules are kept without the right to write to them.
  await run('chmod', ['-R', 'u+w', copy]);
  await writeFile(changed, source.replaceAll(CHANGE.from, CHANGE.to));
  await run(go, ['mod', 'edit', '-replace', `${CHANGE.module}=./ferretdb`], options);
}

/** The system's lock, through SQLite: it ends with its process, so a build that was killed blocks nobody. */
async function takeTurn(file: string): Promise<() => void> {
  const lock = new DatabaseSync(file, { timeout: 0 });
  for (;;) {
    try {
      lock.exec('pragma journal_mode = memory; begin exclusive');
      return () => lock.close();
    } catch (error) {
      if (!(error instanceof Error) || !('errcode' in error) || error.errcode !== SQLITE_BUSY) {
        lock.close();
        throw error;
      }
      await delay(200);
    }
  }
}

const SQLITE_BUSY = 5;

function cacheFolder(): string {
  const named = process.env['XDG_CACHE_HOME'];
  if (named !== undefined && named !== '') return named;
  return process.platform === 'darwin'
    ? join(homedir(), 'Library', 'Caches')
    : join(homedir(), '.cache');
}
