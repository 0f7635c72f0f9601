import { freePort } from '@triad/storage/test-server';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { environmentOf, readCompose } from './support/compose.ts';
import { isIgnored, readDockerfile } from './support/dockerfile.ts';

/*
 * No image is built here. From what docker/ says the same layout is made of plain files, with the same
 * commands but for the making of the web app, and served as the image would be. What this cannot show:
 * that the base image has what it is said to have, and what Docker itself does.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const [build, image] = readDockerfile(read('docker/Dockerfile'));
if (build === undefined || image === undefined) throw new Error('the Dockerfile has two stages');
const IGNORED = read('.dockerignore').split('\n').filter(Boolean);

const hasPnpm = spawnSync('pnpm', ['--version']).status === 0;
if (!hasPnpm) process.stderr.write('The layout of the image is not tested: there is no pnpm.\n');

const compose = readCompose('compose.yaml');
const { triad } = compose.services;
if (triad === undefined) throw new Error('compose.yaml has a service triad');

/** The files that the image would have, under `folder`. */
async function layOut(folder: string): Promise<string> {
  const [source, workdir] = [join(folder, 'build'), join(folder, 'image')];
  await cp(ROOT, source, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => path === ROOT || !isIgnored(relative(ROOT, path), IGNORED),
  });
  const [made, installed, ...others] = build?.runs ?? [];
  expect(made).toMatch(/ install --frozen-lockfile && .* build$/);
  expect(others).toEqual([]);
  await mkdir(join(source, 'apps/web/dist'), { recursive: true });
  await writeFile(join(source, 'apps/web/dist/index.html'), '<!doctype html><title>Triad</title>');
  const command = (installed ?? '').replaceAll('npx -y pnpm@12', 'pnpm --prefer-offline');
  const ran = spawnSync('sh', ['-ec', command], { cwd: source, encoding: 'utf8' });
  expect(ran.status, ran.stdout + ran.stderr).toBe(0);

  for (const { sources, to } of image?.copies ?? []) {
    for (const path of sources) {
      const from = join(source, relative(build?.other['WORKDIR'] ?? '', path));
      expect(existsSync(from), path).toBe(true);
      const target = to.endsWith('/') ? join(workdir, to, path.split('/').at(-1) ?? '') : to;
      const at = to.endsWith('/') ? target : join(workdir, to);
      await mkdir(join(at, '..'), { recursive: true });
      await rename(from, at);
    }
  }
  await rm(source, { recursive: true });
  return workdir;
}

/** Every file with its size and when it was written. */
async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const { size, mtimeMs } = await stat(path);
      return `${relative(folder, path)} ${size} ${mtimeMs}`;
    }),
  );
}

/** Before a command: its folder cannot be written to. Empty where this user may not mount. */
function readOnly(folder: string): readonly string[] {
  const script =
    'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && cd "$1" && ! touch x 2>&- && shift && exec "$@"';
  const under = ['unshare', '-rm', 'sh', '-c', script, 'sh', folder];
  return spawnSync(under[0] ?? '', [...under.slice(1), 'true']).status === 0 ? under : [];
}

test.runIf(hasPnpm)(
  'the layout of the image serves, is healthy, and stops',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'triad-image-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const workdir = await layOut(folder);
    expect(existsSync(join(workdir, 'node_modules/node'))).toBe(false);
    const fill = image.runs.at(-1)?.replace(/^node /, '') ?? '';
    const filled = spawnSync(process.execPath, [fill], { cwd: workdir, encoding: 'utf8' });
    expect(filled.status, filled.stderr).toBe(0);
    const before = await listFiles(workdir);
    const port = await freePort();
    const env = {
      PATH: process.env['PATH'] ?? '',
      ...image.env,
      ...environmentOf(triad),
      TRIAD_DATA: join(folder, 'data'),
      TRIAD_KEYS: join(folder, 'keys'),
      TRIAD_PORT: String(port),
      NODE_DEBUG_NATIVE: 'COMPILE_CACHE',
    };
    const inNode = (given: string): readonly string[] => {
      const [program, ...rest] = JSON.parse(given) as string[];
      expect(program).toBe('node');
      return [process.execPath, ...rest];
    };
    const under = readOnly(workdir);
    if (under.length === 0)
      process.stderr.write('The image is served from a folder that can be written to.\n');
    const [command = '', ...rest] = [...under, ...inNode(image.other['CMD'] ?? '')];
    const server = spawn(command, rest, { cwd: workdir, env, stdio: ['ignore', 'pipe', 'pipe'] });
    onTestFinished(() => void server.kill('SIGKILL'));
    let said = '';
    server.stdout.on('data', (chunk: Buffer) => (said += String(chunk)));
    server.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
    const ended = new Promise<number | null>((resolve) => server.once('close', resolve));
    await expect
      .poll(() => (server.exitCode === null ? said : `it ended: ${said}`), { timeout: 30_000 })
      .toContain('/setup#');
    // It starts from what was made with the image, in all of its threads.
    const taken = (script: string): RegExp =>
      new RegExp(`V8 code cache for \\S+ \\S+/${script} was accepted`);
    for (const script of ['run-server.ts', 'sqlite/writer.ts', 'documents/fold-thread.ts']) {
      await expect.poll(() => said).toMatch(taken(script));
    }

    const [, health = ''] = /CMD (\[.*\])$/.exec(image.other['HEALTHCHECK'] ?? '') ?? [];
    const [asks = '', ...asked] = inNode(health);
    const isHealthy = () => spawnSync(asks, asked, { cwd: workdir, env }).status === 0;
    expect(isHealthy()).toBe(true);
    const address = `http://127.0.0.1:${port}`;
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    const page = await fetch(address, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('<title>Triad');
    const account = { name: 'Lea', email: 'lea@example.org', password: 'a long enough one' };
    const made = await fetch(`${address}/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: /\/setup#([\w-]+)/.exec(said)?.[1], ...account }),
    });
    expect(made.status, await made.text()).toBe(201);
    server.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(isHealthy()).toBe(false);
    expect(await listFiles(workdir)).toEqual(before);
  },
  120_000,
);

test('the image is run by nobody in particular, and writes to its volumes alone', () => {
  expect(image.other['USER']).toBe('node');
  const volumes = (image.other['VOLUME'] ?? '').split(' ');
  expect(volumes).toEqual([image.env['TRIAD_DATA'], image.env['TRIAD_KEYS']]);
  expect((triad.volumes ?? []).map((volume) => volume.split(':')[1])).toEqual(volumes);
  expect((triad.volumes ?? []).map((volume) => volume.split(':')[0])).toEqual(
    Object.keys(compose.volumes),
  );
  expect(triad.read_only).toBe(true);
});

test('the compose file builds this image, reaches its port and lets it stop', () => {
  expect(
    existsSync(join(ROOT, 'docker', triad.build?.context ?? '', triad.build?.dockerfile ?? '')),
  ).toBe(true);
  expect(image.other['EXPOSE']).toBe(image.env['TRIAD_PORT']);
  expect(triad.ports).toEqual([`127.0.0.1:4321:${image.env['TRIAD_PORT']}`]);
  const [, forcedMs = ''] =
    /FORCED_MS = ([\d_]+)/.exec(read('apps/server/src/run-server.ts')) ?? [];
  const graceMs = Number.parseInt(triad.stop_grace_period ?? '', 10) * 1_000;
  expect(graceMs).toBeGreaterThan(Number(forcedMs.replaceAll('_', '')));
});

test('what the image sets are settings that there are', () => {
  const help = read('apps/server/src/cli.ts');
  const names = [...Object.keys(image.env), ...Object.keys(triad.environment ?? {})];
  const unknown = names.filter((name) => name !== 'NODE_ENV' && !help.includes(`${name},`));
  expect(unknown).toEqual([]);
});
