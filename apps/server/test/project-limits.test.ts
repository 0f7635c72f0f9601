import { LIMITS } from '@triad/collab';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Tables } from '../src/data/tables.ts';
import { DAY_MS } from '../src/context.ts';
import type { Answer } from './http-harness.ts';
import {
  Client,
  importForm,
  importShort,
  newProject,
  PASSWORD,
  setUp,
  shortInterview,
  startServer,
  tokenOf,
} from './http-harness.ts';
import { openBoth } from './sealing-support.ts';

/*
 * Limits of how many things one account, project or transcript may have. All but one are laid into the
 * store as the server keeps them; the last comes by the API, and the one after it is refused.
 */

const AT = '2026-11-26T10:00:00.000Z';

type Filled = {
  readonly tables: Tables;
  readonly makeKey: (transcript: string) => Promise<void>;
  /** Of a project that is there. */
  readonly project: string;
  readonly account: string;
  readonly member: string;
  readonly transcript: string;
};

/** A server with a project of one transcript, into whose store `fill` puts more before it starts anew. */
async function begin(fill: (filled: Filled) => Promise<unknown>) {
  const server = await startServer();
  const lead = await setUp(server);
  const { id: project, me: member } = await newProject(lead);
  const { id: transcript } = await importShort(lead, project);
  await server.close();
  const { bare, tables, keyring } = await openBoth(server.folder);
  const row = await tables.members.get(member);
  const account = row?.body.account ?? '';
  const makeKey = (id: string) => keyring.make(id);
  await fill({ tables, makeKey, project, account, member, transcript });
  await bare.close();
  const again = await startServer({ dataFolder: server.folder });
  Object.assign(lead, { address: again.address });
  return { server: again, lead, project, member, transcript };
}

function times<T>(count: number, make: (n: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

/** The last one is taken, the one after it is refused with a sentence that names the limit. */
async function expectLast(
  add: (n: number) => Promise<Pick<Answer<'createProject'>, 'status' | 'error'>>,
  code: string,
  most: number,
): Promise<void> {
  const last = await add(1);
  expect([last.status < 300, last.error.code]).toEqual([true, '']);
  const { status, error } = await add(2);
  expect([status, error.code]).toEqual([409, code]);
  expect(error.message).toContain(most.toLocaleString('en'));
}

/** Projects in which the account is, beside the one that is there. */
async function addProjects({ tables, account }: Filled, count: number, demo: boolean) {
  await Promise.all(
    times(count, async (n) => {
      const id = randomUUID();
      const about = { title: `P${n}`, description: '', createdAt: AT, demo, firstRun: false };
      await tables.projects.insert(id, { ...about, pending: null });
      const roles = ['lead'] as const;
      const joined = { project: id, account, roles, joinedAt: AT, removedAt: null };
      await tables.members.insert(randomUUID(), joined);
    }),
  );
}

test('an account has so many projects: LIMITS.projects', async () => {
  const { lead } = await begin((filled) => addProjects(filled, LIMITS.projects - 2, false));
  const add = (n: number) => lead.call('createProject', {}, { title: `Last ${n}` });
  await expectLast(add, 'projects/too-many', LIMITS.projects);
}, 60_000);

test('and so many of them are demo studies: LIMITS.demoStudies', async () => {
  const { lead } = await begin((filled) => addProjects(filled, LIMITS.demoStudies - 1, true));
  await expectLast(() => lead.call('createDemo'), 'projects/too-many-demos', LIMITS.demoStudies);
}, 60_000);

test('a project has so many members: LIMITS.projectMembers', async () => {
  const { server, lead, project } = await begin(({ tables, project }) =>
    Promise.all(
      times(LIMITS.projectMembers - 2, () =>
        tables.members.insert(randomUUID(), {
          project,
          account: randomUUID(),
          roles: ['observer'],
          joinedAt: AT,
          removedAt: null,
        }),
      ),
    ),
  );
  const add = async (n: number) => {
    const asked = { roles: ['coder'], note: '', validDays: 1 };
    const { link } = await lead.get('createInvite', { project }, asked);
    const account = { name: `M${n}`, email: `m${n}@example.org`, password: PASSWORD };
    return new Client(server.address).call('acceptInvite', {}, { token: tokenOf(link), account });
  };
  await expectLast(add, 'members/too-many', LIMITS.projectMembers);
}, 60_000);

test('and so many open invites: LIMITS.openInvites', async () => {
  const { lead, project } = await begin(({ tables, project, member }) =>
    Promise.all(
      times(LIMITS.openInvites - 1, () =>
        tables.invites.insert(randomUUID(), {
          project,
          hash: randomUUID(),
          roles: ['coder'],
          note: '',
          createdBy: member,
          createdAt: AT,
          expiresAt: new Date(Date.now() + DAY_MS).toISOString(),
          used: null,
        }),
      ),
    ),
  );
  const asked = { roles: ['coder'], note: '', validDays: 1 };
  await expectLast(
    () => lead.call('createInvite', { project }, asked),
    'invites/too-many',
    LIMITS.openInvites,
  );
}, 60_000);

test('and so many participants: LIMITS.participants', async () => {
  const { lead, project } = await begin(({ tables, project }) =>
    Promise.all(
      times(LIMITS.participants - 1, (n) =>
        tables.participants.insert(randomUUID(), { project, pseudonym: `#${n}`, description: '' }),
      ),
    ),
  );
  const add = (n: number) =>
    lead.call('createParticipant', { project }, { pseudonym: `last ${n}`, description: '' });
  await expectLast(add, 'participants/too-many', LIMITS.participants);
}, 60_000);

test('and so many transcripts: LIMITS.transcripts', async () => {
  const { lead, project } = await begin(async ({ tables, makeKey, transcript }) => {
    const row = await tables.transcripts.get(transcript);
    if (row === null) throw new Error('there is no transcript');
    for (let n = 0; n < LIMITS.transcripts - 2; n += 50) {
      await Promise.all(
        times(Math.min(50, LIMITS.transcripts - 2 - n), async () => {
          const id = randomUUID();
          await makeKey(id);
          await tables.transcripts.insert(id, row.body);
        }),
      );
    }
  });
  const add = () => lead.call('importTranscript', { project }, importForm(shortInterview()));
  await expectLast(add, 'transcripts/too-many', LIMITS.transcripts);
}, 120_000);

test('and so many rounds: LIMITS.rounds', async () => {
  const { lead, project } = await begin(async ({ tables, project }) => {
    const [first] = await tables.rounds.find('project', project);
    if (first === undefined) throw new Error('there is no round');
    const closed = { ...first.body, state: 'closed', closed: { by: 'x', at: AT } } as const;
    await tables.rounds.update(first, closed);
    await Promise.all(
      times(LIMITS.rounds - 2, (n) =>
        tables.rounds.insert(randomUUID(), { ...closed, number: n + 2 }),
      ),
    );
  });
  const body = { kind: 'open', title: '', transcripts: null };
  const add = async (n: number) => {
    const opened = await lead.call('openRound', { project }, body);
    if (n === 1) {
      const { id: round, version } = opened.body;
      await lead.get('closeRound', { project, round }, { version, transcripts: null });
    }
    return opened;
  };
  await expectLast(add, 'rounds/too-many', LIMITS.rounds);
}, 60_000);

test('a round is opened again so often: LIMITS.reopenings', async () => {
  const { lead, project, member } = await begin(async ({ tables, project, member, transcript }) => {
    const [first] = await tables.rounds.find('project', project);
    if (first === undefined) throw new Error('there is no round');
    await tables.rounds.update(first, {
      ...first.body,
      state: 'closed',
      closed: { by: member, at: AT },
      transcripts: [transcript],
      reopened: times(LIMITS.reopenings - 1, () => ({
        id: randomUUID(),
        member,
        by: member,
        at: AT,
        closedAt: AT,
        copied: true,
      })),
    });
  });
  const add = async (n: number) => {
    const [round] = (await lead.get('readProject', { project })).rounds;
    const params = { project, round: round?.id ?? '' };
    const asked = { version: round?.version, member, reason: 'x' };
    const opened = await lead.call('reopenRound', params, asked);
    if (n === 1) {
      await lead.get('closeAgain', params, { version: opened.body.version, member });
    }
    return opened;
  };
  await expectLast(add, 'rounds/too-many-reopenings', LIMITS.reopenings);
}, 60_000);

test('a round’s record names so many changes: LIMITS.roundChanges', async () => {
  const later = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
  const due = (days: number) => ({ at: later(days), zone: 'Europe/London' });
  const { lead, project } = await begin(async ({ tables, project, member, transcript }) => {
    const [first] = await tables.rounds.find('project', project);
    if (first === undefined) throw new Error('there is no round');
    await tables.rounds.insert(randomUUID(), {
      ...first.body,
      kind: 'blind',
      number: 2,
      transcripts: [transcript],
      coders: [randomUUID()],
      due: due(1),
      changes: times(LIMITS.roundChanges - 1, () => ({
        kind: 'due',
        by: member,
        at: AT,
        from: due(1),
        to: due(1),
      })),
    });
  });
  const add = async (n: number) => {
    const round = (await lead.get('readProject', { project })).rounds.find(
      ({ kind }) => kind === 'blind',
    );
    const asked = { version: round?.version, due: due(1 + n) };
    return lead.call('changeRound', { project, round: round?.id ?? '' }, asked);
  };
  await expectLast(add, 'rounds/too-many-changes', LIMITS.roundChanges);
}, 60_000);

test('a transcript has so many comments: LIMITS.comments', async () => {
  const { lead, transcript } = await begin(({ tables, project, member, transcript }) =>
    Promise.all(
      times(LIMITS.comments - 1, () =>
        tables.comments.insert(randomUUID(), {
          project,
          transcript,
          author: member,
          target: { kind: 'transcript' },
          text: 'x',
          createdAt: AT,
          resolvedBy: null,
        }),
      ),
    ),
  );
  const asked = { target: { kind: 'transcript' }, text: 'the last', knownRedactions: 0 };
  await expectLast(
    () => lead.call('createComment', { transcript }, asked),
    'comments/too-many',
    LIMITS.comments,
  );
}, 120_000);

test('and so many flags: LIMITS.flags', async () => {
  const { lead, transcript } = await begin(({ tables, project, member, transcript }) =>
    Promise.all(
      times(LIMITS.flags - 1, () =>
        tables.flags.insert(randomUUID(), {
          project,
          transcript,
          place: { kind: 'spans', span: randomUUID() },
          by: member,
          at: AT,
          note: '',
          settledBy: null,
        }),
      ),
    ),
  );
  const asked = { place: { kind: 'spans', span: randomUUID() }, note: '' };
  await expectLast(
    () => lead.call('createFlag', { transcript }, asked),
    'flags/too-many',
    LIMITS.flags,
  );
}, 60_000);

test('words stand at so many places that are taken out at once: LIMITS.redactionPlaces', async () => {
  const lead = await setUp(await startServer());
  const { id: project } = await newProject(lead);
  const look = async (times: number) => {
    const text = Array.from({ length: times }, () => 'Ann.').join(' ');
    const turns = [{ speaker: null, start: null, end: null, text }];
    const form = importForm(shortInterview({ turns }));
    const { id: transcript } = await lead.get('importTranscript', { project }, form);
    const asked = { words: 'Ann', startUtf16: 0, endUtf16: 3 };
    return lead.call('lookForWords', { transcript }, asked);
  };
  const most = LIMITS.redactionPlaces;
  expect((await look(most)).body).toMatchObject({ text: most });
  const { status, error } = await look(most + 1);
  expect([status, error.code]).toEqual([409, 'redactions/too-many']);
  expect(error.message).toContain(most.toLocaleString('en'));
}, 60_000);
