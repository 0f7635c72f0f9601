import { expect, test } from 'vitest';
import { until } from './documents-support/condition.ts';
import {
  makeLayer,
  signIn,
  startDocumentServer,
  temporaryFolder,
} from './documents-support/document-server.ts';
import { connectProvider, synced } from './documents-support/provider.ts';
import { spansOf } from './documents-support/spans.ts';

test('three unmodified providers see the same document', async () => {
  const server = await startDocumentServer();
  signIn(server.gate, 'ada', 'ben', 'cleo');
  const { name, head } = await makeLayer(server, 'ada');
  server.gate.allow('ben', name, { write: false });
  server.gate.allow('cleo', name, { write: false });
  const ada = connectProvider(server, head, 'ada');
  const ben = connectProvider(server, head, 'ben');
  await Promise.all([synced(ada), synced(ben)]);
  spansOf(ada.doc).set('a', { role: 'C' });
  await until('ben sees the span', () => spansOf(ben.doc).has('a'));
  const cleo = connectProvider(server, head, 'cleo');
  await synced(cleo);
  expect(spansOf(cleo.doc).toJSON()).toEqual({ a: { role: 'C' } });
  spansOf(ada.doc).delete('a');
  await until('all see it gone', () => [ben, cleo].every(({ doc }) => spansOf(doc).size === 0));
});

test('a document comes back after a restart', async () => {
  const folder = await temporaryFolder();
  const first = await startDocumentServer({ folder });
  signIn(first.gate, 'ada');
  const { name, head } = await makeLayer(first, 'ada');
  const ada = connectProvider(first, head, 'ada');
  await synced(ada);
  for (let index = 0; index < 50; index += 1) spansOf(ada.doc).set(`s${index}`, index);
  await until('all is stored', async () => (await first.host.summarise(name)).spans === 50);
  await first.stop();
  const second = await startDocumentServer({ folder, gate: first.gate, port: first.port });
  await synced(ada);
  spansOf(ada.doc).set('after', 1);
  const again = connectProvider(second, head, 'ada');
  await until('both are there', () => spansOf(again.doc).size === 51);
  expect(await second.host.describe(name)).toMatchObject(head);
});
