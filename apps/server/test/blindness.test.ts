import type { MemberRole, Route, RouteName } from '@triad/collab';
import { DOCUMENT_KINDS, isAllowed, NOTHING_HIDDEN, ROUTES } from '@triad/collab';
import { expect, test } from 'vitest';
import { EVERYTHING_DONE, MARKERS } from './blindness-support/others.ts';
import { comparable } from './blindness-support/received.ts';
import { runAs } from './blindness-support/script.ts';
import type { World } from './blindness-support/world.ts';
import { makeWorld } from './blindness-support/world.ts';

/*
 * Non-interference: one script of somebody in a blind round runs in the same world once with others
 * at work and once with them idle, and receives the same to the last byte. Routes, events and kinds of
 * documents are taken from the server's own tables, so that a new one is in this test by itself.
 */

/** For whoever is not signed in, or holds what the scripts have not. */
const NOT_FOR_MEMBERS: readonly RouteName[] = [
  'acceptInvite',
  'changePassword',
  'redeemSignInLink',
  'setup',
  'setupDemo',
  'signIn',
];
/** Of what is coded blind alone, or of all together: refused to a coder and to a lead. */
const HIDDEN: readonly RouteName[] = [
  'acceptCandidate',
  'changeCandidate',
  'consolidate',
  'placeComment',
  'readReopening',
  'readRoundRecord',
  'removeComment',
  'removeFlag',
  'resolveComment',
  'settleFlag',
  'stopAgreement',
  'stopConsolidation',
  'undoStrategy',
  'workOutAgreement',
];

const NAMES = Object.keys(ROUTES) as RouteName[];

const SUBJECTS = [
  { who: 'a coder', roles: ['coder'], as: ({ ben }: World) => ben },
  { who: 'a lead who codes', roles: ['lead', 'coder'], as: ({ lead }: World) => lead },
] as const;

for (const { who, roles, as } of SUBJECTS) {
  test(`${who} blind receives the same whether others work or not`, async () => {
    const world = await makeWorld();
    const [idle, busy] = await Promise.all([
      runAs(world, as(world), false),
      runAs(world, as(world), true),
    ]);
    const [before, after] = comparable(idle.received, busy.received);
    expect(after.map(({ act }) => act)).toEqual(before.map(({ act }) => act));
    for (const [index, { act, got }] of after.entries()) {
      expect(got, act).toBe(before[index]?.got);
    }
    const all = after.map(({ got }) => got).join('\n');
    for (const marker of Object.values(MARKERS)) expect(all).not.toContain(marker);
    // The script goes wherever one can go, and the markers were really there to be found.
    const acts = new Set(after.map(({ act }) => act));
    for (const name of NAMES) expect(acts).toContain(`call ${name}`);
    for (const kind of DOCUMENT_KINDS) expect(acts).toContain(`open ${kind}`);
    expect(busy.done).toEqual(EVERYTHING_DONE);
    expect(all).toContain('I began to walk.');
    // Whatever the roles allow and nothing hides was answered, not refused for another reason.
    expect(busy.answered).toEqual(
      new Set(NAMES.filter((name) => mayBeAnswered(ROUTES[name].needs, roles)))
        .difference(new Set(NOT_FOR_MEMBERS))
        .difference(new Set(HIDDEN)),
    );
  }, 120_000);
}

function mayBeAnswered(needs: Route['needs'], roles: readonly MemberRole[]): boolean {
  if (needs === 'anyone' || needs === 'account') return true;
  return isAllowed(needs, roles, { ...NOTHING_HIDDEN, own: true, named: true });
}
