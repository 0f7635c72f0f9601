import {
  addSpan,
  addToDraft,
  indexText,
  layerFields,
  makeAnchor,
  TUNNEL_PATH,
} from '@triad/collab';
import type { DocumentAnswer } from '@triad/collab';
import type { Role } from '@triad/realist';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { evidence, part, say, SENTENCE } from '../apps/server/test/cmoc-stage.ts';
import { Tunnel } from '../apps/web/src/collab/tunnel.ts';
import { socketOrigin, useSignedInSockets } from './bench/load/signed-in-socket.ts';
import { Caller } from './faults/whole-server/caller.ts';
import { documentsOf } from './faults/whole-server/stage.ts';
import { readDocument, Tab } from './faults/whole-server/tab.ts';
import { waitUntil } from './faults/whole-server/wait-until.ts';
import { findCluster, startCluster } from './support/cluster.ts';
import type { Cluster, ClusterServer } from './support/cluster.ts';
import { pollEvents } from './support/polled-events.ts';

/*
 * What docker/compose.cluster.yaml starts, from plain processes, behind docker/nginx.conf: a team does the
 * main job through the proxy, while one server after the other is killed.
 */

// The tunnel makes its socket by the global class, as in a browser.
useSignedInSockets();
const nginx = await findCluster();

async function found(cluster: Cluster): Promise<Caller> {
  const lead = new Caller(cluster);
  const account = { name: 'Lea', email: 'lea@example.org', password: 'a long enough one' };
  await lead.call('setup', {}, { token: cluster.setupToken, ...account });
  return lead;
}

/** The same person, past the proxy. */
function at(server: ClusterServer, { cookie }: Caller): Caller {
  return Object.assign(new Caller(server), { cookie });
}

/** Marks words of a transcript in one's own layer; on disk when this resolves. */
async function code(tab: Tab, text: ReturnType<typeof indexText>, role: Role, words: string) {
  const startUtf16 = text.text.indexOf(words);
  const anchor = makeAnchor(text, { startUtf16, endUtf16: startUtf16 + words.length });
  if (anchor === null) throw new Error('these words are not in the text');
  const now = (): string => new Date().toISOString();
  addSpan({ doc: tab.doc, origin: tab, now, newId: () => crypto.randomUUID() }, { role, anchor });
  await tab.untilSaved();
}

const ownLayer = (documents: readonly DocumentAnswer[]): DocumentAnswer => {
  const own = documents.find(({ kind, writable }) => kind === 'layer' && writable);
  if (own === undefined) throw new Error('no layer of their own');
  return own;
};

describe.skipIf(nginx === null)('several servers behind nginx', () => {
  let cluster: Cluster;
  let lead: Caller;
  beforeAll(async () => {
    cluster = await startCluster(nginx ?? '');
    lead = await found(cluster);
  }, 120_000);
  afterAll(() => cluster?.end());

  test('a team does the whole job through the proxy, while servers are killed', async () => {
    const { servers } = cluster;
    /** Ends a server at once; others do its work, or it does when it is back. */
    const lose = async (number: number, meanwhile: () => Promise<void>): Promise<void> => {
      const server = servers[number % servers.length];
      await server?.program.kill();
      if (servers.length === 1) await server?.program.start();
      await meanwhile();
      if (servers.length > 1) await server?.program.start();
    };
    const { id: project } = await lead.call('createProject', {}, { title: 'Together' });
    const transcript = await lead.import(project, 'Steps', { turns: 12, originalBytes: 200_000 });
    const cora = await lead.invite(project, ['coder'], 'cora');
    const dan = await lead.invite(project, ['coder', 'reviewer'], 'dan');
    const served = () =>
      waitUntil('the project is served', async () => {
        const tries = Array.from({ length: 6 }, () => lead.call('readProject', { project }));
        return (await Promise.allSettled(tries)).every(({ status }) => status === 'fulfilled');
      });

    // A blind round, and events by long polling.
    const members: string[] = [];
    for (const coder of [cora, dan])
      members.push((await coder.call('readProject', { project })).me);
    const events = await pollEvents(dan, project);
    const round = await lead.call(
      'openRound',
      { project },
      {
        kind: 'blind',
        title: 'Alone',
        transcripts: [transcript],
        coders: members,
        due: { at: '2999-01-01T00:00:00Z', zone: 'UTC' },
        ownEarlier: false,
      },
    );
    await waitUntil('dan hears of the round', () => events.heard.length > 0);
    await events.end();

    // Two code it: by sockets of their own, and over the tunnel of the web app.
    const [textHead] = await documentsOf(lead, transcript);
    if (textHead === undefined) throw new Error('no text');
    const text = indexText(await readDocument(lead, textHead));
    const coraOwn = ownLayer(await documentsOf(cora, transcript));
    const danOwn = ownLayer(await documentsOf(dan, transcript));
    const coraTab = new Tab(cora, coraOwn);
    const tunnel = new Tunnel(socketOrigin(cluster.origin, dan.cookie) + TUNNEL_PATH);
    const danTab = new Tab(dan, danOwn, tunnel);
    onTestFinished(() => [coraTab, danTab].forEach((tab) => tab.close()));
    await code(coraTab, text, 'C', 'After step 1 I went back');
    await code(danTab, text, 'C', 'step 1 I went back');
    await lose(0, async () => {
      await code(coraTab, text, 'O', 'After step 3 I went back');
      await code(danTab, text, 'O', 'After step 3 I went back');
      await served();
    });
    // Blind: neither is told of the other's, and cannot open what they guess.
    for (const [who, other] of [
      [cora, danOwn],
      [dan, coraOwn],
      [lead, coraOwn],
    ] as const) {
      const names = (await documentsOf(who, transcript)).map(({ name }) => name);
      expect(names).not.toContain(other.name);
      for (const server of servers)
        await expect(readDocument(at(server, who), other)).rejects.toThrow('is refused');
    }
    await code(danTab, text, 'M', 'What came after step 4?');

    for (const coder of [cora, dan]) {
      await coder.call('setRoundDone', { project, round: round.id }, { done: true });
    }
    await lead.call(
      'closeRound',
      { project, round: round.id },
      { version: round.version, transcripts: null },
    );
    await lose(1, served);
    const shown = (await documentsOf(lead, transcript)).find(({ name }) => name === danOwn.name);
    for (const server of servers) {
      const doc = await readDocument(at(server, lead), shown ?? danOwn);
      expect(layerFields(doc).spans.size).toBe(3);
    }

    // Compared, decided, agreed.
    const compared = async () => lead.call('readAdjudication', { transcript });
    await waitUntil('it is compared', async () => (await compared()).groups.length > 0);
    const view = await compared();
    expect(view.groups).toHaveLength(3);
    const place = view.groups.find(({ spans }) => spans.length === 2 && spans[0] !== undefined);
    const decision = await lead.call(
      'decide',
      { transcript },
      {
        text: view.transcript.result?.text ?? '',
        spans: place?.spans,
        outcome: { kind: 'union', role: 'C' },
        why: 'They mean the same',
      },
    );
    const [agreed] = decision.agreed;
    if (agreed === undefined) throw new Error('nothing is agreed');

    // A CMOC with it as evidence, signed off.
    const draft = await lead.call('createCmoc', { project }, { title: 'Going back', group: null });
    const draftTab = new Tab(lead, draft.document);
    onTestFinished(() => draftTab.close());
    await waitUntil('the draft is there', () => draftTab.provider.synced);
    draftTab.doc.transact(() => {
      say(draftTab.doc, SENTENCE);
      const quote = { transcript, span: agreed.id };
      addToDraft(draftTab.doc, {
        parts: [part('C', 'after a step')],
        evidence: [evidence({ quote: quote as never })],
      });
    }, draftTab);
    await draftTab.untilSaved();
    await lose(2, served);
    const params = { project, cmoc: draft.id };
    const { version, draftSha256: sha256, quotes } = await lead.call('readCmoc', params);
    expect(quotes).toHaveLength(1);
    const { latest } = await lead.call('proposeCmoc', params, { version, sha256, note: '' });
    for (const signer of [lead, dan]) {
      await signer.call('signOff', params, {
        of: latest?.id,
        sha256: latest?.sha256,
        version: 0,
        verdict: 'agree',
        text: '',
      });
    }
    for (const server of servers) {
      const { cmocs } = await at(server, cora).call('listCmocs', { project });
      expect(cmocs).toMatchObject([{ state: 'agreed', signOffs: { agree: 2, object: 0 } }]);
    }
    expect(cluster.proxy.said).not.toMatch(/\[(?:emerg|alert|crit)\]/);
  }, 240_000);

  test('who reads where is seen from one server to the other, and gone with its socket', async () => {
    const { id: project, me } = await lead.call('createProject', {}, { title: 'Together' });
    const transcript = await lead.import(project, 'Steps', { turns: 4, originalBytes: 0 });
    const cora = await lead.invite(project, ['coder'], 'corinne');
    const [text] = await documentsOf(lead, transcript);
    if (text === undefined) throw new Error('no text');
    const [first, last] = [cluster.servers[0], cluster.servers.at(-1)];
    if (first === undefined || last === undefined) throw new Error('no server');
    const [hers, theirs] = [new Tab(at(first, lead), text), new Tab(at(last, cora), text)];
    onTestFinished(() => theirs.close());
    hers.provider.awareness.setLocalState({ member: me, reading: [3, 9], selection: null });
    const seen = () => [...theirs.provider.awareness.getStates().values()];
    await waitUntil('cora sees the lead', () => seen().length === 1);
    expect(seen()).toMatchObject([{ member: me, reading: [3, 9] }]);
    hers.close();
    await waitUntil('cora sees her gone', () => seen().length === 0);
  }, 120_000);

  test('the proxy leads sockets and long bodies on, says who asks, and tells of servers that are there', async () => {
    const { origin, servers } = cluster;
    const asked = async (path: string): Promise<string> => (await fetch(origin + path)).text();
    expect([await asked('/healthz'), await asked('/readyz')]).toEqual(['ok\n', 'ready\n']);
    const page = await fetch(origin);
    expect(page.headers.get('server')).toBe('nginx');
    const { id: project } = await lead.call('createProject', {}, { title: 'Long' });
    // As long as an original may be; one that is longer is refused by the server's own words.
    const size = { turns: 2, originalBytes: 24 * 1024 * 1024 };
    const transcript = await lead.import(project, 'Long', size);
    const response = await fetch(`${origin}/api/transcripts/${transcript}/original`, {
      headers: { cookie: lead.cookie },
    });
    expect((await response.arrayBuffer()).byteLength).toBe(size.originalBytes);
    await expect(
      lead.import(project, 'Longer', { turns: 2, originalBytes: size.originalBytes + 1 }),
    ).rejects.toThrow(/413 \{"error"/);
    const elsewhere = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example', 'content-type': 'application/json' },
      body: '{}',
    });
    expect(elsewhere.status).toBe(403);
    // A server that stops is passed over, though it still listens.
    const ended = servers.length > 1 ? servers[0]?.program.stop() : undefined;
    for (let n = 0; n < 12; n += 1) {
      expect((await lead.call('readSession')).account?.name).toBe('Lea');
    }
    await ended;
    if (servers.length > 1) await servers[0]?.program.start();
  }, 120_000);
});
