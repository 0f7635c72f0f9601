import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import {
  Client,
  importForm,
  newProject,
  PASSWORD,
  setUp,
  shortInterview,
  startServer,
  tokenOf,
} from './http-harness.ts';

test('passwords and tokens are at rest as hashes alone, and in no log', async () => {
  let log = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk);
      done();
    },
  });
  const server = await startServer({ log: pino({ level: 'trace' }, sink) });
  const secrets: string[] = [PASSWORD, tokenOf(server.setupUrl)];
  const lead = await setUp(server, 'Lea');
  secrets.push(cookieOf(lead));
  const { id: project } = await newProject(lead);
  const body = { roles: ['coder'], note: '', validDays: 1 };
  const open = await lead.get('createInvite', { project }, body);
  const used = await lead.get('createInvite', { project }, body);
  secrets.push(tokenOf(open.link), tokenOf(used.link));
  const guest = new Client(server.address);
  const account = { name: 'Ann', email: 'ann@example.org', password: `${PASSWORD} of Ann` };
  await guest.get('acceptInvite', {}, { token: tokenOf(used.link), account });
  await lead.call('lookAtInvite', {}, { token: tokenOf(open.link) });
  secrets.push(cookieOf(guest), account.password);

  const words = ['pomegranate-in-the-text', 'pomegranate-in-a-comment', 'pomegranate-in-a-query'];
  const turns = [{ speaker: null, start: null, end: null, text: words[0] }];
  const form = importForm(shortInterview({ turns, fileName: 'pomegranate-file.txt' }));
  const { id: transcript } = await lead.get('importTranscript', { project }, form);
  await lead.get(
    'createComment',
    { transcript },
    { target: { kind: 'transcript' }, text: words[1] },
  );
  await fetch(`${server.address}/api/session?q=${words[2]}`);
  await lead.call('createProject', {}, { title: 'x', surprise: 'pomegranate-in-an-error' });
  await server.close();

  const files = readdirSync(server.folder).map((name) => join(server.folder, name));
  const disk = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file));
  expect(disk.some((bytes) => bytes.includes(transcript))).toBe(true);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(10);
    for (const bytes of disk) expect(bytes.includes(secret), 'a secret at rest').toBe(false);
    expect(log.includes(secret), 'a secret in the log').toBe(false);
  }
  expect(log).toContain('POST /api/projects/:project/transcripts');
  for (const hidden of ['pomegranate', 'ann@', 'lea@', '127.0.0.1', project]) {
    expect(log.includes(hidden), hidden).toBe(false);
  }
});

function cookieOf({ cookie }: Client): string {
  return cookie?.split('=')[1] ?? '';
}
