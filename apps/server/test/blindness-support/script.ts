import type { DocumentAnswer, Route, RouteName } from '@triad/collab';
import { encodeTunnelFrame, layerFields, NOOP_FRAME, ROUTES } from '@triad/collab';
import * as Y from 'yjs';
import { until } from '../documents-support/condition.ts';
import type { RawClient } from '../documents-support/raw-client.ts';
import { connectTunnel } from '../documents-support/raw-client.ts';
import { consensusOf } from '../adjudication-stage.ts';
import { settled } from '../agreement-stage.ts';
import { SHARED_KEY } from '../cluster-stage.ts';
import { openDocument, pathOfDocument } from '../http-documents.ts';
import { Client, startServer } from '../http-harness.ts';
import type { Coder } from '../rounds-team.ts';
import { documentsOf, layerName } from '../rounds-team.ts';
import { bodyFor } from './bodies.ts';
import { openEventWire } from './event-wire.ts';
import type { Others } from './others.ts';
import { makeOthers } from './others.ts';
import type { Received } from './received.ts';
import { asText } from './received.ts';
import type { Params, World } from './world.ts';
import { copyOf, START_MS, thingsFor } from './world.ts';

/** These take away what the script works with. */
const LATE: readonly RouteName[] = ['redact', 'removeMember', 'removeTranscript'];
const LAST: readonly RouteName[] = ['removeProject', 'signOut'];

const ALL = Object.keys(ROUTES) as RouteName[];
const EARLY = ALL.filter((name) => ![...LATE, ...LAST].includes(name));
const READING = ALL.filter((name) => ROUTES[name].method === 'GET');

export type Run = {
  readonly received: readonly Received[];
  /** Routes that did for the caller what they are there for. */
  readonly answered: ReadonlySet<RouteName>;
  /** What the others did; null where they were idle. */
  readonly done: Awaited<ReturnType<Others['finish']>> | null;
};

/** Where who codes blind reaches a server, and where all others do. */
export type Places = { readonly mine: string; readonly others: readonly string[] };

/** Serves a copy of the world. */
export type Serve = (world: World, clock: () => Date) => Promise<Places>;

const serveAlone: Serve = async (world, clock) => {
  const { address } = await startServer({
    dataFolder: await copyOf(world),
    serverKey: SHARED_KEY,
    clock,
  });
  return { mine: address, others: [address] };
};

/** One open document: over a socket of its own, and over the tunnel as the page has it. */
type Open = { readonly kind: string; readonly direct: RawClient; readonly channel: RawClient };

/**
 * What one who codes blind receives over documents, events and HTTP, in a copy of the world of their
 * own, while the others work or are idle. The clock stands still but for the script: what others do
 * happens half a second after its step, so that an instant would tell of it.
 */
export async function runAs(
  world: World,
  member: Coder,
  withOthers: boolean,
  serve: Serve = serveAlone,
  leftOut: readonly RouteName[] = [],
): Promise<Run> {
  let step = 0;
  let atMs = START_MS;
  const places = await serve(world, () => new Date(atMs));
  const to = <Who extends Client>(address: string, client: Who): Who => {
    const moved = new Client(address);
    moved.cookie = client.cookie;
    return Object.assign(moved, 'member' in client ? { member: client.member } : {}) as Who;
  };
  let placed = 0;
  /** The others are at the other servers, by turns. */
  const at = <Who extends Client>(client: Who): Who => {
    const address = places.others[placed % places.others.length] ?? places.mine;
    placed += 1;
    return to(address, client);
  };
  const { host } = new URL(places.mine);
  const me = to(places.mine, member);
  const others = makeOthers(world, at);
  const received: Received[] = [];
  const answered = new Set<RouteName>();
  const leases = new Map<string, string>();
  const note = (act: string, got: unknown): void => {
    received.push({ act, got: asText(got).replaceAll(host, '(host)') });
  };
  const next = async (): Promise<void> => {
    step += 1;
    atMs = START_MS + step * 1_000 + 500;
    if (withOthers) await others.work(step);
    atMs = START_MS + (step + 1) * 1_000;
  };
  const call = async (name: RouteName, act = 'call'): Promise<void> => {
    // When the server gets to it is no work of others, but an answer tells whether it has.
    if (/Agreement|Adjudication/.test(name)) await settled(at(world.eve), world.project);
    for (const thing of thingsFor(name, world)) {
      const { transcript = '' } = thing;
      const params = { ...thing, lease: leases.get(transcript) ?? NOBODY };
      const answer = await callAs(me, name, world, params);
      const isDone = answer.status < 300;
      if (isDone) answered.add(name);
      if (isDone && name === 'takeLease') leases.set(transcript, idIn(answer.body));
      note(`${act} ${name}`, answer);
      // What becomes of it is written after the answer.
      if (isDone && ROUTES[name].needs === 'decision.write')
        await level(at(world.reviewer), transcript);
    }
  };

  const events = await openEventWire(me);
  note('watch', await events.watch(world.project));
  if (withOthers) await others.begin();

  const tunnel = await connectTunnel(
    { origin: places.mine.replace(/^http/, 'ws') },
    { cookie: me.cookie ?? '' },
  );
  const documents = await documentsOf(me, world.one);
  const { project, cmocs } = world;
  const { theory } = await me.get('readProject', { project });
  const { document: cmoc } = await me.get('readCmoc', { project, cmoc: cmocs.signed });
  const open: Open[] = [];
  for (const document of [...documents, theory, cmoc]) {
    const direct = openDocument(me, document);
    await sync(direct);
    const channel = tunnel.open(pathOfDocument(document));
    await sync(channel);
    open.push({ kind: document.kind, direct, channel });
    await next();
  }
  await writeOwn(open);
  // That one's own counts changed is told some seconds later, once for all.
  await until('own counts are told', () =>
    events.heard().some(({ what, id }) => what === 'counts' && id === world.one),
  );
  await next();

  // What is agreed where they are not blind.
  for (const document of await documentsOf(me, world.two)) {
    if (document.kind !== 'consensus') continue;
    const direct = openDocument(me, document);
    await sync(direct);
    note('open consensus', direct.step2s);
  }

  for (const name of EARLY) {
    if (leftOut.includes(name)) continue;
    await call(name);
    await next();
  }
  for (const document of hiddenFrom(me, world, documents)) {
    const [direct, channel] = [
      openDocument(me, document),
      tunnel.open(pathOfDocument(document)),
    ] as const;
    for (const raw of [direct, channel]) {
      note(`refused ${document.name}`, [await raw.end(), raw.ended?.reason, raw.frames]);
    }
    await next();
  }
  const done = withOthers ? await others.finish() : null;

  // Whatever was sent before comes before the answers to these.
  for (const { direct, channel } of open) {
    await sync(direct);
    await sync(channel);
  }
  tunnel.socket.send(encodeTunnelFrame({ channel: 0, operation: 'ping' }));
  await until('the tunnel answers', () => tunnel.pongs() > 0);
  for (const { kind, direct } of open) {
    note(`open ${kind}`, [direct.frames.filter((frame) => !isNoop(frame)), direct.ended]);
  }
  note('the tunnel', [tunnel.frames, tunnel.ended()]);

  for (const name of LATE) await call(name);
  for (const name of READING) await call(name, 'once more');
  for (const name of LAST) await call(name);
  await until('the sign-in session ends the events', () => events.isClosed());
  note('events', events.frames);
  return { received, answered, done };
}

const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Asks for the document, and waits until it is sent. */
async function sync(raw: RawClient): Promise<void> {
  await raw.ready();
  const before = raw.step2s.length;
  raw.step1();
  await until('it is sent', () => raw.step2s.length > before || raw.ended !== null);
}

/** When the consensus says what the decisions say. */
async function level(reader: Client, transcript: string): Promise<void> {
  await until('what is agreed is written', async () => {
    const decisions = await reader.get('listDecisions', { transcript });
    const agreed = decisions.flatMap((each) => each.agreed.map(({ id, role }) => `${id} ${role}`));
    const spans = (await consensusOf(reader, transcript)) ?? [];
    const written = spans.map(({ id, role }) => `${id} ${role}`);
    return JSON.stringify(written.sort()) === JSON.stringify(agreed.sort());
  });
}

/** Marks of one's own over both ways, and presence, which is dropped but said all the same. */
async function writeOwn(open: readonly Open[]): Promise<void> {
  const own = open.find(({ kind }) => kind === 'layer');
  const text = open.find(({ kind }) => kind === 'transcript');
  if (own === undefined || text === undefined) throw new Error('no own layer');
  const doc = new Y.Doc();
  doc.clientID = 4_000_000_001;
  for (let mark = 1; mark <= 4; mark += 1) {
    const [by, from] = mark % 2 === 0 ? [own.channel, own.direct] : [own.direct, own.channel];
    const [saved, told] = [by.acknowledged.length, from.updates.length];
    const before = Y.encodeStateVector(doc);
    layerFields(doc).memoTexts.set(`memo-${mark}`, new Y.Text('own-memo'));
    by.update(Y.encodeStateAsUpdate(doc, before));
    await until('it is saved', () => by.acknowledged.length > saved);
    await until('it is told', () => from.updates.length > told);
    for (const raw of [text.direct, text.channel]) {
      raw.awareness(11, mark, { member: '', selection: null, reading: [mark, mark + 1] });
    }
  }
}

/** Layers of others, whose names are no secret: begun before, begun meanwhile, or not there. */
function hiddenFrom(
  me: Coder,
  { one, round, first, pilot, ...world }: World,
  [, own]: readonly DocumentAnswer[],
): readonly { readonly name: string; readonly generation: string }[] {
  if (own === undefined) throw new Error('no own layer');
  return [world.lead, world.ben, world.cleo, world.dan, world.eve, world.reviewer]
    .filter(({ member }) => member !== me.member)
    .flatMap(({ member }) => [round, first, pilot].map((of) => layerName(one, of, member)))
    .map((name) => ({ name, generation: own.generation }));
}

/** An answer with its headers and its size; without what is the clock's, or drawn for each request. */
async function callAs(me: Client, name: RouteName, world: World, params: Params) {
  const route: Route = ROUTES[name];
  const body = route.body === null ? undefined : ((await bodyFor(name, world, params, me)) ?? {});
  const sent = name === 'previewTranscript' ? { 'x-file-name': 'interview 3.txt' } : {};
  const search = name.startsWith('export') ? '?as=json' : '';
  const answer = await me.call(name, params, body, sent, search);
  const headers = [...answer.headers].filter(([header]) => !DRAWN.has(header));
  return { status: answer.status, headers, body: answer.body };
}

function idIn(body: unknown): string {
  return (body as { readonly id: string }).id;
}

const DRAWN = new Set(['date', 'x-request-id']);

/** A socket that is quiet for long is sent one, by the clock of the machine. */
function isNoop(frame: Uint8Array): boolean {
  return Buffer.compare(frame, NOOP_FRAME) === 0;
}
