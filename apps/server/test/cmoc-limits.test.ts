import { LIMITS, METHOD_DEFAULTS } from '@triad/collab';
import { expect, test } from 'vitest';
import type { Context } from '../src/context.ts';
import { draft, evidence, makeCmocTeam, part, propose, summary } from './cmoc-stage.ts';
import type { CmocTeam } from './cmoc-stage.ts';
import { Client, startServer, tokenOf } from './http-harness.ts';
import { openFolder } from './open-folder.ts';

/* How much one project, one CMOC or one version may have: all but one are laid into the store. */

const AT = '2026-11-26T10:00:00.000Z';

/** The data of the team's server as `fill` leaves them, served anew. */
async function filled(team: CmocTeam, fill: (context: Context) => Promise<unknown>): Promise<void> {
  await team.server.close();
  const { context, close } = await openFolder(team.server.folder);
  await fill(context);
  await close();
  const again = await startServer({ dataFolder: team.server.folder });
  for (const client of [team.lead, team.ben]) Object.assign(client, { address: again.address });
}

const times = (count: number): readonly string[] =>
  Array.from({ length: count }, () => crypto.randomUUID());

test('a project has so many CMOCs, retired ones too: LIMITS.cmocs', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  const { id } = await lead.get('createCmoc', { project }, { title: 'T', group: null });
  await filled(team, async ({ tables }) => {
    const row = await tables.cmocs.get(id);
    if (row === null) throw new Error('no CMOC');
    await Promise.all(
      times(LIMITS.cmocs - 2).map((each, at) =>
        tables.cmocs.insert(each, { ...row.body, number: at + 2, life: 'retired' }),
      ),
    );
  });
  const make = () => lead.call('createCmoc', { project }, { title: '', group: null });
  expect((await make()).status).toBe(201);
  const { status, error } = await make();
  expect([status, error.code]).toEqual([409, 'cmocs/too-many']);
  expect(error.message).toContain('1,000');
  const { version } = await summary(lead, project, id);
  const child = { title: 'A', group: null, parts: [], wording: null };
  const body = { version, children: [child, child], quotes: [], memo: 'Two' };
  const divided = await lead.call('divideCmoc', { project, cmoc: id }, body);
  expect(divided.error.code).toBe('cmocs/too-many');
}, 60_000);

test('and so many outcome groups: LIMITS.outcomeGroups', async () => {
  const { lead, project } = await makeCmocTeam(await startServer());
  const change = (count: number) =>
    lead.call(
      'changeMethod',
      { project },
      {
        version: 0,
        settings: METHOD_DEFAULTS,
        groups: times(count).map((id) => ({ id, title: 'G' })),
      },
    );
  expect((await change(LIMITS.outcomeGroups + 1)).error.code).toBe('request/invalid');
  expect((await change(LIMITS.outcomeGroups)).status).toBe(200);
});

test('CMOCs are combined and divided so often: LIMITS.lineages', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  const { id } = await lead.get('createCmoc', { project }, { title: 'T', group: null });
  const lineage = {
    project,
    kind: 'divide',
    state: 'undone',
    parents: [],
    children: [],
    memo: '',
    by: lead.member,
    at: AT,
    undone: { by: lead.member, at: AT, why: '' },
    quotes: [],
  } as const;
  await filled(team, ({ tables }) =>
    Promise.all(times(LIMITS.lineages).map((each) => tables.lineages.insert(each, lineage))),
  );
  const { version } = await summary(lead, project, id);
  const child = { title: 'A', group: null, parts: [], wording: null };
  const body = { version, children: [child, child], quotes: [], memo: 'Two' };
  const params = { project, cmoc: id };
  expect((await lead.call('divideCmoc', params, body)).error.code).toBe('lineages/too-many');
  const many = { ...body, children: Array.from({ length: LIMITS.dividedInto + 1 }, () => child) };
  expect((await lead.call('divideCmoc', params, many)).error.code).toBe('request/invalid');
}, 60_000);

test('a project has so many links for reviewers: LIMITS.reviewLinks', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  const { id: cmoc } = await lead.get('createCmoc', { project }, { title: 'T', group: null });
  await filled(team, ({ tables }) =>
    Promise.all(
      times(LIMITS.reviewLinks - 1).map((each) =>
        tables.reviewLinks.insert(each, {
          project,
          hash: each,
          note: 'N',
          by: lead.member,
          createdAt: AT,
          expiresAt: AT,
          withdrawnAt: null,
          openedAt: null,
          items: [],
        }),
      ),
    ),
  );
  const items = [{ cmoc, sentence: 'Plain', evidence: [] }];
  const make = () => lead.call('createReviewLink', { project }, { note: 'N', validDays: 1, items });
  expect((await make()).status).toBe(201);
  expect((await make()).error.code).toBe('reviews/too-many');
}, 60_000);

test('a CMOC is signed with so many parts and quotes: LIMITS.cmocParts, LIMITS.evidence', async () => {
  const team = await makeCmocTeam(await startServer());
  const parts = Array.from({ length: LIMITS.cmocParts + 1 }, (_, at) => part('C', 'x', at));
  const many = await draft(team, { parts });
  await expect(propose(team, many.id)).rejects.toThrow('cmocs/too-large');
  const pieces = Array.from({ length: LIMITS.evidence }, (_, order) => evidence({ order }));
  const full = await draft(team, { parts: parts.slice(1), evidence: pieces });
  expect((await propose(team, full.id)).latest?.number).toBe(1);
  const over = await draft(team, { evidence: [...pieces, evidence({ order: 9_999 })] });
  await expect(propose(team, over.id)).rejects.toThrow('cmocs/too-large');
}, 60_000);

test('a CMOC has so many versions, and a member so many words on one: LIMITS.cmocVersions, LIMITS.rulings', async () => {
  const team = await makeCmocTeam(await startServer());
  const { ben, project } = team;
  const made = await draft(team);
  const other = await draft(team);
  const { latest: of } = await propose(team, made.id);
  const params = { project, cmoc: made.id };
  const sign = (version: number) =>
    ben.call('signOff', params, {
      of: of?.id,
      sha256: of?.sha256,
      version,
      verdict: 'agree',
      text: '',
    });
  await sign(0);
  await filled(team, async ({ tables }) => {
    const [said] = await tables.signOffs.find('cmoc', made.id);
    const row = await tables.cmocs.get(other.id);
    if (said === undefined || row === null) throw new Error('nothing to fill');
    const { verdict, text, at, ended } = said.body;
    const earlier = times(LIMITS.rulings - 1).map(() => ({ verdict, text, at, ended }));
    await tables.signOffs.update(said, { ...said.body, earlier });
    const versions = LIMITS.cmocVersions;
    await tables.cmocs.update(row, { ...row.body, versions });
  });
  expect((await sign(2)).status).toBe(200);
  expect((await sign(3)).error.code).toBe('sign-offs/too-many');
  await expect(propose(team, other.id)).rejects.toThrow('sign-offs/too-many-versions');
}, 60_000);

test('an answer of a reviewer is changed so often: LIMITS.rulings', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  const { id: cmoc } = await draft(team);
  const items = [{ cmoc, sentence: 'Plain', evidence: [] }];
  const { link, items: made } = await lead.get(
    'createReviewLink',
    { project },
    { note: 'N', validDays: 1, items },
  );
  const said = { token: tokenOf(link), item: made[0]?.id, kind: 'fits', text: '' };
  await new Client(lead.address).get('answerReview', {}, said);
  await filled(team, async ({ tables }) => {
    const [reply] = await tables.reviewReplies.find('project', project);
    if (reply === undefined) throw new Error('no reply');
    const { kind, text, at } = reply.body;
    const earlier = times(LIMITS.rulings).map(() => ({ kind, text, at }));
    await tables.reviewReplies.update(reply, { ...reply.body, earlier });
  });
  const outside = new Client(lead.address);
  expect((await outside.call('answerReview', {}, said)).error.code).toBe('reviews/too-often');
});

test('reasons are so long: LIMITS.reasonUtf16', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  const { id, version } = await draft(team);
  const retire = (length: number) =>
    lead.call(
      'retireCmoc',
      { project, cmoc: id },
      { version, retired: true, why: 'x'.repeat(length) },
    );
  expect((await retire(LIMITS.reasonUtf16 + 1)).error.code).toBe('request/invalid');
  expect((await retire(LIMITS.reasonUtf16)).status).toBe(200);
});
