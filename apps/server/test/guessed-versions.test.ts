import { CLOSE } from '@triad/collab';
import type { Anchor } from '@triad/realist';
import { expect, test } from 'vitest';
import type { Row, Table } from '../src/data/table.ts';
import { changeRoles } from '../src/projects/members.ts';
import { changeParticipant } from '../src/projects/participants.ts';
import { changeProject } from '../src/projects/projects.ts';
import { closeAgain, closeRound } from '../src/rounds/closing.ts';
import { reopenRound } from '../src/rounds/reopening.ts';
import { changeRound } from '../src/rounds/rounds.ts';
import { placeComment, resolveComment } from '../src/transcripts/comments.ts';
import { changeTranscript } from '../src/transcripts/transcripts.ts';
import { makeFolder, startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';
import { makeRoundsTeam, openBlind, ownLayer, write } from './rounds-team.ts';

/*
 * What somebody read may be older than what is stored. A version that they guess, and that is right
 * when it is written, must not bring back what they read.
 */

test('a closing and a removal stand, whichever versions are guessed beside them', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, lead, one, project } = team;
  const round = await openBlind(team);
  const layer = await ownLayer(ben, one, round.id);
  await write(ben, layer);
  const params = { project, round: round.id };
  const { version } = round;
  const [closed, ...guessed] = await Promise.all([
    lead.call('closeRound', params, { version, transcripts: null }),
    ...[1, 2, 3].map((more) =>
      lead.call('changeRound', params, { version: version + more, title: 'Late' }),
    ),
  ]);
  expect([closed?.status, ...guessed.map(({ status }) => status)]).toEqual([200, 409, 409, 409]);
  await expect(write(ben, layer)).rejects.toThrow(`${CLOSE.forbidden.code}`);

  const find = async () =>
    (await lead.get('listMembers', { project })).find(({ id }) => id === ben.member);
  const member = await find();
  const target = { project, member: ben.member };
  const roles = { version: (member?.version ?? 0) + 1, roles: ['coder', 'lead'] };
  const [removed, raised] = await Promise.all([
    lead.call('removeMember', target),
    lead.call('changeMember', target, roles),
  ]);
  expect([removed.status, raised.status]).toEqual([204, 409]);
  expect(await find()).toMatchObject({ roles: ['coder'] });
  expect((await ben.call('readProject', { project })).status).toBe(404);
});

test('nothing that takes a version writes on the body of another', async () => {
  const dataFolder = await makeFolder();
  const server = await startServer({ dataFolder });
  const team = await makeRoundsTeam(server);
  const { ben, lead, one, first, project } = team;
  const participant = { pseudonym: '#1', description: '' };
  const made = await lead.get('createParticipant', { project }, participant);
  const remark = { target: { kind: 'transcript' }, text: 'So.' };
  const comment = await lead.get('createComment', { transcript: one }, remark);
  const close = { version: 1, transcripts: [one] };
  const params = { project, round: first };
  const { version } = await lead.get('closeRound', params, close);
  const reason = 'It was late.';
  await lead.get('reopenRound', params, { version, member: ben.member, reason });
  await server.close();

  const { context, close: end } = await openFolder(dataFolder);
  const { tables } = context;
  const member = await row(tables.members, lead.member);
  const by = { member };
  const anchor = {} as Anchor;
  const passage = { kind: 'passage', anchor } as const;
  const said = await row(tables.comments, comment.id);
  const placed = await tables.comments.insert('placed', { ...said.body, target: passage });
  const transcript = await row(tables.transcripts, one);
  const acts: Acts = {
    changeProject: [tables.projects, project, (at, v) => changeProject(context, at, v)],
    changeRoles: [
      tables.members,
      ben.member,
      (at, v) => changeRoles(context, at, { ...v, roles: ['lead'] }, lead.member),
    ],
    changeParticipant: [
      tables.participants,
      made.id,
      (at, v) => changeParticipant(context, at, { ...participant, ...v }),
    ],
    changeTranscript: [tables.transcripts, one, (at, v) => changeTranscript(context, at, v)],
    changeRound: [tables.rounds, first, (at, v) => changeRound(context, at, by, v)],
    closeRound: [
      tables.rounds,
      first,
      (at, v) => closeRound(context, at, by, { ...v, transcripts: null }),
    ],
    closePart: [
      tables.rounds,
      first,
      (at, v) => closeRound(context, at, by, { ...v, transcripts: [team.two] }),
    ],
    closeAgain: [
      tables.rounds,
      first,
      (at, v) => closeAgain(context, at, { ...v, member: ben.member }),
    ],
    reopenRound: [
      tables.rounds,
      first,
      (at, v) => reopenRound(context, at, by, { ...v, member: team.cleo.member, reason }),
    ],
    resolveComment: [
      tables.comments,
      comment.id,
      (at, v) => resolveComment(context, transcript, at, { ...v, resolvedBy: null }),
    ],
    placeComment: [
      tables.comments,
      placed.id,
      (at, v) => placeComment(context, transcript, at, { ...v, anchor, knownRedactions: 0 }),
    ],
  };
  const wrong: string[] = [];
  for (const [name, [table, id, act]] of Object.entries(acts)) {
    const before = await row(table, id);
    const now = await table.update(before, before.body);
    const answered = await act(before, { version: now.version }).then(
      () => 'written',
      (error: { readonly code?: string }) => error.code ?? String(error),
    );
    if (answered !== 'storage/conflict') wrong.push(`${name}: ${answered}`);
    if ((await row(table, id)).version !== now.version) wrong.push(`${name}: changed it`);
  }
  await end();
  expect(wrong).toEqual([]);
});

type Acts = Readonly<
  Record<
    string,
    readonly [
      // oxlint-disable-next-line typescript/no-explicit-any
      table: Table<any>,
      id: string,
      // oxlint-disable-next-line typescript/no-explicit-any
      act: (at: Row<any>, version: { readonly version: number }) => Promise<unknown>,
    ]
  >
>;

async function row<Body>(table: Table<Body>, id: string): Promise<Row<Body>> {
  const found = await table.get(id);
  if (found === null) throw new Error(`${id} is not there`);
  return found;
}
