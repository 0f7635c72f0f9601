import type { MemberRole, Route, RouteName } from '@triad/collab';
import { DOCUMENT_KINDS, isAllowed, NOTHING_HIDDEN, ROUTES } from '@triad/collab';
import { expect, test } from 'vitest';
import { EVERYTHING_DONE, MARKERS } from './blindness-support/others.ts';
import { comparable } from './blindness-support/received.ts';
import { migrate } from '../src/migrate/migrate.ts';
import { openEnd } from '../src/migrate/store-end.ts';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { runAs } from './blindness-support/script.ts';
import type { Serve } from './blindness-support/script.ts';
import type { World } from './blindness-support/world.ts';
import { copyOf, makeWorld } from './blindness-support/world.ts';
import { describeCluster } from './cluster-stage.ts';
import type { ClusterStage } from './cluster-stage.ts';
import { Client } from './http-harness.ts';
import type { TestServer } from './http-harness.ts';
import type { Coder } from './rounds-team.ts';

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

/** On the MongoDB of tests; it makes another project, in which nobody is blind. */
const TAKES_LONG: readonly RouteName[] = ['createDemo'];

const SUBJECTS = [
  { who: 'a coder', roles: ['coder'], as: ({ ben }: World) => ben },
  { who: 'a lead who codes', roles: ['lead', 'coder'], as: ({ lead }: World) => lead },
] as const;

/** Serves a copy of the world from three servers; whoever codes blind is not where the project is at home. */
function serveByThree(stage: ClusterStage): Serve {
  return async (world, clock) => {
    const database = stage.makeDatabase();
    const folder = await copyOf(world);
    const [from, to] = await Promise.all([
      openEnd({
        kind: 'folder',
        folder,
        keysFolder: keysBeside(folder),
      }),
      openEnd({ kind: 'mongodb', variable: 'TO', uri: () => database }),
    ]);
    await migrate(from, to);
    await Promise.all([from.store.close(), to.store.close()]);
    const [mine, ...others] = await stage.startCluster(3, {
      database,
      clock,
      // Links lead to all, as behind a proxy.
      origin: 'http://triad.test',
    });
    if (mine === undefined) throw new Error('three were started');
    const addressOf = ({ port }: TestServer): string => `http://127.0.0.1:${port}`;
    const addresses = others.map(addressOf);
    const guest = Object.assign(new Client(addresses[0] ?? ''), { cookie: world.reviewer.cookie });
    await guest.get('readProject', { project: world.project });
    return { mine: addressOf(mine), others: addresses };
  };
}

for (const { who, roles, as } of SUBJECTS) {
  test(
    `${who} blind receives the same whether others work or not`,
    () => receivesTheSame(roles, as),
    120_000,
  );
}

await describeCluster((stage) => {
  // Who leads sees and may do most; on the MongoDB of tests one of them is enough.
  const { roles, as } = SUBJECTS[1];
  test(
    'a lead who codes blind receives the same whether others work at other servers or not',
    () => receivesTheSame(roles, as, serveByThree(stage), TAKES_LONG),
    240_000,
  );
});

async function receivesTheSame(
  roles: readonly MemberRole[],
  as: (world: World) => Coder,
  serve?: Serve,
  leftOut: readonly RouteName[] = [],
): Promise<void> {
  const world = await makeWorld();
  const [idle, busy] = await Promise.all([
    runAs(world, as(world), false, serve, leftOut),
    runAs(world, as(world), true, serve, leftOut),
  ]);
  const [before, after] = comparable(idle.received, busy.received);
  expect(after.map(({ act }) => act)).toEqual(before.map(({ act }) => act));
  for (const [index, { act, got }] of after.entries()) {
    const other = before[index]?.got ?? '';
    if (serve === undefined) expect(got, act).toBe(other);
    // What is told after an answer may come before or after the next: how busy all servers are decides.
    else if (act === 'events') expect(inAnyOrder(got)).toEqual(inAnyOrder(other));
    // When something changed last is written now and then, where the others read it.
    else if (act.endsWith('listProjects')) expect(timeless(got)).toBe(timeless(other));
    else expect(got, act).toBe(other);
  }
  const all = after.map(({ got }) => got).join('\n');
  for (const marker of Object.values(MARKERS)) expect(all).not.toContain(marker);
  // The script goes wherever one can go, and the markers were really there to be found.
  const acts = new Set(after.map(({ act }) => act));
  const gone = NAMES.filter((name) => !leftOut.includes(name));
  for (const name of gone) expect(acts).toContain(`call ${name}`);
  for (const kind of DOCUMENT_KINDS) expect(acts).toContain(`open ${kind}`);
  expect(busy.done).toEqual(EVERYTHING_DONE);
  expect(all).toContain('I began to walk.');
  // Whatever the roles allow and nothing hides was answered, not refused for another reason.
  expect(busy.answered).toEqual(
    new Set(gone.filter((name) => mayBeAnswered(ROUTES[name].needs, roles)))
      .difference(new Set(NOT_FOR_MEMBERS))
      .difference(new Set(HIDDEN)),
  );
}

/** Of two transcripts, in both of which one writes. */
const MOST_COUNTS = 8;

function timeless(answer: string): string {
  return answer.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '(instant)');
}

/**
 * All but counts, which are told some seconds later, once for all that changed meanwhile: how busy all servers
 * are decides how often, and whether still before one signs out. But they are told no more often than one
 * changes something oneself: others, who write all the time, are not heard.
 */
function inAnyOrder(frames: string): readonly string[] {
  const lines = JSON.parse(frames) as string[];
  const counts = lines.filter((line) => line.includes('"what":"counts"'));
  expect(counts.length).toBeLessThanOrEqual(MOST_COUNTS);
  return lines.filter((line) => !counts.includes(line)).toSorted();
}

function mayBeAnswered(needs: Route['needs'], roles: readonly MemberRole[]): boolean {
  if (needs === 'anyone' || needs === 'account') return true;
  return isAllowed(needs, roles, { ...NOTHING_HIDDEN, own: true, named: true });
}
