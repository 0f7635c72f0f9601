import type { Anchor } from '@triad/realist';
import type { RouteName } from '@triad/collab';
import { LIMITS, makeAnchor, ROUTES } from '@triad/collab';
import { request } from 'node:http';
import type { ClientRequest } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { BODY_LIMITS } from '../src/http/bodies.ts';
import { RATE_LIMITS, ROUTE_LIMITS } from '../src/http/rate-limits.ts';
import { until } from './documents-support/condition.ts';
import { readText } from './http-documents.ts';
import type { Client } from './http-harness.ts';
import {
  importForm,
  importShort,
  newProject,
  NO_RATE_LIMITS,
  setUp,
  shareServer,
  shortInterview,
  startServer,
} from './http-harness.ts';

/* Limits of one request, and of how many come. */

const started = shareServer();
let lead: Promise<Client> | null = null;

async function begin() {
  const server = await started();
  const client = await (lead ??= setUp(server));
  const { id: project } = await newProject(client);
  const { id: transcript } = await importShort(client, project);
  return { server, lead: client, project, transcript };
}

test('a comment has so many letters: LIMITS.noteUtf16', async () => {
  const { lead, transcript } = await begin();
  const comment = (letters: number) => {
    const text = 'x'.repeat(letters);
    return lead.call('createComment', { transcript }, { target: { kind: 'transcript' }, text });
  };
  expect((await comment(LIMITS.noteUtf16)).status).toBe(201);
  const { status, error } = await comment(LIMITS.noteUtf16 + 1);
  expect([status, error.code, error.path]).toEqual([400, 'request/invalid', 'text']);
  expect(error.message).toContain('20,000');
});

test('and is about so many: LIMITS.quoteUtf16', async () => {
  const { lead, transcript } = await begin();
  const place = makeAnchor(await readText(lead, transcript), { startUtf16: 0, endUtf16: 4 });
  const anchor = { ...(place as Anchor), quote: 'x'.repeat(LIMITS.quoteUtf16 + 1) };
  const target = { kind: 'passage', anchor };
  const { status, error } = await lead.call('createComment', { transcript }, { target, text: 'x' });
  expect([status, error.path]).toEqual([400, 'target.anchor.quote']);
  expect(error.message).toContain('20,000');
});

test('words that are taken out, and what stands there instead: LIMITS.redactedUtf16, LIMITS.replacementUtf16', async () => {
  const { lead, transcript } = await begin();
  const asked = { words: 'What', startUtf16: 0, endUtf16: 4 };
  const words = 'x'.repeat(LIMITS.redactedUtf16 + 1);
  const long = await lead.call('lookForWords', { transcript }, { ...asked, words });
  expect([long.status, long.error.path]).toEqual([400, 'words']);
  expect(long.error.message).toContain('5,000');
  const replacement = 'x'.repeat(LIMITS.replacementUtf16 + 1);
  const body = { ...asked, all: true, replacement };
  const { status, error } = await lead.call('redact', { transcript }, body);
  expect([status, error.path]).toEqual([400, 'replacement']);
  expect(error.message).toContain('24');
});

test('an import has so many turns: LIMITS.turns', async () => {
  const { lead, project } = await begin();
  const turn = { speaker: null, start: null, end: null, text: 'x' };
  const turns = Array.from({ length: LIMITS.turns + 1 }, () => turn);
  const form = importForm(shortInterview({ turns }));
  const { status, error } = await lead.call('importTranscript', { project }, form);
  expect([status, error.path]).toEqual([400, 'turns']);
  expect(error.message).toContain('50,000');
});

test('a file has so many bytes: LIMITS.fileBytes', async () => {
  const { lead, project } = await begin();
  const file = new Uint8Array(LIMITS.fileBytes + 1);
  const named = { 'x-file-name': 'big.txt' };
  const { status, error } = await lead.call('previewTranscript', { project }, file, named);
  expect([status, error.code]).toEqual([413, 'preview/too-large']);
  expect(error.message).toContain('24 MB');
});

test('a body of JSON and an import have so many: jsonBytes, importBytes', async () => {
  const { lead, project } = await begin();
  const title = 'x'.repeat(BODY_LIMITS.jsonBytes);
  const json = await lead.call('createProject', {}, { title });
  expect([json.status, json.error.code]).toEqual([413, 'request/too-large']);
  expect(json.error.message).toContain('256 kB');
  const original = new Uint8Array(BODY_LIMITS.importBytes);
  const form = importForm(shortInterview({ keepOriginal: true }), original);
  const { status, error } = await lead.call('importTranscript', { project }, form);
  expect([status, error.code]).toEqual([413, 'request/too-large']);
  expect(error.message).toContain('32 MB');
});

test('so many files are read at once, and so many wait: filesAtOnce, filesWaiting', async () => {
  const { server, lead, project } = await begin();
  const url = server.address + ROUTES.previewTranscript.path.replace(':project', project);
  const headers = { cookie: lead.cookie ?? '', 'x-file-name': 'a.txt', 'content-length': 10 };
  const open: ClientRequest[] = [];
  onTestFinished(() => open.forEach((one) => one.destroy()));
  const answers: (number | undefined)[] = [];
  // None sends its file, so those that are being read stay; one more than there is room for comes.
  const most = BODY_LIMITS.filesAtOnce + BODY_LIMITS.filesWaiting;
  for (let n = 0; n <= most; n += 1) {
    const one = request(url, { method: 'POST', headers });
    one.on('error', () => undefined);
    one.on('response', (response) => answers.push(response.statusCode));
    one.flushHeaders();
    open.push(one);
  }
  await until('one is refused', () => answers.length > 0);
  expect(answers).toEqual([503]);
  const { error } = await lead.call('previewTranscript', { project }, new Uint8Array(1), {
    'x-file-name': 'a.txt',
  });
  expect(error.code).toBe('preview/busy');
});

const COUNTED = (Object.keys(ROUTE_LIMITS) as RouteName[]).flatMap((route) =>
  (ROUTE_LIMITS[route] ?? []).map(([limit]) => [limit, route] as const),
);

test('every limit of how often stops some route', () => {
  const counted: readonly string[] = COUNTED.map(([limit]) => limit);
  // Of every request, and of one e-mail: in http-accounts.test.ts.
  const elsewhere = ['general', 'signInByEmail'];
  expect([...new Set([...counted, ...elsewhere])].sort()).toEqual(Object.keys(RATE_LIMITS).sort());
});

test.for(COUNTED)('the limit %s stops %s, and says for how long', async ([limit, route]) => {
  const server = await startServer({
    rateLimits: { ...NO_RATE_LIMITS, [limit]: { points: 3, seconds: 60 } },
  });
  const client = await setUp(server);
  const { id: project } = await newProject(client);
  const { id: transcript } = await importShort(client, project);
  // What is asked for is nothing that could be done, and is counted all the same.
  const ask = () => client.call(route, { project, transcript }, { nothing: true });
  expect((await ask()).status).not.toBe(429);
  let last = await ask();
  for (let n = 0; n < 2; n += 1) last = await ask();
  expect([last.status, last.error.code]).toEqual([429, 'request/too-many']);
  expect(last.error.message).toMatch(/Try again in \d+ seconds?\./);
});
