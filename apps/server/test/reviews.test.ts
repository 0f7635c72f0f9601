import { expect, test } from 'vitest';
import { agreeOn, draft, evidence, makeCmocTeam, propose } from './cmoc-stage.ts';
import type { CmocTeam } from './cmoc-stage.ts';
import { until } from './documents-support/condition.ts';
import { connected, listenAs } from './events-client.ts';
import { Client, startServer, tokenOf } from './http-harness.ts';
import { LATER } from './rounds-team.ts';

async function linked(team: CmocTeam, days = 14) {
  const { quotes } = await agreeOn(team, ['I began to walk', 'I slept']);
  const { lead, project } = team;
  const pieces = quotes.map((quote, order) => evidence({ quote, order }));
  const { id: cmoc } = await draft(team, { evidence: pieces });
  const created = await lead.get(
    'createReviewLink',
    { project },
    {
      note: 'Peer panel',
      validDays: days,
      items: [
        { cmoc, sentence: 'When peers meet, people stay.', evidence: [pieces[1]?.id] },
        { cmoc, sentence: 'Without quotes.', evidence: [] },
      ],
    },
  );
  const token = tokenOf(created.link);
  return { created, token, cmoc, quotes, outside: new Client(lead.address) };
}

test('somebody with the link sees plain words and nothing of the study', async () => {
  const team = await makeCmocTeam(await startServer());
  const { created, token, outside, quotes } = await linked(team);
  expect(created.link).toMatch(/\/review#[\w-]{43}$/);
  const look = await outside.get('lookAtReview', {}, { token });
  expect(look).toEqual({
    project: 'A project',
    from: 'Ana',
    note: 'Peer panel',
    expiresAt: created.expiresAt,
    items: [
      {
        id: created.items[0]?.id,
        title: 'Walking together',
        sentence: 'When peers meet, people stay.',
        quotes: ['I slept'],
        reply: null,
      },
      {
        id: created.items[1]?.id,
        title: 'Walking together',
        sentence: 'Without quotes.',
        quotes: [],
        reply: null,
      },
    ],
  });
  const said = JSON.stringify(look);
  for (const secret of [
    team.project,
    quotes[0]?.transcript ?? '',
    quotes[1]?.span ?? '',
    'Interview 1',
    '#1',
    '@example.org',
    token,
  ]) {
    expect(said).not.toContain(secret);
  }
});

test('an answer can be changed while the link is open, and is told to leads', async () => {
  const team = await makeCmocTeam(await startServer());
  const { created, token, outside, cmoc } = await linked(team);
  const { lead, ben, olga, project } = team;
  const ears = [listenAs(lead), listenAs(ben)] as const;
  for (const ear of ears) {
    await connected(ear);
    await ear.watch(project);
  }
  const item = created.items[0]?.id;
  const answer = (kind: string, text = '') =>
    outside.call('answerReview', {}, { token, item, kind, text });
  expect((await answer('in-my-experience')).error.code).toBe('request/invalid');
  await answer('fits');
  const changed = await answer('does-not-fit', 'Not here');
  expect(changed.body.items[0]?.reply).toEqual({ kind: 'does-not-fit', text: 'Not here' });
  await until('the lead hears of it', () => ears[0].heard.some(({ what }) => what === 'reviews'));
  expect(ears[1].heard.some(({ what }) => what === 'reviews')).toBe(false);
  const [review] = await lead.get('listReviewLinks', { project });
  expect(review).toMatchObject({ state: 'open', openedAt: null, note: 'Peer panel' });
  expect(review?.items.map(({ reply }) => reply?.kind ?? null)).toEqual(['does-not-fit', null]);
  // It never counts for or against a version.
  const { latest } = await propose(team, cmoc);
  expect(latest?.number).toBe(1);
  const { reviews, signOffs } = await olga.get('readCmoc', { project, cmoc });
  expect(reviews).toMatchObject([{ note: 'Peer panel', kind: 'does-not-fit', text: 'Not here' }]);
  expect(signOffs).toMatchObject({ agree: 0, object: 0 });
  const foreign = await outside.call(
    'answerReview',
    {},
    {
      token,
      item: crypto.randomUUID(),
      kind: 'fits',
      text: '',
    },
  );
  expect(foreign.error.code).toBe('reviews/no-item');
});

test('what is unknown, withdrawn or expired is over alike', async () => {
  let at = Date.parse('2026-05-01T10:00:00Z');
  const clock = () => new Date(at);
  const team = await makeCmocTeam(await startServer({ clock }));
  const { lead, project } = team;
  const { id: cmoc } = await draft(team);
  const make = (validDays: number) =>
    lead.get(
      'createReviewLink',
      { project },
      { note: 'N', validDays, items: [{ cmoc, sentence: 'Plain', evidence: [] }] },
    );
  const [withdrawn, expired] = [await make(30), await make(1)];
  const outside = new Client(lead.address);
  const look = async (token: string) => {
    const { status, body } = await outside.call('lookAtReview', {}, { token });
    return [status, body];
  };
  expect((await look(tokenOf(withdrawn.link)))[0]).toBe(200);
  const params = { project, review: withdrawn.id };
  const row = (await lead.get('listReviewLinks', { project })).find(
    ({ id }) => id === withdrawn.id,
  );
  expect(row?.openedAt).not.toBeNull();
  const body = { version: row?.version };
  expect((await lead.get('withdrawReviewLink', params, body)).state).toBe('withdrawn');
  at += 2 * 86_400_000;
  const unknown = await look('x'.repeat(43));
  expect(unknown[0]).toBe(410);
  expect(await look(tokenOf(withdrawn.link))).toEqual(unknown);
  expect(await look(tokenOf(expired.link))).toEqual(unknown);
  const item = expired.items[0]?.id;
  const answer = { token: tokenOf(expired.link), item, kind: 'fits', text: '' };
  expect((await outside.call('answerReview', {}, answer)).status).toBe(410);
  expect((await lead.get('listReviewLinks', { project })).map(({ state }) => state)).toEqual(
    expect.arrayContaining(['withdrawn', 'expired']),
  );
});

test('words that are gone, or that leads may not read now, are not shown', async () => {
  const team = await makeCmocTeam(await startServer());
  const { token, outside, quotes } = await linked(team);
  const { lead, project } = team;
  const shown = async () =>
    (await outside.get('lookAtReview', {}, { token })).items.map((item) => item.quotes);
  expect(await shown()).toEqual([['I slept'], []]);
  const member = await lead.get('listMembers', { project });
  const { version } = member.find(({ id }) => id === lead.member) ?? {};
  const both = { version, roles: ['lead', 'coder'] };
  await lead.get('changeMember', { project, member: lead.member }, both);
  const blind = {
    kind: 'blind',
    title: '',
    transcripts: [quotes[0]?.transcript],
    coders: [lead.member],
    due: LATER,
    ownEarlier: false,
  };
  await lead.get('openRound', { project }, blind);
  expect(await shown()).toEqual([[], []]);
});

test('only evidence that is there, of drafts that live, is asked about', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  const { id: cmoc } = await draft(team);
  const ask = async (item: Readonly<Record<string, unknown>>) =>
    (
      await lead.call(
        'createReviewLink',
        { project },
        { note: 'N', validDays: 1, items: [{ cmoc, sentence: 'Plain', evidence: [], ...item }] },
      )
    ).error.code;
  expect(await ask({ evidence: [crypto.randomUUID()] })).toBe('reviews/no-evidence');
  expect(await ask({ cmoc: crypto.randomUUID() })).toBe('reviews/no-cmoc');
  expect(await ask({})).toBe('');
});
