import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BODY_LIMITS } from '../apps/server/src/http/bodies.ts';
import { environmentOf, networksOf, readCompose, triadServices } from './support/compose.ts';
import { readDockerfile } from './support/dockerfile.ts';
import { WORKSPACE } from './support/workspace.ts';

/*
 * That the parts of docker/compose.cluster.yaml fit one another and docker/nginx.conf. Nothing is started
 * here: topology.test.ts does, without Docker and its images.
 */

const read = (path: string): string => readFileSync(join(WORKSPACE, path), 'utf8');
const compose = readCompose('compose.cluster.yaml');
const { services } = compose;
const triads = triadServices(compose);
const members = Object.keys(services).filter((name) => /^mongo\d$/.test(name));
const nginx = read('docker/nginx.conf');
const image = readDockerfile(read('docker/Dockerfile')).at(-1);
const LASTING = Object.entries(services).filter(([, { restart }]) => restart === 'unless-stopped');

test('each server is the image that one alone is, with settings that there are', () => {
  const alone = readCompose('compose.yaml').services['triad'];
  const help = read('apps/server/src/cli.ts');
  expect(triads).toHaveLength(3);
  for (const [, service] of triads) {
    expect(service.build).toEqual(alone?.build);
    expect(service.stop_grace_period).toBe(alone?.stop_grace_period);
    const unknown = Object.keys(service.environment ?? {}).filter(
      (name) => !help.includes(`${name},`),
    );
    expect(unknown).toEqual([]);
    expect(service.environment?.['TRIAD_KEY']).toMatch(/^\$\{TRIAD_KEY:\?/);
  }
});

test('servers find MongoDB, Redis and one another, and the proxy only the servers', () => {
  for (const [name, service] of triads) {
    const { TRIAD_STORE, TRIAD_REDIS, TRIAD_PEER } = environmentOf(service);
    const [, hosts = '', set] =
      /^mongodb:\/\/([\w,]+)\/triad\?replicaSet=(\w+)$/.exec(TRIAD_STORE ?? '') ?? [];
    expect(hosts.split(',')).toEqual(members);
    for (const member of members) {
      expect(services[member]?.command).toContain(set);
      expect(services['mongo-init']?.command?.at(-1)).toContain(`host: '${member}:27017'`);
    }
    expect(services[new URL(TRIAD_REDIS ?? '').hostname]?.command?.[0]).toBe('redis-server');
    // Where the proxy, which others reach, is not.
    const peer = new URL(TRIAD_PEER ?? '').hostname;
    expect(networksOf(service).get('back')).toEqual([peer]);
    expect(peer).toBe(`${name}.back`);
  }
  expect(compose.networks?.['back']).toEqual({ internal: true });
  for (const [name, service] of Object.entries(services)) {
    const isServer = triads.some(([each]) => each === name);
    const expected = isServer ? ['front', 'back'] : name === 'proxy' ? ['front'] : ['back'];
    expect([...networksOf(service).keys()], name).toEqual(expected);
  }
});

test('the proxy leads to every server, takes the longest import, and is reached from here alone', () => {
  const upstreams = [...nginx.matchAll(/upstream \w+ \{([^}]*)\}/g)].map(([, lines = '']) =>
    [...lines.matchAll(/server ([\w:]+)/g)].map(([, server]) => server),
  );
  const port = image?.other['EXPOSE'];
  const all = triads.map(([name]) => `${name}:${port}`);
  expect(upstreams).toEqual([all, all]);
  const [, listen] = /listen (\d+);/.exec(nginx) ?? [];
  expect(services['proxy']?.ports).toEqual([`127.0.0.1:4321:${listen}`]);
  expect(services['proxy']?.volumes).toEqual(['./nginx.conf:/etc/nginx/nginx.conf:ro']);
  expect(services['proxy']?.healthcheck?.test.at(-1)).toBe(`http://127.0.0.1:${listen}/healthz`);
  const [, megabytes] = /client_max_body_size (\d+)m;/.exec(nginx) ?? [];
  expect(Number(megabytes) * 1024 * 1024).toBeGreaterThan(BODY_LIMITS.importBytes);
  const others = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
  expect(others.map(([name]) => name)).toEqual(['proxy']);
});

test('nobody is root, writes beside volumes and memory, or is without a health check', () => {
  for (const [name, service] of Object.entries(services)) {
    const user = service.user ?? (service.build === undefined ? '' : image?.other['USER']);
    expect(user, name).toMatch(/^(?:node|[1-9]\d*:[1-9]\d*)$/);
    expect(service, name).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(service.tmpfs.length, name).toBeGreaterThan(0);
  }
  for (const [name, { build, healthcheck }] of LASTING) {
    const asked = build === undefined ? healthcheck?.test[0] : image?.other['HEALTHCHECK'];
    expect(asked, name).toBeDefined();
  }
  const written = members.flatMap((name) => services[name]?.volumes ?? []);
  expect(written.map((volume) => volume.split(':')[0])).toEqual(Object.keys(compose.volumes));
});

test('each waits for what it needs', () => {
  const needs = (name: string) => Object.keys(services[name]?.depends_on ?? {});
  for (const [name] of triads) expect(needs(name)).toEqual(['mongo-init', 'redis']);
  expect(needs('proxy')).toEqual(triads.map(([name]) => name));
  expect(needs('mongo-init')).toEqual(members);
  const unknown = Object.keys(services)
    .flatMap(needs)
    .filter((name) => !(name in services));
  expect(unknown).toEqual([]);
});
