import { CLOSE, cmocFields, METHOD_DEFAULTS } from '@triad/collab';
import { canonicalJson } from '@triad/realist';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { addToCmoc, makeCmoc } from '../src/cmocs/make-cmoc.ts';
import {
  draft,
  edit,
  evidence,
  makeCmocTeam,
  part,
  propose,
  say,
  SENTENCE,
  summary,
} from './cmoc-stage.ts';
import type { CmocTeam } from './cmoc-stage.ts';
import { until } from './documents-support/condition.ts';
import { connected, listenAs } from './events-client.ts';
import { openDocument, readDocument } from './http-documents.ts';
import { newProject, startServer, tokenOf } from './http-harness.ts';
import { openFolder } from './open-folder.ts';

const groups = [
  { id: crypto.randomUUID(), title: 'Hope' },
  { id: crypto.randomUUID(), title: 'Confidence' },
];

async function withGroups({ lead, project }: CmocTeam): Promise<void> {
  await lead.get('changeMethod', { project }, { version: 0, settings: METHOD_DEFAULTS, groups });
}

test('a draft says what leads wrote in it', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, olga, project } = team;
  const parts = [part('C', 'outside'), part('O', 'stay')];
  const made = await draft(team, {
    parts,
    evidence: [
      evidence(),
      evidence({ bearing: 'refutes', role: null }),
      evidence({ bearing: 'caveat' }),
    ],
  });
  const listed = await summary(olga, project, made.id);
  expect(listed).toMatchObject({
    number: 1,
    group: null,
    state: 'draft',
    title: 'Walking together',
    sentence: SENTENCE,
    parts: { C: 1, M: 0, O: 1 },
    evidence: { supports: 1, refutes: 1, caveat: 1 },
    latest: null,
    revising: false,
    signOffs: null,
    retired: null,
    createdBy: lead.member,
  });
  expect((await draft(team)).number).toBe(2);
});

test('the hash of a draft is of its canonical JSON', async () => {
  const team = await makeCmocTeam(await startServer());
  const { id } = await draft(team, { parts: [part('M', 'less judged')] });
  const { content, draftSha256 } = await team.ben.get('readCmoc', {
    project: team.project,
    cmoc: id,
  });
  expect(draftSha256).toBe(createHash('sha256').update(canonicalJson(content)).digest('hex'));
  const shuffled = JSON.parse(
    JSON.stringify(Object.fromEntries(Object.entries(content).reverse())),
  ) as unknown;
  expect(canonicalJson(shuffled)).toBe(canonicalJson(content));
});

test('a change of a draft is in the list at once, and announced', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, olga, project } = team;
  const { id, document } = await draft(team);
  const ear = listenAs(olga);
  await connected(ear);
  await ear.watch(project);
  await summary(olga, project, id);
  await edit(lead, document, (doc) => say(doc, [{ text: 'Another', role: null }]));
  expect((await summary(olga, project, id)).sentence).toEqual([{ text: 'Another', role: null }]);
  await until('it is announced', () =>
    ear.heard.some(({ what, id: of }) => what === 'cmocs' && of === id),
  );
});

test('what is made of candidates goes into drafts that live', async () => {
  const server = await startServer();
  const team = await makeCmocTeam(server);
  const { lead, project } = team;
  await server.close();
  const { context, close } = await openFolder(server.folder);
  const by = lead.member;
  const content = { title: 'T', sentence: SENTENCE, parts: [], narrative: 'N', evidence: [] };
  const made = await makeCmoc(context, { project, by, group: null, content, candidates: ['a'] });
  const [first, second] = [part('C', 'one'), part('C', 'two')];
  const piece = evidence({ part: second.id });
  await addToCmoc(context, made, { parts: [first], evidence: [evidence()], candidate: 'b' });
  const added = { parts: [second], evidence: [piece], candidate: 'c' };
  const row = await addToCmoc(context, made, added);
  // Done again, as after a crash.
  await addToCmoc(context, made, added);
  expect(row.body.candidates).toEqual(['a', 'b', 'c']);
  await close();
  const again = await startServer({ dataFolder: server.folder });
  Object.assign(lead, { address: again.address });
  const found = await summary(lead, project, made.id);
  expect(found).toMatchObject({ number: 1, sentence: SENTENCE, parts: { C: 2 } });
  expect(found.evidence.supports).toBe(2);
});

test('numbers are swapped, and stay one of a kind', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  const [one, two, three] = [await draft(team), await draft(team), await draft(team)];
  const { version } = await summary(lead, project, one.id);
  await lead.get('changeCmoc', { project, cmoc: one.id }, { version, number: 3 });
  const { cmocs } = await lead.get('listCmocs', { project });
  expect(cmocs.map(({ id }) => id)).toEqual([three.id, two.id, one.id]);
  const stale = await lead.call('changeCmoc', { project, cmoc: one.id }, { version, number: 1 });
  expect([stale.status, stale.error.code]).toEqual([409, 'request/stale']);
});

test('a number is taken over from a retired one, which is given none by itself', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  const [one, two] = [await draft(team), await draft(team)];
  const old = await summary(lead, project, two.id);
  const params = { project, cmoc: two.id };
  await lead.get('retireCmoc', params, { version: old.version, retired: true, why: 'Merged' });
  const renumber = async (cmoc: string, number: number) => {
    const { version } = await summary(lead, project, cmoc);
    return lead.call('changeCmoc', { project, cmoc }, { version, number });
  };
  expect((await renumber(two.id, 7)).error.code).toBe('cmocs/retired');
  expect((await renumber(one.id, 2)).status).toBe(200);
  expect((await summary(lead, project, two.id)).number).toBe(1);
});

test('two with one number are parted by a start', async () => {
  const server = await startServer();
  const team = await makeCmocTeam(server);
  const { lead, project } = team;
  const made = [await draft(team), await draft(team), await draft(team)];
  await server.close();
  const { context, close } = await openFolder(server.folder);
  const row = await context.tables.cmocs.get(made[2]?.id ?? '');
  if (row === null) throw new Error('no CMOC');
  await context.tables.cmocs.update(row, { ...row.body, number: 1 });
  await close();
  const again = await startServer({ dataFolder: server.folder });
  Object.assign(lead, { address: again.address });
  const { cmocs } = await lead.get('listCmocs', { project });
  expect(cmocs.map(({ id, number }) => [id, number])).toEqual(
    made.map(({ id }, at) => [id, at + 1]),
  );
});

test('a strategy takes what somebody of the project marked', async () => {
  const { lead, ben, project } = await makeCmocTeam(await startServer());
  const { settings } = await lead.get('listCmocs', { project });
  const take = (member: string, version: number) =>
    lead.call(
      'changeMethod',
      { project },
      { version, settings: { ...settings, strategy: `coder:${member}` }, groups: [] },
    );
  expect((await take(crypto.randomUUID(), 0)).error.code).toBe('method/no-such-coder');
  const other = await newProject(lead);
  expect((await take(other.me, 0)).error.code).toBe('method/no-such-coder');
  expect((await take(ben.member, 0)).status).toBe(200);
});

test('outcome groups give the order, and are kept while in use', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  await withGroups(team);
  const [one, two] = [await draft(team), await draft(team)];
  const move = async (cmoc: string, group: string | null) => {
    const { version } = await summary(lead, project, cmoc);
    return lead.call('changeCmoc', { project, cmoc }, { version, group });
  };
  await move(one.id, groups[1]?.id ?? null);
  await move(two.id, groups[0]?.id ?? null);
  const list = await lead.get('listCmocs', { project });
  expect(list.cmocs.map(({ id }) => id)).toEqual([two.id, one.id]);
  expect((await move(one.id, crypto.randomUUID())).error.code).toBe('cmocs/no-group');

  const change = (kept: typeof groups, version = 1) =>
    lead.call('changeMethod', { project }, { version, settings: list.settings, groups: kept });
  expect((await change(groups.slice(1))).error).toMatchObject({
    code: 'method/group-in-use',
    message: expect.stringContaining('Hope') as unknown,
  });
  expect((await change(groups, 0)).error.code).toBe('request/stale');
  expect((await change([...groups, ...groups])).error.code).toBe('method/group-twice');
  await move(two.id, null);
  expect((await change(groups.slice(1))).status).toBe(200);
});

test('the project tells its settings of the method to everybody', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, olga, project } = team;
  expect((await olga.get('readProject', { project })).method).toEqual(METHOD_DEFAULTS);
  const settings = { ...METHOD_DEFAULTS, roles: ['A', 'A'] as const, inferred: false };
  await lead.get('changeMethod', { project }, { version: 0, settings, groups: [] });
  expect((await olga.get('readProject', { project })).method).toEqual({
    ...settings,
    roles: ['A'],
  });
});

test('what is retired is read and written no more, at once', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, olga, project } = team;
  const { id, document } = await draft(team);
  const open = openDocument(lead, document);
  await open.ready();
  const params = { project, cmoc: id };
  const body = { version: (await summary(lead, project, id)).version, retired: true, why: 'Thin' };
  const retired = await lead.get('retireCmoc', params, body);
  expect(retired.document.writable).toBe(false);
  expect(retired.retired).toMatchObject({ by: lead.member, why: 'Thin' });
  const doc = new Y.Doc();
  cmocFields(doc).narrative.insert(0, 'late');
  open.update(Y.encodeStateAsUpdate(doc));
  expect(await open.end()).toBe(CLOSE.forbidden.code);
  expect(cmocFields(await readDocument(olga, document)).narrative.toString()).toBe('');
  expect(
    (await lead.call('retireCmoc', params, { ...body, version: retired.version })).error.code,
  ).toBe('cmocs/retired');

  const back = await lead.get('retireCmoc', params, {
    version: retired.version,
    retired: false,
    why: 'After all',
  });
  expect(back).toMatchObject({ state: 'draft', retired: null, document: { writable: true } });
  await edit(lead, document, (draftDoc) => cmocFields(draftDoc).narrative.insert(0, 'more'));
});

test('drafts that a crash left half made are gone with the next start', async () => {
  const server = await startServer();
  const team = await makeCmocTeam(server);
  const { lead, project } = team;
  const { id } = await draft(team);
  await server.close();
  const { context, close } = await openFolder(server.folder);
  const row = await context.tables.cmocs.get(id);
  if (row === null) throw new Error('no CMOC');
  await context.tables.cmocs.update(row, { ...row.body, life: 'making' });
  await close();
  const again = await startServer({ dataFolder: server.folder });
  Object.assign(lead, { address: again.address });
  expect((await lead.get('listCmocs', { project })).cmocs).toEqual([]);
  expect((await lead.call('readCmoc', { project, cmoc: id })).status).toBe(404);
  await again.close();
  const after = await openFolder(server.folder);
  expect(await after.context.documents.describe({ kind: 'cmoc', cmoc: id })).toBeNull();
  await after.close();
});

test('nothing of CMOCs is left of a project that was removed', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project, server } = team;
  const { id: cmoc } = await draft(team);
  const { latest } = await propose(team, cmoc);
  const signed = { of: latest?.id, sha256: latest?.sha256, version: 0, text: '' };
  await lead.get('signOff', { project, cmoc }, { ...signed, verdict: 'agree' });
  const items = [{ cmoc, sentence: 'Plain', evidence: [] }];
  const asked = { note: 'N', validDays: 1, items };
  const { link, items: made } = await lead.get('createReviewLink', { project }, asked);
  const answer = { token: tokenOf(link), item: made[0]?.id, kind: 'fits', text: '' };
  await lead.get('answerReview', {}, answer);
  const child = { title: 'A', group: null, parts: [], wording: null };
  const { version } = await summary(lead, project, cmoc);
  const divided = { version, children: [child, child], quotes: [], memo: 'Two' };
  const { cmocs } = await lead.get('divideCmoc', { project, cmoc }, divided);
  await lead.get('removeProject', { project });
  await server.close();
  const { context, close } = await openFolder(server.folder);
  const { tables, documents } = context;
  for (const table of [
    tables.cmocs,
    tables.cmocVersions,
    tables.signOffs,
    tables.lineages,
    tables.reviewLinks,
    tables.reviewReplies,
  ]) {
    expect(await table.all()).toEqual([]);
  }
  for (const { id } of cmocs) {
    expect(await documents.describe({ kind: 'cmoc', cmoc: id })).toBeNull();
  }
  await close();
});
