import type { RoundChange } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { expect, test } from 'vitest';
import { withChange } from '../src/rounds/coders.ts';
import { firstRound } from '../src/rounds/rounds.ts';
import { invite, startServer } from './http-harness.ts';
import type { Coder, RoundsTeam } from './rounds-team.ts';
import { makeRoundsTeam, openBlind, roundOf } from './rounds-team.ts';

const zone = 'Europe/London';
const JUNE = { at: '2999-06-01T12:00:00Z', zone };
const MAY = { at: '2999-05-01T12:00:00Z', zone };
const JULY = { at: '2999-07-01T12:00:00Z', zone };

test('a lead who codes in a round makes its date later, never earlier', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, lead, project } = team;
  const other = await invite(lead, project, ['lead'], 'Dan');
  const round = await openBlind(team, { coders: [lead.member, ben.member], due: JUNE });
  const params = { project, round: round.id };
  const set = async (by: Coder, due: typeof JUNE) => {
    const { version } = await roundOf(by, project, round.id);
    return (await by.call('changeRound', params, { version, due })).error?.code || 'changed';
  };
  expect(await set(lead, MAY)).toBe('rounds/due-earlier');
  expect(await set(lead, JULY)).toBe('changed');
  expect(await set(lead, JUNE)).toBe('rounds/due-earlier');
  expect(await set(other, MAY)).toBe('changed');
  expect(await set(lead, MAY)).toBe('changed');
  expect((await roundOf(ben, project, round.id)).due).toEqual(MAY);
  // The same date again is no change.
  const { changes, opened } = await other.get('readRoundRecord', params);
  expect(opened.by).toBe(lead.member);
  expect(changes.map((each) => (each.kind === 'due' ? [each.by, each.from, each.to] : []))).toEqual(
    [
      [lead.member, JUNE, JULY],
      [other.member, JULY, MAY],
    ],
  );
  expect(changes.every(({ at }) => !Number.isNaN(Date.parse(at)))).toBe(true);
});

test('nobody waits for a coder who codes no longer, and the record says who they are', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, cleo, lead, project } = team;
  const coders = [lead.member, ben.member, cleo.member];
  const round = await openBlind(team, { coders });
  const params = { project, round: round.id };
  await lead.get('setRoundDone', params, { done: true });
  await setRoles(team, ben, ['reviewer']);
  const gone = async () =>
    (await roundOf(lead, project, round.id)).progress
      .filter(({ noLongerCodes }) => noLongerCodes === true)
      .map(({ member }) => member);
  expect(await gone()).toEqual([ben.member]);
  const close = async () => {
    const { version } = await roundOf(lead, project, round.id);
    return lead.call('closeRound', params, { version, transcripts: null });
  };
  expect((await close()).error.message).toContain('1 coder not done');
  await setRoles(team, ben, ['coder']);
  expect(await gone()).toEqual([]);
  expect((await close()).error.message).toContain('2 coders not done');
  await setRoles(team, ben, ['reviewer', 'observer']);
  await lead.get('removeMember', { project, member: cleo.member });
  expect((await close()).status).toBe(200);

  const { changes, closed } = await lead.get('readRoundRecord', params);
  const told = changes.map((each) =>
    each.kind === 'coder' ? [each.by, each.member, each.codes] : [],
  );
  expect(told).toEqual([
    [lead.member, ben.member, false],
    [lead.member, ben.member, true],
    [lead.member, ben.member, false],
    [lead.member, cleo.member, false],
  ]);
  expect(closed?.by).toBe(lead.member);
});

test('other roles, and rounds that are over, are no change of who is in a round', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, lead, project } = team;
  const over = await openBlind(team, { coders: [ben.member] });
  const whole = { version: over.version, transcripts: null };
  await lead.get('closeRound', { project, round: over.id }, whole);
  const round = await openBlind(team, { coders: [ben.member] });
  await setRoles(team, ben, ['coder', 'reviewer']);
  const changesOf = async (id: string) =>
    (await lead.get('readRoundRecord', { project, round: id })).changes;
  expect(await changesOf(round.id)).toEqual([]);
  await setRoles(team, ben, ['reviewer']);
  expect(await changesOf(round.id)).toHaveLength(1);
  expect(await changesOf(over.id)).toEqual([]);
});

test('a record holds so many changes, and of more the last of each coder', () => {
  const change = (member: string, n: number): RoundChange => ({
    kind: 'coder',
    by: 'ana',
    at: new Date(n).toISOString(),
    member,
    codes: n % 2 === 0,
  });
  const clock = () => new Date(0);
  let body = withChange(firstRound({ clock }, 'project'), change('cleo', 0));
  for (let n = 1; n <= LIMITS.roundChanges; n += 1) body = withChange(body, change('ben', n));
  expect(body.changes).toEqual([change('cleo', 0), change('ben', LIMITS.roundChanges)]);
});

async function setRoles(
  { lead, project }: RoundsTeam,
  { member }: Coder,
  roles: readonly string[],
): Promise<void> {
  const version = (await lead.get('listMembers', { project })).find(
    ({ id }) => id === member,
  )?.version;
  await lead.get('changeMember', { project, member }, { version, roles });
}
