import { layerFields } from '@triad/collab';
import { expect, test } from 'vitest';
import { describeCluster } from './cluster-stage.ts';
import { until } from './documents-support/condition.ts';
import { connectTunnel } from './documents-support/raw-client.ts';
import { connected, listenAs } from './events-client.ts';
import { pathOfDocument } from './http-documents.ts';
import { Client, importForm, invite, newProject, setUp, shortInterview } from './http-harness.ts';
import { codeLive, liveLayer, quotesLive } from './live-layer.ts';

/** The same person at another server. */
function at(address: string, client: Client): Client {
  return Object.assign(new Client(address), { cookie: client.cookie });
}

await describeCluster(({ startCluster }) => {
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

  test('a tunnel opens documents whose project is found later than that of others', async () => {
    const servers = await startCluster(2);
    const [one] = servers;
    if (one === undefined) throw new Error('none');
    const lead = await setUp(one);
    const { id: project } = await newProject(lead);
    const { id: transcript } = await lead.get(
      'importTranscript',
      { project },
      importForm(shortInterview()),
    );
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
});
