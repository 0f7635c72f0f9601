import { findMongodb, freePort, onDatabase, startRedis } from '@triad/storage/test-server';
import type { RedisServer } from '@triad/storage/test-server';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../faults/whole-server/wait-until.ts';
import { environmentOf, readCompose, triadServices } from './compose.ts';
import { Program } from './program.ts';
import { WORKSPACE } from './workspace.ts';

/*
 * What docker/compose.cluster.yaml starts, from plain processes: its servers with its environment, Redis,
 * the MongoDB that tests run on in the place of the replica set, and nginx with docker/nginx.conf, in which
 * addresses and folders alone are others.
 */

const CLI = join(WORKSPACE, 'apps', 'server', 'src', 'cli.ts');
/** Where Debian puts what is not on everybody's path. */
const PLACES = ['', '/usr/sbin/', '/usr/bin/', '/usr/local/sbin/', '/usr/local/bin/'];

export type Cluster = {
  /** Of the proxy, without a slash at its end. */
  readonly origin: string;
  readonly setupToken: string;
  readonly servers: readonly ClusterServer[];
  readonly proxy: Program;
  readonly redis: RedisServer;
  end(): Promise<void>;
};

/** One server of it, past the proxy. */
export type ClusterServer = { readonly origin: string; readonly program: Program };

/**
 * Whether this machine has what a cluster is made of: then the path of nginx. Null, which is said aloud, where something is missing; with
 * `TRIAD_REQUIRE_CLUSTER=1` it throws instead.
 */
export async function findCluster(): Promise<string | null> {
  const nginx = findProgram('nginx', '-v');
  const redis = findProgram('redis-server', '--version');
  const missing = [
    ...(nginx === null ? ['nginx'] : []),
    ...(redis === null ? ['redis-server'] : []),
    ...((await findMongodb()) === null ? ['a MongoDB'] : []),
  ];
  if (missing.length === 0) return nginx;
  const sentence = `Several servers behind their proxy were not tried: there is no ${missing.join(', and no ')}.`;
  if (process.env['TRIAD_REQUIRE_CLUSTER'] === '1') throw new Error(sentence);
  process.stderr.write(`\n${sentence}\n\n`);
  return null;
}

function findProgram(name: string, ask: string): string | null {
  return (
    PLACES.map((place) => place + name).find(
      (path) => (path === name || existsSync(path)) && spawnSync(path, [ask]).status === 0,
    ) ?? null
  );
}

/** `count`: of servers; those that compose.cluster.yaml has and are not started are not in nginx.conf either. */
export async function startCluster(
  nginx: string,
  count = Number.POSITIVE_INFINITY,
): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'triad-cluster-'));
  const ends: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const end = async (): Promise<void> => {
    for (const each of ends.splice(0).toReversed()) await each();
  };
  const begin = async (program: Program): Promise<Program> => {
    ends.push(() => program.kill());
    await program.start();
    return program;
  };
  try {
    const database = await (await findMongodb())?.start();
    if (database === undefined) throw new Error('there is no MongoDB');
    ends.push(() => database.stop());
    const redis = await startRedis();
    if (redis === null) throw new Error('there is no Redis');
    ends.push(() => redis.stop());
    const proxyPort = await freePort();
    const origin = `http://127.0.0.1:${proxyPort}`;
    const services = triadServices(readCompose('compose.cluster.yaml')).slice(0, count);
    const environment = {
      TRIAD_STORE: onDatabase(database.uri, `triad-${randomBytes(8).toString('hex')}`),
      TRIAD_REDIS: redis.uri,
      TRIAD_KEY: randomBytes(32).toString('base64'),
      TRIAD_ORIGIN: origin,
    };
    const ports = new Map<string, number>();
    const servers: ClusterServer[] = [];
    for (const [name, service] of services) {
      const port = await freePort();
      ports.set(name, port);
      const given: Record<string, string> = {
        ...environmentOf(service),
        ...environment,
        TRIAD_PEER: `http://127.0.0.1:${await freePort()}`,
      };
      // One alone shares its data with nobody.
      if (services.length === 1)
        for (const each of ['TRIAD_REDIS', 'TRIAD_PEER']) delete given[each];
      const data = join(folder, name);
      const program = new Program({
        command: process.execPath,
        args: [CLI, 'serve', '--port', String(port), '--data', data],
        port,
        cwd: WORKSPACE,
        environment: { PATH: process.env['PATH'] ?? '', ...given },
      });
      servers.push({ origin: `http://127.0.0.1:${port}`, program });
    }
    for (const { program } of servers) await begin(program);
    const proxy = await begin(await layOutProxy(nginx, folder, proxyPort, ports));
    let setupToken = '';
    await waitUntil('a server says where the first account is made', () => {
      const said = servers.map(({ program }) => program.said).join('\n');
      setupToken = /\/setup#([\w-]+)\n/.exec(said)?.[1] ?? '';
      return setupToken !== '';
    });
    return { origin, setupToken, servers, proxy, redis, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Throws, with what nginx says, where it does not like docker/nginx.conf. */
async function layOutProxy(
  nginx: string,
  folder: string,
  port: number,
  servers: ReadonlyMap<string, number>,
): Promise<Program> {
  const work = join(folder, 'proxy');
  await mkdir(work);
  const file = join(work, 'nginx.conf');
  await writeFile(
    file,
    readFileSync(join(WORKSPACE, 'docker', 'nginx.conf'), 'utf8')
      .replaceAll('/tmp/', `${work}/`)
      .replace('listen 8080;', `listen 127.0.0.1:${port};`)
      .replace(/^ +server (\w+):4321 .*\n/gm, (line, name: string) => {
        const at = servers.get(name);
        return at === undefined ? '' : line.replace(`${name}:4321`, `127.0.0.1:${at}`);
      }),
  );
  const args = ['-p', work, '-c', file, '-e', 'stderr'];
  const checked = spawnSync(nginx, [...args, '-t'], { encoding: 'utf8' });
  if (checked.status !== 0) throw new Error(checked.stderr);
  // Begun by root its workers would be somebody else, who may not enter the folder.
  const rest = `daemon off; ${process.getuid?.() === 0 ? 'user root;' : ''}`;
  // Killed, it would leave its workers behind.
  const killedBy = 'SIGTERM';
  return new Program({ command: nginx, args: [...args, '-g', rest], port, killedBy });
}
