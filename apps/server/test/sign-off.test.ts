import { METHOD_DEFAULTS } from '@triad/collab';
import type { CmocAnswer, VersionSummary } from '@triad/collab';
import { canonicalJson } from '@triad/realist';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { correct, wordsIn } from './corrections.ts';
import {
  agreeOn,
  draft,
  edit,
  evidence,
  makeCmocTeam,
  part,
  propose,
  say,
  summary,
} from './cmoc-stage.ts';
import type { CmocTeam } from './cmoc-stage.ts';
import { until } from './documents-support/condition.ts';
import { connected, listenAs } from './events-client.ts';
import type { Client } from './http-harness.ts';
import { invite, startServer, tokenOf } from './http-harness.ts';
import { openFolder } from './open-folder.ts';

/** What a member who looks at this version says of it. */
async function sign(
  { project }: CmocTeam,
  member: Client,
  cmoc: string,
  said: {
    readonly of: VersionSummary | null;
    readonly verdict: string;
    readonly text?: string;
    readonly version?: number;
  },
) {
  const { of, verdict, text = '', version = 0 } = said;
  const body = { of: of?.id, sha256: of?.sha256, version, verdict, text };
  return member.call('signOff', { project, cmoc }, body);
}

async function change({ lead }: CmocTeam, { document }: CmocAnswer, text: string): Promise<void> {
  await edit(lead, document, (doc) => say(doc, [{ text, role: null }]));
}

test('a role that the settings leave out is not put to sign-off', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  const made = await draft(team, {
    sentence: [
      { text: 'When ', role: null },
      { text: 'link workers', role: 'A' },
      { text: ' call, people stay', role: null },
    ],
    parts: [part('I', 'calls before each session')],
    evidence: [evidence({ role: 'I' }), evidence({ role: null })],
  });
  const params = { project, cmoc: made.id };
  const { version, draftSha256: sha256 } = await lead.get('readCmoc', params);
  const body = { version, sha256, note: '' };
  const refused = (await lead.call('proposeCmoc', params, body)).error;
  expect(refused.code).toBe('sign-offs/role-off');
  expect(refused.message).toContain('intervention (I), which the draft has in its parts');
  expect(refused.message).toContain('and its quotes, and actor (A)');
  const offer = (methodVersion: number, roles: readonly string[]) =>
    lead.get(
      'changeMethod',
      { project },
      { version: methodVersion, settings: { ...METHOD_DEFAULTS, roles }, groups: [] },
    );
  await offer(0, ['A']);
  const actor = (await lead.call('proposeCmoc', params, body)).error;
  expect(actor.message).not.toContain('actor');
  await offer(1, ['I', 'A']);
  await lead.get('proposeCmoc', params, body);
  // What was put to sign-off stays when the role is left out afterwards.
  await offer(2, []);
  expect((await summary(lead, project, made.id)).state).toBe('proposed');
});

test('a version freezes the draft that the lead saw', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, olga, project } = team;
  const made = await draft(team);
  const params = { project, cmoc: made.id };
  const before = await lead.get('readCmoc', params);
  await change(team, made, 'Meanwhile');
  const body = { version: before.version, sha256: before.draftSha256, note: 'First' };
  expect((await lead.call('proposeCmoc', params, body)).error.code).toBe('sign-offs/draft-moved');
  const { draftSha256: sha256 } = await lead.get('readCmoc', params);
  const proposed = await lead.get('proposeCmoc', params, { ...body, sha256 });
  expect(proposed).toMatchObject({
    state: 'proposed',
    revising: false,
    latest: { number: 1, sha256, by: lead.member, note: 'First' },
    signOffs: { agree: 0, object: 0, abstain: 0, quorum: 2 },
  });
  expect(proposed.signOffs?.outstanding).toHaveLength(3);
  await change(team, made, 'After');
  const { versions, revising } = await olga.get('readCmoc', params);
  expect(revising).toBe(true);
  expect(versions[0]?.content.sentence).toEqual([{ text: 'Meanwhile', role: null }]);
  const json = canonicalJson(versions[0]?.content);
  expect(createHash('sha256').update(json).digest('hex')).toBe(sha256);
});

test('nothing, or nothing new, is put to sign-off', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  const empty = await draft(team, { sentence: [{ text: ' ', role: 'C' }] });
  await expect(propose(team, empty.id)).rejects.toThrow('sign-offs/nothing-said');
  const made = await draft(team);
  await propose(team, made.id);
  await expect(propose(team, made.id)).rejects.toThrow('sign-offs/no-change');
  const long = await draft(team, { sentence: [{ text: 'x'.repeat(20_001), role: null }] });
  await expect(propose(team, long.id)).rejects.toThrow('sign-offs/too-long');
  expect((await summary(lead, project, made.id)).latest?.number).toBe(1);
});

test('a quorum agrees, and any open objection contests', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, ben, olga, project } = team;
  const { id } = await draft(team);
  const { latest: of } = await propose(team, id);
  const state = async () => (await summary(olga, project, id)).state;
  await sign(team, lead, id, { of, verdict: 'agree' });
  expect(await state()).toBe('proposed');
  await sign(team, ben, id, { of, verdict: 'agree-with-comment', text: 'Well put' });
  expect(await state()).toBe('agreed');
  const objected = await sign(team, olga, id, { of, verdict: 'object', text: 'Not of Leeds' });
  expect(objected.body).toMatchObject({
    state: 'contested',
    signOffs: { agree: 2, object: 1, abstain: 0, outstanding: [] },
  });
  expect((await sign(team, olga, id, { of, verdict: 'object' })).error.code).toBe(
    'request/invalid',
  );
});

test('a sign-off is of one exact version, by the member alone', async () => {
  const team = await makeCmocTeam(await startServer());
  const { ben, lead, project } = team;
  const made = await draft(team);
  const { latest: first } = await propose(team, made.id);
  await sign(team, ben, made.id, { of: first, verdict: 'agree' });
  const other = { ...first, sha256: 'a'.repeat(64) } as VersionSummary;
  expect((await sign(team, lead, made.id, { of: other, verdict: 'agree' })).error.code).toBe(
    'sign-offs/other-version',
  );
  // Two tabs: the second does not know what the first said.
  expect((await sign(team, ben, made.id, { of: first, verdict: 'abstain' })).error.code).toBe(
    'request/stale',
  );
  const changed = await sign(team, ben, made.id, { of: first, verdict: 'abstain', version: 1 });
  expect(changed.body.versions[0]?.signOffs).toMatchObject([
    { member: ben.member, verdict: 'abstain', version: 2, earlier: [{ verdict: 'agree' }] },
  ]);
  await change(team, made, 'Second');
  const second = await propose(team, made.id);
  expect(second.versions.map(({ standing }) => standing)).toEqual(['superseded', 'proposed']);
  expect(second.signOffs?.outstanding).toContain(ben.member);
  expect(
    (await sign(team, ben, made.id, { of: first, verdict: 'agree', version: 2 })).error.code,
  ).toBe('sign-offs/other-version');
  const { version } = await summary(lead, project, made.id);
  await lead.get('retireCmoc', { project, cmoc: made.id }, { version, retired: true, why: 'Thin' });
  const late = await sign(team, ben, made.id, { of: second.latest, verdict: 'agree' });
  expect(late.error.code).toBe('cmocs/retired');
});

test('an objection ends by its author, or by a lead who says why', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, ben, olga, project } = team;
  const { id: cmoc } = await draft(team);
  const { latest: of } = await propose(team, cmoc);
  await sign(team, ben, cmoc, { of, verdict: 'object', text: 'Not so' });
  const answer = await sign(team, olga, cmoc, { of, verdict: 'object', text: 'Nor here' });
  const by = (member: string) =>
    answer.body.versions[0]?.signOffs.find((each) => each.member === member)?.id ?? '';
  const end = (who: Client, signOff: string, how: string, reason = '') =>
    who.call('endObjection', { project, cmoc, signOff }, { version: 1, how, reason });
  expect((await end(olga, by(ben.member), 'withdrawn')).error.code).toBe('sign-offs/not-yours');
  expect((await end(olga, by(ben.member), 'went-on', 'Yes')).error.code).toBe('rules/not-allowed');
  expect((await end(lead, by(ben.member), 'went-on')).error.code).toBe('sign-offs/reason-needed');
  expect((await end(ben, by(ben.member), 'withdrawn')).body.state).toBe('contested');
  const went = await end(lead, by(olga.member), 'went-on', 'It holds elsewhere');
  expect(went.body).toMatchObject({ state: 'proposed', signOffs: { object: 0 } });
  expect(went.body.versions[0]?.signOffs).toMatchObject([
    { verdict: 'object', ended: { how: 'withdrawn' } },
    { verdict: 'object', ended: { how: 'went-on', by: lead.member, reason: 'It holds elsewhere' } },
  ]);
  expect((await end(lead, by(olga.member), 'went-on', 'Again')).error.code).toBe('request/stale');
  const again = await lead.call(
    'endObjection',
    { project, cmoc, signOff: by(olga.member) },
    { version: 2, how: 'went-on', reason: 'Again' },
  );
  expect(again.error.code).toBe('sign-offs/no-objection');
});

test('the quorum of a version stays as it was put', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, ben, olga, project } = team;
  const { id } = await draft(team);
  const { latest: of } = await propose(team, id);
  const settings = { ...METHOD_DEFAULTS, quorum: { kind: 'all' } };
  await lead.get('changeMethod', { project }, { version: 0, settings, groups: [] });
  for (const member of [lead, ben]) await sign(team, member, id, { of, verdict: 'agree' });
  expect((await summary(lead, project, id)).state).toBe('agreed');
  // Neither who comes nor who goes changes what was agreed.
  for (let more = 0; more < 3; more += 1) await invite(lead, project, ['observer']);
  await lead.get('removeMember', { project, member: ben.member });
  const after = await olga.get('readCmoc', { project, cmoc: id });
  expect(after.state).toBe('agreed');
  expect(after.versions[0]?.signOffs.map(({ member }) => member)).toContain(ben.member);
  expect(after.signOffs?.outstanding).toHaveLength(4);
  const later = await draft(team);
  expect((await propose(team, later.id)).signOffs?.quorum).toBe(5);
});

test('who is outstanding is reminded, and nobody else, once an hour', async () => {
  let at = Date.parse('2026-05-01T10:00:00Z');
  const team = await makeCmocTeam(await startServer({ clock: () => new Date(at) }));
  const { lead, ben, olga, project } = team;
  const { id } = await draft(team);
  const remind = () => lead.call('remindSigners', { project }, { cmocs: [id] });
  expect((await remind()).error.code).toBe('sign-offs/nobody-outstanding');
  const { latest: of } = await propose(team, id);
  await sign(team, ben, id, { of, verdict: 'agree' });
  const ears = [listenAs(olga), listenAs(ben)] as const;
  for (const ear of ears) {
    await connected(ear);
    await ear.watch(project);
  }
  expect((await remind()).status).toBe(204);
  const [olgas, bens] = ears;
  const isTold = ({ what, id: about }: { what: string; id: string }) =>
    what === 'sign-offs' && about === id;
  await until('who is outstanding is told', () => olgas.heard.some(isTold));
  expect((await remind()).error.code).toBe('sign-offs/reminded');
  at += 3_600_000;
  expect((await remind()).status).toBe(204);
  const { signOffs } = await summary(olga, project, id);
  expect(signOffs?.remindedAt).toBe(new Date(at).toISOString());
  // What everybody hears comes after.
  const { version } = await lead.get('readProject', { project });
  await lead.get('changeProject', { project }, { version, title: 'Fence' });
  await until('the fence is heard', () => bens.heard.some(({ what }) => what === 'project'));
  expect(bens.heard.some(isTold)).toBe(false);
});

test('a version tells whose words were corrected since', async () => {
  const team = await makeCmocTeam(await startServer());
  const { server: _again, quotes } = await agreeOn(team, ['I began to walk', 'I slept']);
  const { lead, project } = team;
  const pieces = quotes.map((quote, order) => evidence({ quote, order }));
  const { id: cmoc } = await draft(team, { evidence: pieces });
  const proposed = await propose(team, cmoc);
  expect(proposed.quotes.map(({ words }) => words)).toEqual(['I began to walk', 'I slept']);
  expect(proposed.versions[0]?.changedQuotes).toEqual([]);
  const transcript = quotes[0]?.transcript ?? '';
  await correct(lead, transcript, (doc) => wordsIn(doc, 1).insert(8, 'slowly '));
  const { versions } = await lead.get('readCmoc', { project, cmoc });
  expect(versions[0]?.changedQuotes).toEqual([pieces[0]?.id]);
});

test('half of a character from before keeps no record from being exported', async () => {
  const team = await makeCmocTeam(await startServer());
  const { server, lead, ben, project } = team;
  const { id: cmoc } = await draft(team);
  const { latest: of } = await propose(team, cmoc);
  const refused = await sign(team, ben, cmoc, { of, verdict: 'object', text: 'Not so \ud83d' });
  expect(refused.error.code).toBe('request/invalid');
  await sign(team, ben, cmoc, { of, verdict: 'object', text: 'Not so' });
  await server.close();
  const { context, close } = await openFolder(server.folder);
  for (const row of await context.tables.signOffs.find('project', project)) {
    await context.tables.signOffs.update(row, { ...row.body, text: 'Not so \ud83d' });
  }
  await close();
  const { address } = await startServer({ dataFolder: server.folder });
  Object.assign(lead, { address });
  for (const format of ['csv', 'xlsx', 'json']) {
    const as = await lead.call('exportSignOffs', { project }, undefined, {}, `?as=${format}`);
    expect([format, as.status]).toEqual([format, 200]);
  }
});

test('the record of sign-offs is exported whole', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, ben, olga, project } = team;
  const { id: cmoc } = await draft(team);
  const { latest: of } = await propose(team, cmoc);
  await sign(team, ben, cmoc, { of, verdict: 'object', text: 'Not so' });
  await sign(team, ben, cmoc, { of, verdict: 'agree', version: 1 });
  await lead.get('removeMember', { project, member: ben.member });
  const items = [{ cmoc, sentence: 'You stay', evidence: [] }];
  const link = await lead.get(
    'createReviewLink',
    { project },
    { note: 'The panel', validDays: 1, items },
  );
  const answer = { token: tokenOf(link.link), item: link.items[0]?.id };
  for (const said of [
    { kind: 'fits', text: '' },
    { kind: 'does-not-fit', text: 'Not me' },
  ]) {
    await lead.get('answerReview', {}, { ...answer, ...said });
  }
  const as = (format: string) =>
    olga.call('exportSignOffs', { project }, undefined, {}, `?as=${format}`);
  const json = await as('json');
  expect(json.headers.get('content-disposition')).toContain('.json');
  const record = JSON.parse(String(json.body)) as Record<string, unknown>;
  expect(record).toMatchObject({
    cmocs: [
      {
        number: 1,
        state: 'proposed',
        outstanding: ['Ana', 'Olga'],
        reviews: [
          { link: 'The panel', sentence: 'You stay', answer: 'fits', text: '', earlier: true },
          { answer: 'does-not-fit', text: 'Not me', earlier: false },
        ],
        versions: [
          {
            number: 1,
            sha256: of?.sha256,
            needed: 2,
            of: 3,
            standing: 'proposed',
            signOffs: [
              { member: 'Ben', verdict: 'object', text: 'Not so', earlier: true },
              { member: 'Ben', roles: ['coder'], verdict: 'agree', earlier: false },
            ],
          },
        ],
      },
    ],
  });
  for (const format of ['csv', 'xlsx']) {
    const { status, body } = await as(format);
    expect(status).toBe(200);
    // Both are archives.
    expect(String(body).slice(0, 2)).toBe('PK');
  }
  expect((await as('pdf')).error.code).toBe('sign-offs/no-format');
});
