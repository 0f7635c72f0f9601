import { DatabaseSync } from 'node:sqlite';
import { request } from 'node:http';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { expect, test } from 'vitest';
import { sentenceOf } from '../src/documents/host-log.ts';
import { DocumentError } from '../src/documents/errors.ts';
import { until } from './documents-support/condition.ts';
import { openDocument } from './http-documents.ts';
import { importShort, newProject, setUp, startServer } from './http-harness.ts';

type Line = Readonly<Record<string, unknown>>;

/** A log that keeps its lines, read as JSON. */
function keepLines(): { readonly log: Logger; readonly lines: Line[]; text(): string } {
  const lines: Line[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Line);
      done();
    },
  });
  const log = pino({ level: 'trace', base: null }, sink);
  return { log, lines, text: () => JSON.stringify(lines) };
}

const requestsIn = (lines: readonly Line[]) => lines.filter(({ msg }) => msg === 'request');

test('a request is one line: its id, its route, how it ended and how long it took', async () => {
  const { log, lines, text } = keepLines();
  const server = await startServer({ log });
  const lead = await setUp(server);
  const { id: project } = await newProject(lead, 'pomegranate');
  lines.length = 0;
  const ok = await lead.call('readProject', { project }, undefined, {}, '?q=pomegranate');
  const missing = await lead.call('readProject', { project: crypto.randomUUID() });
  const wrong = { email: 'pomegranate@example.org', password: 'pomegranate' };
  const refused = await lead.call('signIn', {}, wrong);
  await fetch(`${server.address}/pomegranate?pomegranate`);
  await fetch(`${server.address}/healthz`);
  await until('all are told', () => requestsIn(lines).length === 3);

  const ids = [ok, missing, refused].map(({ headers }) => headers.get('x-request-id'));
  const read = { name: 'readProject', route: 'GET /api/projects/:project' };
  expect(requestsIn(lines)).toEqual(
    [
      { ...read, status: 200 },
      { ...read, status: 404 },
      { name: 'signIn', route: 'POST /api/session', status: 401 },
    ].map((line, index) => ({
      level: 30,
      time: expect.any(Number),
      request: ids[index],
      ...line,
      ms: expect.any(Number),
      msg: 'request',
    })),
  );
  for (const hidden of ['pomegranate', project, lead.cookie ?? 'none', '127.0.0.1']) {
    expect(text()).not.toContain(hidden);
  }
});

test('a request whose sender was gone before the answer is told as cut', async () => {
  const { log, lines } = keepLines();
  const server = await startServer({ log });
  const lead = await setUp(server);
  lines.length = 0;
  const sent = request(`${server.address}/api/projects`, {
    method: 'POST',
    headers: {
      cookie: lead.cookie ?? '',
      'content-type': 'application/json',
      'content-length': 1_000,
      expect: '100-continue',
    },
  });
  sent.on('error', () => undefined);
  sent.once('continue', () => sent.destroy());
  sent.flushHeaders();
  await until('it is told', () => requestsIn(lines).length === 1);
  expect(requestsIn(lines)[0]).toMatchObject({ name: 'createProject', cut: true });
});

test('what cannot be read is told by its kind, never by what stands there', async () => {
  const { log, lines, text } = keepLines();
  const server = await startServer({ log });
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const { id: transcript } = await importShort(lead, project);
  const { documents } = await lead.get('readTranscript', { transcript });
  const [document] = documents;
  if (document === undefined) throw new Error('a transcript without a document');
  const database = new DatabaseSync(join(server.folder, 'triad.sqlite'));
  database.exec("update records set body = 'pomegranate' where collection = 'members'");
  database.close();
  lines.length = 0;
  expect(await openDocument(lead, document).end()).toBe(4503);
  expect(lines).toContainEqual(
    expect.objectContaining({ reason: 'SyntaxError', msg: 'a document could not be opened' }),
  );
  expect((await lead.call('readProject', { project })).status).toBe(500);
  expect(text()).not.toContain('pomegranate');
});

test('a sentence that was written for the log is told, and no other', () => {
  const own = new DocumentError('documents/unknown', 'There is no such document.');
  expect(sentenceOf(own)).toBe('There is no such document.');
  expect(sentenceOf(new Error('folding took more than 5 s'))).toBe('folding took more than 5 s');
  expect(sentenceOf(new TypeError('pomegranate is not a function'))).toBe('TypeError');
  const full = Object.assign(new RangeError('pomegranate'), { code: 'ERR_OUT_OF_RANGE' });
  expect(sentenceOf(full)).toBe('RangeError ERR_OUT_OF_RANGE');
  expect(sentenceOf('pomegranate')).toBe('string');
});
