import type { DocumentAnswer, RouteName } from '@triad/collab';
import { DOCUMENT_KINDS, layerFields, ROUTES } from '@triad/collab';
import { cp } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { until } from './documents-support/condition.ts';
import type { RawClient } from './documents-support/raw-client.ts';
import { connected, listenAs } from './events-client.ts';
import { openDocument } from './http-documents.ts';
import { Client, makeFolder, startServer } from './http-harness.ts';
import type { RoundsTeam } from './rounds-team.ts';
import { documentsOf, layerName, makeRoundsTeam, openBlind, ownLayer } from './rounds-team.ts';

/*
 * Non-interference: one scripted blind coder runs in the same world once with others at work and
 * once with them idle, and receives the same to the last byte. Routes, events and kinds of documents
 * are taken from the server's own tables, so that a new one is in this test by itself.
 */

/** Stand in whatever the others write; none may ever reach the blind coder. */
const MARKERS = {
  span: 'marker-of-a-quote',
  memo: 'marker-of-a-memo',
  inferred: 'marker-of-an-inferred-part',
  restatement: 'marker-of-a-restatement',
  node: 'marker-of-a-node',
  comment: 'marker-of-a-comment',
};

/** A world as it is when the blind coder begins, to be copied for each run. */
type World = RoundsTeam & { readonly folder: string; readonly round: string };

/** What came, in the order of the script: what the coder did, and what was received. */
type Received = { readonly act: string; readonly got: unknown }[];

const START_MS = Date.parse('2026-03-01T09:00:00Z');

test('a blind coder receives the same whether others work or not', async () => {
  const world = await makeWorld();
  const idle = await runIn(world, false);
  const busy = await runIn(world, true);
  expect(busy.received.map(({ act }) => act)).toEqual(idle.received.map(({ act }) => act));
  for (const [index, { act, got }] of busy.received.entries()) {
    expect(got, act).toEqual(idle.received[index]?.got);
  }
  const all = JSON.stringify(busy.received, asText);
  for (const marker of Object.values(MARKERS)) expect(all).not.toContain(marker);
  // The script goes wherever one can go, and the markers were really there to be found.
  const acts = busy.received.map(({ act }) => act);
  for (const name of Object.keys(ROUTES)) expect(acts).toContain(`call ${name}`);
  for (const kind of DOCUMENT_KINDS) expect(acts).toContain(`open ${kind}`);
  expect(busy.seenByOthers).toEqual(Object.values(MARKERS));
  expect(all).toContain('I began to walk.');
}, 120_000);

/** Open coding by all, then a blind round of Ben and Cleo on one of the transcripts. */
async function makeWorld(): Promise<World> {
  const folder = await makeFolder();
  const server = await startServer({ dataFolder: folder, clock: () => new Date(START_MS) });
  const team = await makeRoundsTeam(server);
  // Everybody has been everywhere: what is begun by asking is begun.
  for (const coder of [team.lead, team.ben, team.cleo, team.reviewer]) {
    for (const transcript of [team.one, team.two]) await documentsOf(coder, transcript);
  }
  const { id: round } = await openBlind(team);
  for (const coder of [team.ben, team.cleo]) await ownLayer(coder, team.one, round);
  await server.close();
  return { ...team, folder, round };
}

async function runIn(world: World, withOthers: boolean) {
  const folder = await makeFolder();
  await cp(world.folder, folder, { recursive: true });
  await cp(keysBeside(world.folder), keysBeside(folder), { recursive: true });
  let step = 0;
  // What others do happens half a second after the script's step, so an instant would tell of it.
  let atMs = START_MS;
  const server = await startServer({ dataFolder: folder, clock: () => new Date(atMs) });
  const at = (client: Client) => {
    const moved = new Client(server.address);
    moved.cookie = client.cookie;
    return moved;
  };
  const [ben, lead] = [at(world.ben), at(world.lead)];
  const others = makeOthers(world, lead, at(world.cleo), at(world.reviewer));
  const received: Received = [];
  const note = (act: string, got: unknown) => received.push({ act, got });
  const next = async () => {
    step += 1;
    atMs = START_MS + step * 1_000 + 500;
    if (withOthers) await others.work(step);
    atMs = START_MS + (step + 1) * 1_000;
  };

  const tab = listenAs(ben);
  const events: unknown[] = [];
  tab.socket.onAny((...event: unknown[]) => events.push(event));
  await connected(tab);
  note('watch', await tab.watch(world.project));
  if (withOthers) await others.begin();

  const documents = await documentsOf(ben, world.one);
  const { theory } = await ben.get('readProject', { project: world.project });
  const open: { readonly kind: string; readonly raw: RawClient }[] = [];
  for (const document of [...documents, { ...theory, kind: 'theory' }]) {
    const raw = openDocument(ben, document);
    await raw.ready();
    raw.step1();
    await until('it is sent', () => raw.step2s.length > 0);
    open.push({ kind: document.kind, raw });
    await next();
  }
  const own = open.find(({ kind }) => kind === 'layer');
  if (own === undefined) throw new Error('no own layer');
  const doc = new Y.Doc();
  doc.clientID = 4_000_000_001;
  for (let mark = 1; mark <= 3; mark += 1) {
    const before = Y.encodeStateVector(doc);
    layerFields(doc).memoTexts.set(`memo-${mark}`, new Y.Text('own-memo'));
    own.raw.update(Y.encodeStateAsUpdate(doc, before));
    await until('it is saved', () => own.raw.acknowledged.at(-1) === mark);
    // Presence is dropped, but a client says it all the same.
    open[0]?.raw.awareness(11, mark, { member: '', selection: null, reading: [mark, mark + 1] });
  }
  // That one's own counts changed is told some seconds later, once for all.
  await until('own counts are told', () => tab.heard.some(({ what }) => what === 'counts'));
  await next();
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    for (const transcript of [world.one, world.two]) {
      note(`call ${name}`, await callAsBlind(ben, name, world, transcript, others.comment));
      await next();
    }
  }
  // Layers of others, whose names are no secret.
  for (const author of [world.cleo, world.lead]) {
    for (const round of [world.round, world.first]) {
      const document = { ...headOf(documents), name: layerName(world.one, round, author.member) };
      const raw = openDocument(ben, document);
      note(`refused ${document.name}`, [await raw.end(), raw.ended?.reason, raw.frames]);
      await next();
    }
  }
  if (withOthers) await others.finish();
  // Heard by all, after all that came before.
  const { version } = await lead.get('readProject', { project: world.project });
  atMs = START_MS + 3_600_000;
  const last = await lead.get(
    'changeProject',
    { project: world.project },
    { version, title: 'The last event' },
  );
  await until('the last event is heard', () =>
    tab.heard.some((event) => event.what === 'project' && event.version === last.version),
  );
  for (const { kind, raw } of open) note(`open ${kind}`, [raw.frames, raw.ended]);
  note('events', withoutIds(events));
  note('the list at the end', await whole(ben, 'listProjects', {}));
  return { received, seenByOthers: withOthers ? await others.found() : [] };
}

/** Calls a route with whatever ids there are; what it changes is the same in both runs. */
function callAsBlind(
  ben: Client,
  name: RouteName,
  { project, round, cleo }: World,
  transcript: string,
  comment: () => string,
) {
  const params = {
    project,
    transcript,
    round,
    member: cleo.member,
    comment: comment(),
    invite: NOBODY,
    participant: NOBODY,
  };
  // These end what the script works with, or start something of their own.
  const isOff = ['signOut', 'setup', 'setupDemo', 'createDemo', 'createProject'].includes(name);
  if (isOff) return Promise.resolve('not called');
  const body = ROUTES[name].method === 'GET' ? undefined : (BODIES[name] ?? {});
  return whole(ben, name, params, body);
}

const BODIES: { readonly [N in RouteName]?: unknown } = {
  setRoundDone: { done: false },
  createComment: { target: { kind: 'transcript' }, text: 'My own remark' },
  closeRound: { version: 1, transcripts: null },
};

/** An answer with its headers and its size; without what is the clock's, or drawn for each request. */
async function whole(
  client: Client,
  name: RouteName,
  params: Readonly<Record<string, string>>,
  body?: unknown,
) {
  const answer = await client.call(name, params, body);
  const port = new URL(client.address).port;
  const headers = [...answer.headers]
    .filter(([header]) => !DRAWN.has(header))
    .map(([header, value]) => `${header}: ${value.replaceAll(port, 'PORT')}`);
  return { status: answer.status, headers, body: withoutIds(answer.body) };
}

const DRAWN = new Set(['date', 'x-request-id']);
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** A comment that the script itself makes has an id of its own in each run. */
function withoutIds(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body, (key, value: unknown) => (key === 'id' ? String(value).length : value)) ??
      'null',
  ) as unknown;
}

function headOf([, own]: readonly DocumentAnswer[]): DocumentAnswer {
  if (own === undefined) throw new Error('no own layer');
  return own;
}

/** Cleo codes blind, the lead in the open round, and both and the reviewer discuss. */
function makeOthers(world: World, lead: Client, cleo: Client, reviewer: Client) {
  const { one, round, first, project } = world;
  const layers: { readonly raw: RawClient; readonly doc: Y.Doc; acknowledged: number }[] = [];
  const ears = listenAs(reviewer);
  let comment = NOBODY;

  return {
    comment: () => comment,

    async begin() {
      await connected(ears);
      await ears.watch(project);
      for (const [client, member, of] of [
        [cleo, world.cleo.member, round],
        [lead, world.lead.member, first],
      ] as const) {
        const layer = (await documentsOf(client, one)).find(
          ({ name }) => name === layerName(one, of, member),
        );
        if (layer === undefined) throw new Error('no layer');
        const raw = openDocument(client, layer);
        await raw.ready();
        layers.push({ raw, doc: new Y.Doc(), acknowledged: 0 });
      }
    },

    async work(step: number) {
      for (const layer of layers) {
        const before = Y.encodeStateVector(layer.doc);
        mark(layer.doc, step);
        layer.raw.update(Y.encodeStateAsUpdate(layer.doc, before));
        layer.acknowledged += 1;
        await until('it is saved', () => layer.raw.acknowledged.at(-1) === layer.acknowledged);
      }
      if (step % 5 !== 1) return;
      const text = `${MARKERS.comment} ${step}`;
      const body = { target: { kind: 'transcript' }, text };
      const author = step % 2 === 0 ? reviewer : lead;
      await author.get('createComment', { transcript: one }, body);
      const [document] = await documentsOf(reviewer, one);
      if (document === undefined) throw new Error('no text');
      const raw = openDocument(reviewer, document);
      await raw.ready();
      raw.awareness(21, step, { member: '', selection: [0, step], reading: null });
      raw.step1();
      await until('it is read', () => raw.step2s.length > 0);
    },

    /** Until all that is told late has been told to those who may know. */
    async finish() {
      await until('counts are told', () => ears.heard.some(({ what }) => what === 'counts'));
      expect(ears.heard.map(({ what }) => what)).toContain('progress');
      expect(ears.heard.map(({ what }) => what)).toContain('comments');
    },

    /** The markers that can be found by those who may see them. */
    async found() {
      const comments = await lead.get('listComments', { transcript: one });
      const written = JSON.stringify([...layers.map(({ doc }) => fieldsOf(doc)), comments]);
      return Object.values(MARKERS).filter((marker) => written.includes(marker));
    },
  };
}

function mark(doc: Y.Doc, step: number): void {
  doc.transact(() => {
    const fields = layerFields(doc);
    const [span, part] = [`span-${step}`, `part-${step}`];
    fields.spans.set(span, { id: span, quote: MARKERS.span, nodes: [MARKERS.node] });
    fields.memoTexts.set(`memo-${step}`, new Y.Text(MARKERS.memo));
    fields.parts.set(part, { id: part, filledBy: { kind: 'inferred', words: MARKERS.inferred } });
    fields.restatements.set(`sketch-${step}`, new Y.Text(MARKERS.restatement));
    doc.getMap('nodes').set(`node-${step}`, { name: MARKERS.node });
  });
}

function fieldsOf(doc: Y.Doc): unknown {
  return [...doc.share.values()].map((type) => type.toJSON() as unknown);
}

/** Bytes as the letters in them, so that a word in a frame is found. */
function asText(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
}
