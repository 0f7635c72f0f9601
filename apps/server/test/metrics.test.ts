import { CLOSE, ROUTES } from '@triad/collab';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { ACKNOWLEDGED_WITHIN_S, DocumentTally } from '../src/documents/tally.ts';
import { parseMetricsAddress } from '../src/metrics/metrics-address.ts';
import { Process, triad } from './cli-runner.ts';
import { until } from './documents-support/condition.ts';
import { updatesOf } from './documents-support/raw-client.ts';
import { spansOf } from './documents-support/spans.ts';
import { connected, listenAs } from './events-client.ts';
import { openDocument } from './http-documents.ts';
import {
  Client,
  importForm,
  makeFolder,
  newProject,
  setUp,
  shortInterview,
  startServer,
} from './http-harness.ts';

const ANY_PORT = { host: '127.0.0.1', port: 0 };

type Sample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

async function scrape(address: string | null): Promise<{ text: string; samples: Sample[] }> {
  const answer = await fetch(address ?? '');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const text = await answer.text();
  const samples = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, given]) => [key, given]);
      return { name, labels: Object.fromEntries(pairs) as Sample['labels'], value: Number(value) };
    });
  return { text, samples };
}

function valueOf(samples: readonly Sample[], name: string, labels: Sample['labels'] = {}): number {
  const found = samples.filter(
    (one) =>
      one.name === name &&
      Object.entries(labels).every(([key, value]) => one.labels[key] === value),
  );
  expect(found, `${name} ${JSON.stringify(labels)}`).toHaveLength(1);
  return found[0]?.value ?? Number.NaN;
}

/** All that a label may say. */
const LABELS: Readonly<Record<string, (value: string, name: string) => boolean>> = {
  route: (value) => value === 'other' || value in ROUTES,
  method: (value) => ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'other'].includes(value),
  status: (value) => /^[1-5]xx$/.test(value),
  code: (value, name) =>
    name === 'triad_store_errors_total'
      ? /^storage\/[a-z-]+$/.test(value)
      : Object.values(CLOSE).some(({ code }) => String(code) === value),
  by: (value) => ['client', 'server'].includes(value),
  kind: (value, name) =>
    // Of the collector of garbage, too.
    name.startsWith('nodejs_gc')
      ? ['minor', 'major', 'incremental', 'weakcb'].includes(value)
      : KINDS.has(value) || /^agreement-[a-z]+$/.test(value),
  outcome: (value) => ['done', 'refused', 'failed', 'stopped'].includes(value),
  le: (value) => value === '+Inf' || Number(value) > 0,
  space: (value) => /^[a-z_]+$/.test(value),
  type: (value) => /^[A-Za-z]+$/.test(value),
  version: (value) => value === process.version,
  major: (value) => /^\d+$/.test(value),
  minor: (value) => /^\d+$/.test(value),
  patch: (value) => /^\d+$/.test(value),
};
const KINDS = new Set([
  'preview',
  'compose',
  'version',
  'tables',
  'redaction',
  'consolidation',
  'backup',
]);

test('after a session metrics say how much there was, and of nobody', async () => {
  const server = await startServer({ metrics: ANY_PORT });
  const lead = await setUp(server, 'Pomegranate');
  const { id: project } = await newProject(lead, 'pomegranate-title');
  const turns = [{ speaker: null, start: null, end: null, text: 'pomegranate-text' }];
  const form = importForm(shortInterview({ turns, fileName: 'pomegranate.txt' }));
  const { id: transcript } = await lead.get('importTranscript', { project }, form);
  const { documents } = await lead.get('readTranscript', { transcript });
  const layer = documents.find(({ kind }) => kind === 'layer');
  if (layer === undefined) throw new Error('reading begins the own layer');
  const broken = new TextEncoder().encode('pomegranate');
  const named = { 'x-file-name': 'pomegranate.docx' };
  expect((await lead.call('previewTranscript', { project }, broken, named)).status).toBe(422);
  await lead.call('signIn', {}, { email: 'pomegranate@example.org', password: 'wrong' });
  await fetch(`${server.address}/pomegranate/${project}?pomegranate`);
  await fetch(`${server.address}/api/session`, { method: 'PROPFIND' });

  const writer = openDocument(lead, layer);
  await writer.ready();
  const doc = new Y.Doc();
  const acts = [1, 2, 3].map((n) => () => spansOf(doc).set(`pomegranate ${n}`, 'pomegranate'));
  const updates = updatesOf(doc, ...acts);
  for (const update of updates) writer.update(update);
  await until('all is acknowledged', () => writer.acknowledged.at(-1) === 3);
  // It brings nothing new: counted as acknowledged, and not among the times.
  writer.step2(Y.encodeStateAsUpdate(doc));
  await until('it is acknowledged', () => writer.acknowledged.at(-1) === 4);
  const stranger = openDocument(new Client(server.address), layer);
  expect(await stranger.end()).toBe(4401);
  const old = openDocument(lead, { ...layer, generation: crypto.randomUUID() });
  expect(await old.end()).toBe(4410);
  const tunnel = new WebSocket(`${server.address.replace('http', 'ws')}/tunnel`, {
    headers: { cookie: lead.cookie ?? '' },
  });
  onTestFinished(() => tunnel.terminate());
  await new Promise((resolve) => tunnel.once('open', resolve));
  await connected(listenAs(lead));

  const { text, samples } = await scrape(server.metricsAddress);
  const value = (name: string, labels: Sample['labels'] = {}) => valueOf(samples, name, labels);
  expect(value('triad_document_sockets')).toBe(2);
  expect(value('triad_document_connections')).toBe(1);
  expect(value('triad_event_sockets')).toBe(1);
  expect(value('triad_resident_documents')).toBeGreaterThan(0);
  expect(value('triad_resident_document_bytes')).toBeGreaterThan(0);
  expect(value('triad_store_waiting_bytes')).toBe(0);
  expect(value('triad_unread_bytes')).toBe(0);
  expect(value('triad_document_updates_total', { by: 'client' })).toBe(3);
  expect(value('triad_document_acknowledgements_total')).toBe(4);
  expect(value('triad_document_acknowledgement_seconds_count')).toBe(3);
  expect(value('triad_document_acknowledgement_seconds_bucket', { le: '+Inf' })).toBe(3);
  const sum = value('triad_document_acknowledgement_seconds_sum');
  expect(sum).toBeGreaterThan(0);
  expect(sum).toBeLessThan(30);
  expect(value('triad_document_closes_total', { code: '4401' })).toBe(1);
  expect(value('triad_document_closes_total', { code: '4410' })).toBe(1);
  const created = { route: 'createProject', method: 'POST', status: '2xx' };
  expect(value('triad_http_requests_total', created)).toBe(1);
  expect(value('triad_http_requests_total', { route: 'signIn', status: '4xx' })).toBe(1);
  expect(value('triad_http_requests_total', { route: 'other', method: 'GET' })).toBe(1);
  expect(value('triad_http_requests_total', { method: 'other' })).toBe(1);
  expect(value('triad_jobs_total', { kind: 'compose', outcome: 'done' })).toBe(1);
  expect(value('triad_jobs_total', { kind: 'preview', outcome: 'refused' })).toBe(1);
  expect(value('process_cpu_seconds_total')).toBeGreaterThan(0);
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  expect(value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  expect(text).toContain('nodejs_gc_duration_seconds');

  const strange = samples.flatMap(({ name, labels }) =>
    Object.entries(labels)
      .filter(([label, said]) => LABELS[label]?.(said, name) !== true)
      .map(([label, said]) => `${name} ${label} ${said}`),
  );
  expect(strange).toEqual([]);
  expect(text.toLowerCase()).not.toContain('pomegranate');
  for (const id of [project, transcript, layer.generation, lead.cookie ?? 'none']) {
    expect(text).not.toContain(id);
  }
});

test('metrics are nowhere unless they are asked for, and never on the public port', async () => {
  const without = await startServer();
  expect(without.metricsAddress).toBeNull();
  expect((await fetch(`${without.address}/metrics`)).status).toBe(404);
  const server = await startServer({ metrics: ANY_PORT });
  expect((await fetch(`${server.address}/metrics`)).status).toBe(404);
  const address = server.metricsAddress ?? '';
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  expect((await fetch(new URL('/', address))).status).toBe(404);
  expect((await fetch(new URL('/api/session', address))).status).toBe(404);
  expect((await fetch(address, { method: 'POST' })).status).toBe(404);
  await server.close();
  await expect(fetch(address)).rejects.toThrow('fetch failed');
});

test('an address that is taken, or that nobody has, is told in one sentence', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  await expect(startServer({ metrics: { host: '127.0.0.1', port } })).rejects.toThrow(
    `TRIAD_METRICS is 127.0.0.1, port ${port}, which is in use.`,
  );
  await expect(startServer({ metrics: { host: '192.0.2.1', port: 0 } })).rejects.toThrow(
    'this machine has no such address',
  );
});

test('serve says in one line why it cannot have metrics, and has not begun', async () => {
  const data = await makeFolder();
  const args = ['serve', '--port', '0', '--data', data];
  const { code, out, err } = await triad(args, { TRIAD_METRICS: 'yes' });
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(/^TRIAD_METRICS is a port, [^\n]+\n$/);
  expect(await readdir(data)).toEqual([]);
  const server = new Process('cli.ts', args, { TRIAD_METRICS: '0', TRIAD_LOG: 'info' });
  await server.address();
  const [, address = ''] = /"address":"([^"]+)","msg":"metrics are served"/.exec(server.err) ?? [];
  const { samples } = await scrape(address);
  expect(valueOf(samples, 'triad_document_sockets')).toBe(0);
  server.child.kill('SIGTERM');
  expect((await server.ended()).code).toBe(0);
}, 60_000);

test('a port alone is of this machine; what cannot be an address is refused', () => {
  expect(parseMetricsAddress(undefined)).toBeNull();
  expect(parseMetricsAddress('')).toBeNull();
  expect(parseMetricsAddress('9464')).toEqual({ host: '127.0.0.1', port: 9464 });
  expect(parseMetricsAddress('10.0.0.5:9464')).toEqual({ host: '10.0.0.5', port: 9464 });
  expect(parseMetricsAddress('[::1]:9464')).toEqual({ host: '::1', port: 9464 });
  expect(parseMetricsAddress('metrics.inside:80')).toEqual({ host: 'metrics.inside', port: 80 });
  for (const given of [
    'yes',
    '-x:9464',
    '127.0.0.1',
    '127.0.0.1:',
    ':9464',
    '127.0.0.1:65536',
    '1.2.3:9464',
    '256.0.0.1:9464',
    '::1:9464',
    '[::g]:9464',
    '[127.0.0.1]:9464',
    'http://127.0.0.1:9464',
    '127.0.0.1:9464/metrics',
    '127.0.0.1:9464 ',
  ]) {
    expect(() => parseMetricsAddress(given), given).toThrow('TRIAD_METRICS is a port');
  }
});

test('times are counted where they belong', () => {
  const tally = new DocumentTally();
  for (const ms of [0.2, 1, 1.1, 10_000, 10_001]) tally.acknowledged(ms);
  const counts = ACKNOWLEDGED_WITHIN_S.map((_, index) => tally.acknowledgedWithin[index]);
  expect([counts[0], counts[1], counts.at(-1), tally.acknowledgedWithin.at(-1)]).toEqual([
    2, 1, 1, 1,
  ]);
  expect(tally.acknowledgedSeconds).toBeCloseTo(20.0033);
});
