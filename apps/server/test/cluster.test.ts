import { CLOSE, layerFields } from '@triad/collab';
import { openMongodb } from '@triad/storage';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { openTables } from '../src/data/tables.ts';
import { describeCluster, QUICK_BEATS } from './cluster-stage.ts';
import { until } from './documents-support/condition.ts';
import { connectTunnel } from './documents-support/raw-client.ts';
import { connected, listenAs } from './events-client.ts';
import type { EventClient } from './events-client.ts';
import { openDocument, pathOfDocument, readDocument } from './http-documents.ts';
import {
  Client,
  importForm,
  invite,
  newProject,
  NO_RATE_LIMITS,
  PASSWORD,
  setUp,
  shortInterview,
  tokenOf,
} from './http-harness.ts';
import type { TestServer } from './http-harness.ts';
import { codeLive, liveLayer, quotesLive } from './live-layer.ts';
import {
  documentsOf,
  makeRoundsTeam,
  openBlind,
  ownLayer,
  someUpdate,
  write,
} from './rounds-team.ts';

/** The same person at another server. */
function at(address: string, client: Client): Client {
  return Object.assign(new Client(address), { cookie: client.cookie });
}

function hears({ heard }: EventClient, what: string): boolean {
  return heard.some((event) => event.what === what);
}

/** A project with an interview, and its lead. */
async function interviewAt(server: TestServer) {
  const lead = await setUp(server);
  const { id: project } = await newProject(lead);
  const form = importForm(shortInterview());
  const { id: transcript } = await lead.get('importTranscript', { project }, form);
  return { lead, project, transcript };
}

await describeCluster((stage) => {
  const { startCluster } = stage;
  test('a team works at three servers as at one', async () => {
    const [one, two, three] = await startCluster(3);
    if (one === undefined || two === undefined || three === undefined) throw new Error('three');
    expect(new Set([one, two, three].map(({ setupUrl }) => setupUrl?.split('#')[1])).size).toBe(1);
    const lead = await setUp(two);
    const { id: project } = await newProject(at(one.address, lead), 'Shared');
    const { id: transcript } = await at(three.address, lead).get(
      'importTranscript',
      { project },
      importForm(shortInterview()),
    );
    const coder = await invite(at(three.address, lead), project, ['coder'], 'Ben');
    for (const { address } of [one, two, three]) {
      expect((await at(address, lead).get('listProjects')).map(({ id }) => id)).toEqual([project]);
      expect((await at(address, coder).get('readTranscript', { transcript })).title).toBe(
        'Interview 1',
      );
    }
    // Written at one server, it is with clients of the others.
    const layers = await Promise.all(
      [one, two, three].map(({ address }) => liveLayer(at(address, coder), transcript)),
    );
    await codeLive(at(one.address, coder), transcript, 'I began to walk');
    await codeLive(at(three.address, coder), transcript, 'Then I slept');
    for (const layer of layers) {
      await until('both marks are there', () => layerFields(layer).spans.size === 2);
    }
    expect(new Set(await quotesLive(at(two.address, coder), transcript))).toEqual(
      new Set(['I began to walk', 'Then I slept']),
    );
  });

  test('projects are spread, and links lead to each from every server', async () => {
    const servers = await startCluster(3, { metrics: { host: '127.0.0.1', port: 0 } });
    const [one] = servers;
    if (one === undefined) throw new Error('none');
    const lead = await setUp(one);
    const projects: string[] = [];
    for (let count = 0; count < 6; count += 1) projects.push((await newProject(lead)).id);
    const invited = { roles: ['coder'], note: '', validDays: 1 };
    for (const project of projects) {
      for (const { address } of servers) {
        const { link } = await at(address, lead).get('createInvite', { project }, invited);
        const guest = new Client(address);
        const name = crypto.randomUUID();
        const account = { name, email: `${name}@example.org`, password: PASSWORD };
        const joined = await guest.get('acceptInvite', {}, { token: tokenOf(link), account });
        expect(joined.project).toBe(project);
      }
    }
    const counted = await Promise.all(
      servers.map(async ({ metricsAddress }) => {
        const text = await (await fetch(metricsAddress ?? '')).text();
        return Number(/^triad_homes (\d+)$/m.exec(text)?.[1]);
      }),
    );
    // Accounts have a home, too.
    expect(counted.toSorted()).toEqual([2, 2, 3]);
  });

  test('a tunnel opens documents whose project is found later than that of others', async () => {
    const servers = await startCluster(2);
    const [one] = servers;
    if (one === undefined) throw new Error('none');
    const { lead, project, transcript } = await interviewAt(one);
    const { theory } = await lead.get('readProject', { project });
    const [text] = (await lead.get('readTranscript', { transcript })).documents;
    if (text === undefined) throw new Error('no text');
    for (const { address } of servers) {
      const origin = address.replace(/^http/, 'ws');
      const options = { cookie: lead.cookie ?? '' };
      // Its project is known from then on; that of the text is looked up.
      await (await connectTunnel({ origin }, options)).open(pathOfDocument(theory)).ready();
      const tunnel = await connectTunnel({ origin }, options);
      const opened = [text, theory].map((head) => tunnel.open(pathOfDocument(head)));
      for (const client of opened) await client.ready();
      expect(opened.map(({ ended }) => ended)).toEqual([null, null]);
    }
  });

  test('events reach the clients of every server', async () => {
    const servers = await startCluster(3);
    const [one] = servers;
    if (one === undefined) throw new Error('none');
    const lead = await setUp(one);
    const { id: project } = await newProject(lead);
    const tabs = servers.map(({ address }) => listenAs(at(address, lead)));
    for (const tab of tabs) {
      await connected(tab);
      expect(await tab.watch(project)).toEqual({ ok: true });
    }
    await lead.get('importTranscript', { project }, importForm(shortInterview()));
    for (const { heard } of tabs) {
      await until('it heard of the transcript', () =>
        heard.some(({ what }) => what === 'transcripts'),
      );
    }
    // Signed out at one server it is everywhere.
    await at(servers[2]?.address ?? '', lead).get('signOut');
    for (const { ended, socket } of tabs) {
      await until('it is ended', () => ended.length > 0 && !socket.connected);
    }
  });

  test('a blind round closes the layers of others at every server at once', async () => {
    const [one, two, three] = await startCluster(3);
    if (one === undefined || two === undefined || three === undefined) throw new Error('three');
    const team = await makeRoundsTeam(one);
    const { project, lead, first } = team;
    const cleo = Object.assign(at(two.address, team.cleo), { member: team.cleo.member });
    const ben = Object.assign(at(three.address, team.ben), { member: team.ben.member });
    const hers = await ownLayer(cleo, team.one, first);
    const own = await ownLayer(ben, team.one, first);
    const [text] = await documentsOf(ben, team.one);
    if (text === undefined) throw new Error('no text');
    const tunnel = await connectTunnel(
      { origin: three.address.replace(/^http/, 'ws') },
      { cookie: ben.cookie ?? '' },
    );
    const shown = [openDocument(ben, hers), tunnel.open(pathOfDocument(hers))];
    const [his, seen] = [openDocument(ben, text), openDocument(cleo, text)];
    for (const raw of [...shown, his, seen]) {
      await raw.ready();
      raw.step1();
      await until('it is in step', () => raw.step2s.length > 0);
    }
    // What she writes and where she is reaches him.
    const writing = await write(cleo, hers);
    for (const raw of shown) await until('he has it', () => raw.updates.length > 0);
    const state = { member: '', selection: null, reading: null };
    seen.awareness(7, 1, state);
    await until('she is seen', () =>
      his.presence.some(({ id, state: s }) => id === 7 && s !== null),
    );
    const [tab, leads, hersToo] = [listenAs(ben), listenAs(lead), listenAs(cleo)];
    for (const each of [tab, leads, hersToo]) {
      await connected(each);
      expect(await each.watch(project)).toEqual({ ok: true });
    }

    const round = await openBlind(team);
    for (const raw of shown) expect(await raw.end()).toBe(CLOSE.forbidden.code);
    expect(await writing.end()).toBe(CLOSE.forbidden.code);
    await until('she is gone', () => his.presence.at(-1)?.state === null);
    for (const layer of [hers, own]) {
      expect(await openDocument(ben, layer).end()).toBe(CLOSE.forbidden.code);
    }
    const closed = tunnel.open(pathOfDocument(hers));
    expect(await closed.end()).toBe(CLOSE.forbidden.code);

    // What she does from then on is not told him, in whichever way; what comes after it is.
    await until('he is told of the round', () => hears(tab, 'rounds'));
    const [frames, heard] = [shown.map((raw) => raw.frames.length), tab.heard.length];
    const blind = await ownLayer(cleo, team.one, round.id);
    await write(cleo, blind);
    expect(await openDocument(ben, blind).end()).toBe(CLOSE.forbidden.code);
    seen.awareness(7, 2, { ...state, reading: [0, 1] });
    seen.step1();
    await until('what she said before is heard', () => seen.step2s.length > 1);
    await until('the lead is told that she began', () => hears(leads, 'progress'));
    await until('she is told of her own', () => hears(hersToo, 'counts'));
    const { version } = await lead.get('readProject', { project });
    await lead.get('changeProject', { project }, { version, title: 'Changed' });
    await until('he is told of something else', () => hears(tab, 'project'));
    expect(tab.heard.slice(heard).map(({ what }) => what)).toEqual(['project']);
    expect(shown.map((raw) => raw.frames.length)).toEqual(frames);
    expect(his.presence.at(-1)?.state).toBeNull();
  });

  test('a round closes at all servers at once, and a job that all are asked for runs once', async () => {
    const servers = await startCluster(3);
    const [one, two, three] = servers;
    if (one === undefined || two === undefined || three === undefined) throw new Error('three');
    const team = await makeRoundsTeam(one);
    const { project, lead } = team;
    const [ben, cleo] = [
      Object.assign(at(two.address, team.ben), { member: team.ben.member }),
      Object.assign(at(three.address, team.cleo), { member: team.cleo.member }),
    ];
    const round = await openBlind(team);
    const layer = await ownLayer(ben, team.one, round.id);
    const hers = await ownLayer(cleo, team.one, round.id);
    const [raw, other] = [await write(ben, layer), await write(cleo, hers)];
    const hidden = openDocument(cleo, layer);
    expect(await hidden.end()).toBe(CLOSE.forbidden.code);

    const closing = { version: round.version, transcripts: null };
    await at(three.address, lead).get('closeRound', { project, round: round.id }, closing);
    for (const client of [raw, other]) {
      client.update(someUpdate());
      expect(await client.end()).toBe(CLOSE.forbidden.code);
    }
    for (const { address } of servers) {
      const reader = at(address, team.cleo);
      expect(layerFields(await readDocument(reader, layer)).spans.size).toBe(1);
    }

    const asked = await Promise.all(
      servers.map(({ address }) =>
        at(address, lead).get('consolidate', { project }, { decide: false }),
      ),
    );
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    await until('it is done', async () => {
      const { job } = await at(two.address, lead).get('readConsolidation', { project });
      return job?.id === asked[0]?.id && job?.state === 'done';
    });
  });

  test('without Redis documents go on between servers, and events reach everybody when it is back', async () => {
    const [one, two] = await startCluster(2);
    if (one === undefined || two === undefined) throw new Error('two');
    const { lead, project, transcript } = await interviewAt(one);
    const tab = listenAs(at(two.address, lead), { reconnection: true });
    await connected(tab);
    await tab.watch(project);
    await stage.redis.kill();
    onTestFinished(() => stage.redis.start());
    await codeLive(at(one.address, lead), transcript, 'I began to walk');
    expect(await quotesLive(at(two.address, lead), transcript)).toEqual(['I began to walk']);
    // Limits are counted by each server meanwhile, and nothing waits for Redis.
    const before = await at(two.address, lead).get('readProject', { project });
    await lead.get('changeProject', { project }, { version: before.version, title: 'Changed' });
    const isTold = () => tab.heard.some(({ what }) => what === 'project');
    expect(isTold()).toBe(false);

    const lines = tab.lines();
    await stage.redis.start();
    await until('its line was ended, and it came back', () => tab.lines() > lines);
    await tab.watch(project);
    const { version } = await lead.get('readProject', { project });
    await lead.get('changeProject', { project }, { version, title: 'Once more' });
    await until('it is told', isTold);
  });

  test('when a server ends its projects go on at another', async () => {
    const database = stage.makeDatabase();
    const [one, two] = await startCluster(2, { database });
    if (one === undefined || two === undefined) throw new Error('two');
    const { lead, project, transcript } = await interviewAt(one);
    const layer = await liveLayer(at(two.address, lead), transcript);
    layerFields(layer).memoTexts.set('before', new Y.Text('before'));
    await one.close();
    layerFields(layer).memoTexts.set('after', new Y.Text('after'));
    const [three] = await startCluster(1, { database });
    if (three === undefined) throw new Error('one');
    await until('both are with a client of the next', async () => {
      const other = await liveLayer(at(three.address, lead), transcript);
      const { memoTexts } = layerFields(other);
      return memoTexts.has('before') && memoTexts.has('after');
    });
    expect((await at(three.address, lead).get('readProject', { project })).id).toBe(project);
  });

  test('servers count together how often somebody tried', async () => {
    const few = { points: 3, seconds: 300 };
    const servers = await startCluster(3, {
      rateLimits: { ...NO_RATE_LIMITS, signInByEmail: few },
    });
    const [one] = servers;
    if (one === undefined) throw new Error('none');
    await setUp(one);
    const statuses: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) {
      const guest = new Client(servers[tries % 3]?.address ?? '');
      const body = { email: 'lea@example.org', password: 'not this one' };
      statuses.push((await guest.call('signIn', {}, body)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
  });

  test('who is no longer signed in is found also where no server told of it', async () => {
    const database = stage.makeDatabase();
    const servers = await startCluster(2, { database, recheckMs: 200 });
    const [one] = servers;
    if (one === undefined) throw new Error('none');
    const lead = await setUp(one);
    const { id: project } = await newProject(lead);
    const { theory } = await lead.get('readProject', { project });
    const tabs = servers.map(({ address }) => listenAs(at(address, lead)));
    const documents = servers.map(({ address }) => openDocument(at(address, lead), theory));
    for (const tab of tabs) await tab.watch(project);
    for (const document of documents) await document.ready();
    const store = await openMongodb({ uri: database });
    onTestFinished(() => store.close());
    const { sessions } = await openTables(store.records);
    for (const { id } of await sessions.all()) await sessions.remove(id);
    for (const { socket } of tabs) await until('its events end', () => !socket.connected);
    for (const document of documents) expect(await document.end()).toBe(4401);
  });
});

await describeCluster(
  (stage) => {
    test('where MongoDB is lost nothing is confirmed, and all goes on when it is back', async () => {
      const servers = await stage.startCluster(2, { beatTimes: QUICK_BEATS });
      const [one, two] = servers;
      if (one === undefined || two === undefined) throw new Error('two');
      const { lead, transcript } = await interviewAt(one);
      const layer = await liveLayer(at(two.address, lead), transcript);
      stage.server.pause();
      try {
        await until('no server answers', async () => {
          const answers = await Promise.all(
            servers.map(({ address }) => fetch(`${address}/readyz`)),
          );
          return answers.every(({ status }) => status === 503);
        });
        layerFields(layer).memoTexts.set('while it was away', new Y.Text('kept'));
      } finally {
        stage.server.resume();
      }
      await until('it is with another client', async () => {
        const other = await liveLayer(at(one.address, lead), transcript).catch(() => null);
        return other !== null && layerFields(other).memoTexts.has('while it was away');
      });
      for (const { address } of servers) {
        await until('it is ready', async () => (await fetch(`${address}/readyz`)).status === 200);
      }
    });
  },
  { ours: true },
);
