import { createHash } from 'node:crypto';
import { makeAnchor } from '@triad/collab';
import { expect, test } from 'vitest';
import { countAll } from './http-counts.ts';
import { readText } from './http-documents.ts';
import type { Client } from './http-harness.ts';
import {
  importForm,
  importShort,
  invite,
  newProject,
  setUp,
  shareServer,
  shortInterview,
  startServer,
} from './http-harness.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

const sharedServer = shareServer();
let sharedLead: Promise<Client> | null = null;

/** A project of its own for each test. */
async function start() {
  const server = await sharedServer();
  const lead = await (sharedLead ??= setUp(server));
  const { id: project } = await newProject(lead);
  return { server, lead, project };
}

test('a preview shows speakers, turns and warnings, and stores nothing', async () => {
  const { server, lead, project } = await start();
  const before = countAll(server.folder);
  const file = bytesOf(
    'Interviewer: What changed?\n\n#13: I walk now.\n\nInterviewer: Why?\n\n#13: It is near.\n',
  );
  const preview = await lead.call('previewTranscript', { project }, file, {
    'x-file-name': encodeURIComponent('Gespräch.txt'),
  });
  expect(preview.body).toMatchObject({
    format: 'txt',
    interviewer: 'Interviewer',
    sha256: createHash('sha256').update(file).digest('hex'),
    turns: [
      { speaker: 'Interviewer', text: 'What changed?' },
      { speaker: '#13', text: 'I walk now.' },
      { speaker: 'Interviewer', text: 'Why?' },
      { speaker: '#13', text: 'It is near.' },
    ],
  });
  expect(countAll(server.folder)).toEqual(before);
});

test('a preview shows what is left out, and the source as the importer reads it', async () => {
  const { lead, project } = await start();
  const file = bytesOf(
    'A title\r\nJane: How so?\r\nMaria: Cafe\u0301.\r\nJane: Yes.\r\nMaria: No.',
  );
  const { body } = await lead.call('previewTranscript', { project }, file, {
    'x-file-name': 'interview.txt',
  });
  expect(body.sourceLines).toEqual([
    'A title',
    'Jane: How so?',
    'Maria: Café.',
    'Jane: Yes.',
    'Maria: No.',
  ]);
  expect(body.leftOut).toEqual([
    {
      kind: 'preamble',
      text: 'A title',
      line: 1,
      lastLine: 1,
      beforeTurn: 0,
      withinUtf16: null,
    },
  ]);
  expect(body.turns[0]?.source).toEqual({ firstLine: 2, lastLine: 2 });
});

test('an import puts the approved turns into the text', async () => {
  const { lead, project } = await start();
  const summary = await importShort(lead, project);
  expect(summary).toMatchObject({
    title: 'Interview 1',
    turns: 2,
    words: 9,
    durationSeconds: 31.5,
    observersRead: false,
    readable: true,
    layers: [],
    original: { kept: false, fileName: 'interview 1.txt' },
  });
  const index = await readText(lead, summary.id);
  expect(index.text).toBe('What changed?\nI began to walk.\nThen I slept.');
  expect(index.turns).toMatchObject([
    { speaker: 's1', startSeconds: 0, endSeconds: 4 },
    { speaker: 's2', startSeconds: 4, endSeconds: 31.5 },
  ]);
  expect(new Set(index.turns.map(({ id }) => id)).size).toBe(2);
  expect(index.paragraphs).toHaveLength(3);
});

test('reading begins the own layer, where the member may write it', async () => {
  const { lead, project } = await start();
  const { id: transcript } = await importShort(lead, project);
  const coder = await invite(lead, project, ['coder']);
  const reviewer = await invite(lead, project, ['reviewer']);
  const kinds = async (client: typeof coder) =>
    (await client.get('readTranscript', { transcript })).documents.map(
      ({ name, kind, writable }) => [
        kind,
        kind === 'layer' ? name.endsWith(client.member) : null,
        writable,
      ],
    );
  expect(await kinds(reviewer)).toEqual([['transcript', null, false]]);
  expect(await kinds(coder)).toEqual([
    ['transcript', null, false],
    ['layer', true, true],
  ]);
  expect(await kinds(reviewer)).toEqual([
    ['transcript', null, false],
    ['layer', false, false],
  ]);
  const [listed] = await reviewer.get('listTranscripts', { project });
  expect(listed?.layers).toMatchObject([{ member: coder.member, spans: 0, sketches: 0 }]);
});

test('an observer sees that a transcript is there, and reads it where the lead lets them', async () => {
  const { lead, project } = await start();
  const { id: transcript, version } = await importShort(lead, project);
  const coder = await invite(lead, project, ['coder']);
  await coder.get('readTranscript', { transcript });
  const observer = await invite(lead, project, ['observer']);
  const [hidden] = await observer.get('listTranscripts', { project });
  expect(hidden).toMatchObject({ readable: false, layers: [], speakers: [] });
  expect((await observer.call('readTranscript', { transcript })).status).toBe(403);
  await lead.get('changeTranscript', { transcript }, { version, observersRead: true });
  const read = await observer.get('readTranscript', { transcript });
  expect(read.layers).toHaveLength(1);
  expect(read.documents.map(({ writable }) => writable)).toEqual([false, false]);
});

test('the original is kept byte for byte, for leads', async () => {
  const { lead, project } = await start();
  const original = new Uint8Array(200_000).map((_, index) => (index * 7919) % 256);
  const sha256 = createHash('sha256').update(original).digest('hex');
  const body = shortInterview({ sha256, keepOriginal: true, fileName: 'Größe "x"/ü.docx' });
  const { id: transcript } = await lead.get(
    'importTranscript',
    { project },
    importForm(body, original),
  );
  const response = await fetch(`${lead.address}/api/transcripts/${transcript}/original`, {
    headers: { cookie: lead.cookie ?? '' },
  });
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(original);
  expect(response.headers.get('content-disposition')).toBe(
    `attachment; filename="Gr__e _x___.docx"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%22x%22%2F%C3%BC.docx`,
  );
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const coder = await invite(lead, project, ['coder']);
  expect((await coder.call('readOriginal', { transcript })).status).toBe(403);
});

test('an original that is not kept is not there', async () => {
  const { server, lead, project } = await start();
  const { blobs } = countAll(server.folder);
  const original = bytesOf('words');
  const sha256 = createHash('sha256').update(original).digest('hex');
  const { id: transcript } = await lead.get(
    'importTranscript',
    { project },
    importForm(shortInterview({ sha256 }), original),
  );
  expect(countAll(server.folder)['blobs']).toBe(blobs);
  expect((await lead.call('readOriginal', { transcript })).error.code).toBe(
    'transcripts/no-original',
  );
});

test('an import that is not right leaves nothing behind', async () => {
  const { server, lead, project } = await start();
  const before = countAll(server.folder);
  const [turn] = shortInterview().turns;
  const [speaker] = shortInterview().speakers;
  const wrong: readonly [string, unknown, Uint8Array<ArrayBuffer>?][] = [
    ['transcripts/unknown-speaker', shortInterview({ turns: [{ ...turn, speaker: 's9' }] })],
    ['transcripts/speaker-twice', shortInterview({ speakers: [speaker, speaker], turns: [turn] })],
    [
      'transcripts/unknown-participant',
      shortInterview({
        speakers: [{ ...speaker, participant: crypto.randomUUID() }],
        turns: [turn],
      }),
    ],
    ['transcripts/bad-text', shortInterview({ turns: [{ ...turn, text: 'a\0b' }] })],
    ['transcripts/bad-text', shortInterview({ turns: [{ ...turn, text: 'a\ud800b' }] })],
    ['transcripts/original-missing', shortInterview({ keepOriginal: true })],
    ['transcripts/other-file', shortInterview({ keepOriginal: true }), bytesOf('another')],
    ['request/invalid', shortInterview({ turns: [] })],
    ['request/invalid', shortInterview({ title: '' })],
    ['request/invalid', shortInterview({ surprise: 1 })],
    ['request/invalid', shortInterview({ turns: [{ ...turn, start: -1 }] })],
    ['request/invalid', 'not an object'],
  ];
  for (const [code, body, original] of wrong) {
    const answer = await lead.call('importTranscript', { project }, importForm(body, original));
    expect([code, answer.error.code]).toEqual([code, code]);
    expect(answer.error.message).toMatch(/\.$/);
  }
  const raw = await lead.call('importTranscript', { project }, bytesOf('--x'), {
    'content-type': 'multipart/form-data; boundary=x',
  });
  expect(raw.error.code).toBe('request/not-multipart');
  const half = new FormData();
  half.append('transcript', '{');
  expect((await lead.call('importTranscript', { project }, half)).error.code).toBe(
    'request/not-json',
  );
  expect(countAll(server.folder)).toEqual(before);
});

test('an invalid body is told by its place, never by its words', async () => {
  const { lead, project } = await start();
  const turns = [{ speaker: null, start: null, end: null, text: 'secret words', extra: true }];
  const { error } = await lead.call(
    'importTranscript',
    { project },
    importForm(shortInterview({ turns })),
  );
  expect(error.path).toBe('turns.0');
  expect(error.message).not.toContain('secret');
});

test('a long text is cut into its limit by a clear refusal', async () => {
  const { lead, project } = await start();
  const turns = [1, 2].map(() => ({
    speaker: null,
    start: null,
    end: null,
    text: 'word '.repeat(500_000),
  }));
  const { error } = await lead.call(
    'importTranscript',
    { project },
    importForm(shortInterview({ turns })),
  );
  expect(error.code).toBe('transcripts/too-long');
});

test('a file over the limit is refused at once and the sender hears why', async () => {
  const { lead, project } = await start();
  const started = performance.now();
  const answer = await lead.call(
    'previewTranscript',
    { project },
    new Uint8Array(50 * 1024 * 1024),
    { 'x-file-name': 'big.txt' },
  );
  expect([answer.status, answer.error.code]).toEqual([413, 'preview/too-large']);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('a file without a length is cut off at the limit', async () => {
  const { lead, project } = await start();
  const piece = new Uint8Array(1024 * 1024);
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      if (sent > 30) controller.close();
      else controller.enqueue(piece);
    },
  });
  const response = await fetch(
    `${lead.address}/api/projects/${project}/transcripts/preview?name=a.txt`,
    {
      method: 'POST',
      headers: { cookie: lead.cookie ?? '' },
      body: stream,
      duplex: 'half',
    } as RequestInit,
  );
  expect(response.status).toBe(413);
});

test('bytes that cannot be read get the sentence of the importer', async () => {
  const { server, lead, project } = await start();
  const before = countAll(server.folder);
  const preview = (name: string, bytes: Uint8Array<ArrayBuffer>) =>
    lead.call('previewTranscript', { project }, bytes, { 'x-file-name': name });
  expect((await preview('a.txt', new Uint8Array(0))).error.code).toBe('transcript/empty');
  expect((await preview('a.pdf', bytesOf('x'))).error.code).toBe('transcript/unsupported-format');
  expect((await preview('a.docx', bytesOf('PK'))).status).toBe(422);
  expect((await preview('', bytesOf('x'))).error.code).toBe('preview/name-missing');
  expect(countAll(server.folder)).toEqual(before);
});

test('a preview that takes too long is ended, and the next import goes well', async () => {
  const lead = await setUp(await startServer({ previewTimeoutMs: 1 }));
  const { id: project } = await newProject(lead);
  const words = bytesOf('A: one two three\nB: four five\n'.repeat(50_000));
  const slow = await lead.call('previewTranscript', { project }, words, { 'x-file-name': 'a.txt' });
  expect([slow.status, slow.error.code]).toEqual([422, 'preview/too-slow']);
  expect((await importShort(lead, project)).turns).toBe(2);
});

test('a removed transcript takes text, layers, original and comments along', async () => {
  const { server, lead, project } = await start();
  const before = countAll(server.folder);
  const original = bytesOf('words');
  const sha256 = createHash('sha256').update(original).digest('hex');
  const body = shortInterview({ sha256, keepOriginal: true });
  const { id: transcript } = await lead.get(
    'importTranscript',
    { project },
    importForm(body, original),
  );
  await lead.get('readTranscript', { transcript });
  await lead.get('createComment', { transcript }, { target: { kind: 'transcript' }, text: 'Look' });
  expect(countAll(server.folder)).not.toEqual(before);
  expect((await lead.call('removeTranscript', { transcript })).status).toBe(204);
  expect((await lead.call('readTranscript', { transcript })).status).toBe(404);
  expect(countAll(server.folder)).toEqual(before);
});

test('a speaker whom the text uses stays in the list', async () => {
  const { lead, project } = await start();
  const { id: transcript, version, speakers } = await importShort(lead, project);
  const renamed = speakers.map((speaker) => ({ ...speaker, name: `${speaker.name}!` }));
  const change = { version, speakers: renamed };
  const changed = await lead.get('changeTranscript', { transcript }, change);
  expect(changed.speakers.map(({ name }) => name)).toEqual(['Interviewer!', '#1!']);
  const fewer = { version: changed.version, speakers: renamed.slice(1) };
  const refused = await lead.call('changeTranscript', { transcript }, fewer);
  expect(refused.error.code).toBe('transcripts/speaker-in-use');
});

test('comments name their place, are answered, resolved and removed by their author', async () => {
  const { lead, project } = await start();
  const { id: transcript } = await importShort(lead, project);
  const coder = await invite(lead, project, ['coder']);
  const [turn] = (await readText(lead, transcript)).turns;
  const first = await coder.get(
    'createComment',
    { transcript },
    { target: { kind: 'turn', turn: turn?.id }, text: ' Who is meant? ' },
  );
  expect(first).toMatchObject({ author: coder.member, text: 'Who is meant?', resolvedBy: null });
  const reply = { target: { kind: 'comment', comment: first.id }, text: 'The nurse.' };
  await lead.get('createComment', { transcript }, reply);
  const lost = { target: { kind: 'comment', comment: crypto.randomUUID() }, text: 'x' };
  const refused = await lead.call('createComment', { transcript }, lost);
  expect(refused.error.code).toBe('comments/unknown-target');
  const path = { transcript, comment: first.id };
  const resolved = await lead.get('resolveComment', path, { version: 1, resolved: true });
  expect(resolved.resolvedBy).not.toBeNull();
  const stale = await coder.call('resolveComment', path, { version: 1, resolved: false });
  expect(stale.status).toBe(409);
  expect((await lead.call('removeComment', path)).status).toBe(403);
  expect((await coder.call('removeComment', path)).status).toBe(204);
  expect(await lead.get('listComments', { transcript })).toHaveLength(1);
});

test('a comment on a passage keeps its words, and is put on others by its author or a lead', async () => {
  const { lead, project } = await start();
  const { id: transcript } = await importShort(lead, project);
  const [author, other] = [
    await invite(lead, project, ['coder']),
    await invite(lead, project, ['reviewer']),
  ];
  const index = await readText(lead, transcript);
  const anchorOf = (startUtf16: number, endUtf16: number) =>
    makeAnchor(index, { startUtf16, endUtf16 });
  const target = { kind: 'passage', anchor: anchorOf(0, 4) };
  const made = await author.get('createComment', { transcript }, { target, text: 'Who?' });
  expect(made.target).toEqual(target);

  const path = { transcript, comment: made.id };
  const body = { version: made.version, anchor: anchorOf(2, 6) };
  expect((await other.call('placeComment', path, body)).status).toBe(403);
  const placed = await author.get('placeComment', path, body);
  expect(placed).toMatchObject({ target: { kind: 'passage', anchor: body.anchor }, text: 'Who?' });
  expect((await lead.call('placeComment', path, body)).status).toBe(409);
  await lead.get('placeComment', path, { ...body, version: placed.version });

  const long = { ...body.anchor, quote: 'x'.repeat(20_001) };
  const refused = await author.call(
    'createComment',
    { transcript },
    { target: { kind: 'passage', anchor: long }, text: 'x' },
  );
  expect([refused.status, refused.error.path]).toEqual([400, 'target.anchor.quote']);
  const bare = await author.get(
    'createComment',
    { transcript },
    { target: { kind: 'transcript' }, text: 'x' },
  );
  const onNothing = await author.call('placeComment', { transcript, comment: bare.id }, body);
  expect(onNothing.error.code).toBe('comments/no-passage');
});
