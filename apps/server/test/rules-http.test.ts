import type { Act, RouteName, Situation } from '@triad/collab';
import { isAllowed, NOTHING_HIDDEN, ROUTES, RULES } from '@triad/collab';
import { expect, test } from 'vitest';
import { Client, importForm, importShort, shareServer, shortInterview } from './http-harness.ts';
import { correct, wordsIn } from './corrections.ts';
import { decided, makeToDecide, NONE } from './rules-decisions.ts';
import type { ToDecide } from './rules-decisions.ts';
import { CMOC_CALLS } from './rules-cmocs.ts';
import { makeTeam } from './rules-team.ts';
import type { Subject, Team } from './rules-team.ts';

/* Walks every route of the contract with every set of roles: a new route is in it by itself. */

type Attempt = {
  readonly params: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly situation: Situation;
};

/** Makes what a route needs to succeed, newly each time, and says in which situation it is tried. */
type Prepare = (team: Team, subject: Subject) => Promise<readonly Attempt[]>;

const once =
  (make: (team: Team, subject: Subject) => Promise<Omit<Attempt, 'situation'>>): Prepare =>
  async (team, subject) => [{ ...(await make(team, subject)), situation: NOTHING_HIDDEN }];

/** On a transcript that observers may read and on one that they may not. */
const onEach =
  (make: (team: Team, transcript: string) => Promise<Omit<Attempt, 'situation'>>): Prepare =>
  async (team) => [
    { ...(await make(team, team.transcripts.closed)), situation: NOTHING_HIDDEN },
    {
      ...(await make(team, team.transcripts.open)),
      situation: { ...NOTHING_HIDDEN, observersRead: true },
    },
  ];

/** As {@link onEach}, on a comment of the subject's own and on one of somebody else's. */
const onComments =
  (body?: unknown, target: unknown = { kind: 'transcript' }): Prepare =>
  async (team, subject) => {
    const attempts: Attempt[] = [];
    for (const [name, transcript] of Object.entries(team.transcripts)) {
      for (const own of [true, false]) {
        const author = own ? subject : team.owner;
        const comment = await commentBy(team, author, { transcript, target });
        attempts.push({
          params: { transcript, comment },
          body,
          situation: { ...NOTHING_HIDDEN, own, observersRead: name === 'open' },
        });
      }
    }
    return attempts;
  };

/** On a flag of the subject's own and on one of somebody else's. */
const onFlags =
  (body?: unknown): Prepare =>
  async (team, subject) => {
    const transcript = team.transcripts.closed;
    const attempts: Attempt[] = [];
    for (const own of [true, false]) {
      const by = own ? subject : team.owner;
      if (own) await setRoles(team, subject.member, ['coder']);
      const place = { kind: 'spans', span: crypto.randomUUID() };
      const { id } = await by.get('createFlag', { transcript }, { place, note: '' });
      if (own) await setRoles(team, subject.member, subject.roles);
      const params = { transcript, flag: id };
      attempts.push({ params, body, situation: { ...NOTHING_HIDDEN, own } });
    }
    return attempts;
  };

/** Also by an observer who may not: with the role of coder for as long as it takes. */
async function commentBy(
  team: Team,
  author: Subject,
  { transcript, target }: { readonly transcript: string; readonly target: unknown },
): Promise<string> {
  const isSubject = author !== team.owner;
  if (isSubject) await setRoles(team, author.member, ['coder']);
  const { id } = await author.get('createComment', { transcript }, { target, text: 'A question' });
  if (isSubject) await setRoles(team, author.member, author.roles);
  return id;
}

async function setRoles(team: Team, member: string, roles: readonly string[]): Promise<void> {
  const version = await versionOf(team, member);
  await team.owner.get('changeMember', { project: team.project, member }, { version, roles });
}

async function versionOf({ owner, project }: Team, member: string): Promise<number> {
  const members = await owner.get('listMembers', { project });
  return members.find(({ id }) => id === member)?.version ?? 0;
}

async function newMember({ owner, project }: Team): Promise<string> {
  const { link } = await owner.get(
    'createInvite',
    { project },
    { roles: ['coder'], note: '', validDays: 1 },
  );
  const client = new Client(owner.address);
  const name = crypto.randomUUID();
  await client.get(
    'acceptInvite',
    {},
    {
      token: link.split('#')[1],
      account: { name, email: `${name}@example.org`, password: 'a long enough one' },
    },
  );
  return (await client.get('readProject', { project })).me;
}

/** A project to be removed, in which the subject has the same roles. */
async function projectLike({ owner }: Team, subject: Subject): Promise<string> {
  const { id: project } = await owner.get('createProject', {}, { title: 'To go' });
  const { link } = await owner.get(
    'createInvite',
    { project },
    { roles: subject.roles, note: '', validDays: 1 },
  );
  await subject.get('acceptInvite', {}, { token: link.split('#')[1], account: null });
  return project;
}

const DUE = { at: '2999-01-01T12:00:00Z', zone: 'Europe/London' };

/** A blind round of these coders, or of the owner, on a transcript of its own. */
async function blindRound({ owner, project }: Team, coders: readonly string[] = [owner.member]) {
  const { id: transcript } = await importShort(owner, project);
  return owner.get(
    'openRound',
    { project },
    { kind: 'blind', title: '', transcripts: [transcript], coders, due: DUE, ownEarlier: false },
  );
}

/** A round that is over, on a transcript of its own. */
async function closedRound(team: Team) {
  const { owner, project } = team;
  const { id, version } = await blindRound(team);
  const params = { project, round: id };
  await owner.get('setRoundDone', params, { done: true });
  return owner.get('closeRound', params, { version, transcripts: null });
}

/** On a text that the subject edits, where they may; else its owner does. */
async function underLease({ owner, project }: Team, subject: Subject) {
  const { id: transcript } = await importShort(owner, project);
  const editor = subject.roles.includes('lead') ? subject : owner;
  const { id: lease } = await editor.get('takeLease', { transcript });
  return { params: { transcript, lease } };
}

/** A transcript with a correction, by its first version. */
async function corrected({ owner, project }: Team) {
  const { id: transcript } = await importShort(owner, project);
  await correct(owner, transcript, (doc) => wordsIn(doc, 0).insert(0, 'Well, '));
  const { versions } = await owner.get('readHistory', { transcript });
  return { params: { transcript, version: versions[0]?.id ?? '' } };
}

const WALK = { words: 'walk', startUtf16: 25, endUtf16: 29 };
const participant = () => ({ pseudonym: crypto.randomUUID(), description: '' });
const text = { target: { kind: 'transcript' }, text: 'A question' };
const anchor = {
  start: [1, 0],
  end: [1, 3],
  turn: 't1',
  quote: 'Tell',
  before: '',
  after: ' me',
};

let toDecide: Promise<ToDecide> | null = null;
/** The one transcript on which decisions are tried, each on a place of its own. */
const onDecided =
  (make: (team: Team, on: ToDecide) => Promise<Omit<Attempt, 'situation'>>): Prepare =>
  async (team) => {
    const on = await (toDecide ??= makeToDecide(team));
    return [{ ...(await make(team, on)), situation: NOTHING_HIDDEN }];
  };

const PREPARE: { readonly [N in RouteName]?: Prepare } = {
  readProject: once(async ({ project }) => ({ params: { project } })),
  changeProject: once(async ({ project, owner }) => ({
    params: { project },
    body: { version: (await owner.get('readProject', { project })).version, title: 'New' },
  })),
  removeProject: once(async (team, subject) => ({
    params: { project: await projectLike(team, subject) },
  })),
  listMembers: once(async ({ project }) => ({ params: { project } })),
  changeMember: once(async (team) => ({
    params: { project: team.project, member: await newMember(team) },
    body: { version: 1, roles: ['reviewer'] },
  })),
  removeMember: once(async (team) => ({
    params: { project: team.project, member: await newMember(team) },
  })),
  listInvites: once(async ({ project }) => ({ params: { project } })),
  createInvite: once(async ({ project }) => ({
    params: { project },
    body: { roles: ['coder'], note: '', validDays: 1 },
  })),
  removeInvite: once(async ({ project, owner }) => {
    const body = { roles: ['coder'], note: '', validDays: 1 };
    const { id } = await owner.get('createInvite', { project }, body);
    return { params: { project, invite: id } };
  }),
  openRound: once(async ({ owner, project }) => ({
    params: { project },
    body: {
      kind: 'blind',
      title: 'Pilot',
      transcripts: [(await importShort(owner, project)).id],
      coders: [owner.member],
      due: DUE,
      ownEarlier: true,
    },
  })),
  changeRound: once(async (team) => {
    const { id, version } = await blindRound(team);
    return { params: { project: team.project, round: id }, body: { version, title: 'New' } };
  }),
  closeRound: once(async (team) => {
    const { id, version } = await blindRound(team);
    const params = { project: team.project, round: id };
    return { params, body: { version, transcripts: null } };
  }),
  reopenRound: once(async (team) => {
    const { id, version } = await closedRound(team);
    const params = { project: team.project, round: id };
    return { params, body: { version, member: team.owner.member, reason: 'A slip' } };
  }),
  closeAgain: once(async (team) => {
    const { id, version } = await closedRound(team);
    const params = { project: team.project, round: id };
    const { member } = team.owner;
    const again = await team.owner.get('reopenRound', params, {
      version,
      member,
      reason: 'A slip',
    });
    return { params, body: { version: again.version, member } };
  }),
  setRoundDone: async (team, subject) => {
    const attempts: Attempt[] = [];
    const isCoder = subject.roles.includes('coder');
    for (const named of isCoder ? [true, false] : [false]) {
      const { id } = await blindRound(team, named ? [subject.member] : undefined);
      const params = { project: team.project, round: id };
      attempts.push({ params, body: { done: true }, situation: { ...NOTHING_HIDDEN, named } });
    }
    return attempts;
  },
  readRoundRecord: async (team, subject) => {
    const attempts: Attempt[] = [];
    const isCoder = subject.roles.includes('coder');
    for (const blind of isCoder ? [true, false] : [false]) {
      const { id } = await blindRound(team, blind ? [subject.member] : undefined);
      const params = { project: team.project, round: id };
      attempts.push({ params, situation: { ...NOTHING_HIDDEN, unblinded: !blind } });
    }
    return attempts;
  },
  readReopening: async (team, subject) => {
    const attempts: Attempt[] = [];
    const isCoder = subject.roles.includes('coder');
    for (const blind of isCoder ? [true, false] : [false]) {
      const { id } = await blindRound(team, blind ? [subject.member] : undefined);
      const params = { project: team.project, round: id };
      attempts.push({ params, situation: { ...NOTHING_HIDDEN, unblinded: !blind } });
    }
    return attempts;
  },
  // The owner's layer of the open round, on each transcript, and of a blind one.
  readRevealed: async (team, subject) => {
    const member = team.owner.member;
    const attempts = Object.entries(team.transcripts).map(([name, transcript]): Attempt => ({
      params: { transcript, round: team.round, member },
      situation: { ...NOTHING_HIDDEN, observersRead: name === 'open' },
    }));
    const blind = await blindRound(team);
    const transcript = blind.transcripts?.[0] ?? '';
    const params = { transcript, round: blind.id, member };
    const isOwn = subject.member === member;
    return [...attempts, { params, situation: { ...NOTHING_HIDDEN, shown: isOwn } }];
  },
  listParticipants: once(async ({ project }) => ({ params: { project } })),
  createParticipant: once(async ({ project }) => ({ params: { project }, body: participant() })),
  changeParticipant: once(async ({ project, owner }) => {
    const { id } = await owner.get('createParticipant', { project }, participant());
    return { params: { project, participant: id }, body: { version: 1, ...participant() } };
  }),
  removeParticipant: once(async ({ project, owner }) => {
    const { id } = await owner.get('createParticipant', { project }, participant());
    return { params: { project, participant: id } };
  }),
  listTranscripts: once(async ({ project }) => ({ params: { project } })),
  previewTranscript: once(async ({ project }) => ({
    params: { project },
    body: new TextEncoder().encode('A: yes\nB: no\n'),
  })),
  importTranscript: once(async ({ project }) => ({
    params: { project },
    body: importForm(shortInterview()),
  })),
  readTranscript: onEach(async (_team, transcript) => ({ params: { transcript } })),
  changeTranscript: onEach(async ({ owner }, transcript) => ({
    params: { transcript },
    body: { version: (await owner.get('readTranscript', { transcript })).version, title: 'New' },
  })),
  removeTranscript: once(async ({ owner, project }) => ({
    params: { transcript: (await importShort(owner, project)).id },
  })),
  takeLease: once(async ({ owner, project }) => ({
    params: { transcript: (await importShort(owner, project)).id },
  })),
  renewLease: once(underLease),
  releaseLease: once(underLease),
  readOriginal: onEach(async (_team, transcript) => ({ params: { transcript } })),
  lookForWords: onEach(async (_team, transcript) => ({ params: { transcript }, body: WALK })),
  redact: once(async ({ owner, project }) => ({
    params: { transcript: (await importShort(owner, project)).id },
    body: { ...WALK, all: true, replacement: '[redacted]' },
  })),
  readHistory: onEach(async (_team, transcript) => ({ params: { transcript } })),
  readVersion: once(corrected),
  readAgreement: once(async ({ project }) => ({ params: { project } })),
  changeAgreement: once(async ({ project, owner }) => {
    const { settings, settingsVersion } = await owner.get('readAgreement', { project });
    return { params: { project }, body: { version: settingsVersion, settings } };
  }),
  // Where the subject codes nothing blind.
  workOutAgreement: once(async (team, subject) => ({
    params: { project: await projectLike(team, subject) },
  })),
  stopAgreement: once(async (team, subject) => ({
    params: { project: await projectLike(team, subject) },
  })),
  exportAgreement: once(async ({ project }) => ({ params: { project } })),
  readTranscriptAgreement: once(async (team) => ({
    params: { transcript: (await closedRound(team)).transcripts?.[0] ?? '' },
  })),
  createFlag: once(async ({ transcripts }) => ({
    params: { transcript: transcripts.closed },
    body: { place: { kind: 'spans', span: crypto.randomUUID() }, note: '' },
  })),
  settleFlag: onFlags({ version: 1, settled: true }),
  removeFlag: onFlags(),
  readAdjudicationOverview: once(async ({ project }) => ({ params: { project } })),
  readAdjudication: onDecided(async (_team, { transcript }) => ({ params: { transcript } })),
  listDecisions: onDecided(async (_team, { transcript }) => ({ params: { transcript } })),
  readDecision: onDecided(async (team, on) => ({ params: (await decided(team, on)).params })),
  decide: onDecided(async (_team, { transcript, next }) => ({
    params: { transcript },
    body: { ...next(), ...NONE },
  })),
  changeDecision: onDecided(async (team, on) => {
    const { params, place } = await decided(team, on);
    return { params, body: { ...place, version: 1, outcome: null } };
  }),
  decideMany: onDecided(async (_team, { transcript, next }) => ({
    params: { transcript },
    body: { text: next().text, strategy: 'union', why: '' },
  })),
  undoMany: onDecided(async (_team, { transcript }) => ({
    params: { transcript, batch: crypto.randomUUID() },
  })),
  answerDecision: onDecided(async (team, on) => ({
    params: (await decided(team, on)).params,
    body: { ruling: 1, stance: 'accepts', text: '' },
  })),
  tieSketches: onDecided(async (_team, { transcript, sketch }) => ({
    params: { transcript },
    body: { kind: 'part', sketches: [sketch], why: '' },
  })),
  untieSketches: onDecided(async ({ owner }, { transcript, sketch }) => {
    const body = { kind: 'part', sketches: [sketch], why: '' };
    const { id: tie } = await owner.get('tieSketches', { transcript }, body);
    return { params: { transcript, tie } };
  }),
  readProvenance: once(async ({ transcripts }) => ({
    params: { transcript: transcripts.closed, span: crypto.randomUUID() },
  })),
  readConsolidation: once(async ({ project }) => ({ params: { project } })),
  // Where the subject codes nothing blind.
  consolidate: once(async (team, subject) => ({
    params: { project: await projectLike(team, subject) },
    body: { decide: true },
  })),
  stopConsolidation: once(async (team, subject) => ({
    params: { project: await projectLike(team, subject) },
  })),
  undoStrategy: once(async (team, subject) => ({
    params: { project: await projectLike(team, subject), batch: crypto.randomUUID() },
  })),
  changeCandidate: once(async (team, subject) => ({
    params: { project: await projectLike(team, subject), candidate: crypto.randomUUID() },
    body: { version: 1, state: 'set-aside', why: '' },
  })),
  acceptCandidate: once(async (team, subject) => ({
    params: { project: await projectLike(team, subject), candidate: crypto.randomUUID() },
    body: { version: 1, into: null },
  })),
  listComments: onEach(async (_team, transcript) => ({ params: { transcript } })),
  createComment: onEach(async (_team, transcript) => ({ params: { transcript }, body: text })),
  resolveComment: onComments({ version: 1, resolved: true }),
  placeComment: onComments({ version: 1, anchor }, { kind: 'passage', anchor }),
  removeComment: onComments(),
  ...ofCmocs(),
};

function ofCmocs(): { readonly [N in keyof typeof CMOC_CALLS]: Prepare } {
  const names = Object.keys(CMOC_CALLS) as (keyof typeof CMOC_CALLS)[];
  return Object.fromEntries(names.map((name) => [name, once(CMOC_CALLS[name])])) as {
    readonly [N in keyof typeof CMOC_CALLS]: Prepare;
  };
}

/** What those are told who may, since there is nothing to be had. */
const WITHOUT: { readonly [N in RouteName]?: string } = {
  readOriginal: 'transcripts/no-original',
  exportAgreement: 'agreement/no-format',
  undoMany: 'decisions/no-batch',
  undoStrategy: 'decisions/no-batch',
  // Nobody but the owner coded there.
  answerDecision: 'decisions/not-asked',
  readProvenance: 'agreement/no-round',
  changeCandidate: 'rules/unknown',
  acceptCandidate: 'rules/unknown',
  exportSignOffs: 'sign-offs/no-format',
};

const MEMBER_ROUTES = (Object.keys(ROUTES) as RouteName[]).filter(
  (name) => !['anyone', 'account'].includes(ROUTES[name].needs),
);

const server = shareServer();
let made: Promise<Team> | null = null;
const sharedTeam = async () => (made ??= makeTeam(await server()));

test('every route with an act is tried by every set of roles', async () => {
  expect(MEMBER_ROUTES.filter((name) => PREPARE[name] === undefined)).toEqual([]);
  const team = await sharedTeam();
  const tried = { allowed: new Set<string>(), refused: new Set<string>() };
  for (const name of MEMBER_ROUTES) {
    const act = ROUTES[name].needs as Act;
    for (const subject of team.subjects) {
      for (const { params, body, situation } of await prepare(name, team, subject)) {
        const allowed = isAllowed(act, subject.roles, situation);
        const headers = name === 'previewTranscript' ? { 'x-file-name': 'a.txt' } : {};
        const { status, error } = await subject.call(name, params, body, headers);
        const cell = `${name} by ${subject.roles.join('+')} ${JSON.stringify(situation)}: ${error.code}`;
        if (!allowed) expect(status, cell).toBe(403);
        else if (name in WITHOUT) expect(error.code, cell).toBe(WITHOUT[name]);
        else expect(status, cell).toBeLessThan(300);
        tried[allowed ? 'allowed' : 'refused'].add(act);
      }
    }
  }
  // Every act that a route needs was met both ways, but for those that everybody may do.
  const acts = new Set<string>(MEMBER_ROUTES.map((name) => ROUTES[name].needs));
  const everybody = new Set<string>(
    RULES.filter(({ roles, when }) => roles.length === 4 && when.length === 0).map(
      ({ act }) => act,
    ),
  );
  expect(tried.allowed).toEqual(acts);
  expect(tried.refused).toEqual(acts.difference(everybody));
}, 120_000);

test('who is no member, or not signed in, learns nothing of any route', async () => {
  const team = await sharedTeam();
  const stranger = new Client(team.server.address);
  const [lead] = team.subjects;
  if (lead === undefined) throw new Error('a team without members');
  for (const name of MEMBER_ROUTES) {
    for (const { params, body } of await prepare(name, team, lead)) {
      const outside = await team.outsider.call(name, params, body);
      const nowhere = await team.outsider.call(name, {}, body);
      expect([name, outside.status], name).toEqual([name, 404]);
      expect(outside.body).toEqual(nowhere.body);
      expect((await stranger.call(name, params, body)).status, name).toBe(401);
    }
  }
  const forAccounts = (Object.keys(ROUTES) as RouteName[]).filter(
    (name) => ROUTES[name].needs === 'account',
  );
  for (const name of forAccounts) {
    const body = ROUTES[name].method === 'GET' ? undefined : {};
    expect((await stranger.call(name, {}, body)).status, name).toBe(401);
  }
}, 60_000);

test('whether a comment is there is told to its readers alone', async () => {
  const team = await sharedTeam();
  const by = (wanted: string) => {
    const subject = team.subjects.find(({ roles }) => roles.join() === wanted);
    if (subject === undefined) throw new Error(`nobody who is ${wanted} alone`);
    return subject;
  };
  const transcript = team.transcripts.closed;
  const target = { kind: 'transcript' };
  const there = await commentBy(team, team.owner, { transcript, target });
  const answers = (subject: Subject) =>
    Promise.all(
      [there, crypto.randomUUID()].map(async (comment) => {
        const { status, body } = await subject.call('removeComment', { transcript, comment });
        return [status, body];
      }),
    );
  const [one, other] = await answers(by('observer'));
  expect(one?.[0]).toBe(403);
  expect(other).toEqual(one);
  expect((await answers(by('coder'))).map(([status]) => status)).toEqual([403, 404]);
});

test('a path that is no id is answered like one that is unknown', async () => {
  const team = await sharedTeam();
  const answer = await team.owner.call('readProject', { project: 'x%27or%201' });
  expect([answer.status, answer.error.code]).toEqual([404, 'rules/unknown']);
});

async function prepare(name: RouteName, team: Team, subject: Subject): Promise<readonly Attempt[]> {
  const make = PREPARE[name];
  if (make === undefined) throw new Error(`the test does not know the route ${name}`);
  return make(team, subject);
}
