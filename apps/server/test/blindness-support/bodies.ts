import type { RouteName } from '@triad/collab';
import { placeOf } from '@triad/collab';
import type { Client } from '../http-harness.ts';
import { importForm, shortInterview } from '../http-harness.ts';
import { LATER } from '../rounds-team.ts';
import { CMOC_BODIES } from './cmocs.ts';
import type { Params, World } from './world.ts';
import { WORD } from './world.ts';

type MakeBody = (world: World, params: Params, caller: Client) => unknown;

/** A body with which a route does something, for whoever may; the others are sent `{}`. */
export function bodyFor(name: RouteName, world: World, params: Params, caller: Client): unknown {
  return BODIES[name]?.(world, params, caller);
}

/** Of the open round Eve, since Cleo is made to code blind where it is over. */
function reopenedFor({ first, cleo, eve }: World, { round }: Params): string {
  return (round === first ? eve : cleo).member;
}

const NOBODY_S = '00000000-0000-4000-8000-000000000001';
const NO_TOKEN = 'A'.repeat(43);

const BODIES: { readonly [N in RouteName]?: MakeBody } = {
  signIn: () => ({ email: 'ana@example.org', password: 'not the right one' }),
  redeemSignInLink: () => ({ token: NO_TOKEN }),
  lookAtInvite: ({ inviteToken }) => ({ token: inviteToken }),
  acceptInvite: ({ inviteToken }) => ({ token: inviteToken, account: null }),
  changeAccount: () => ({ preferences: { theme: 'dark' } }),
  changePassword: () => ({ current: 'not the right one', next: 'another long one' }),
  createProject: () => ({ title: 'Something else' }),

  changeProject: async ({ project }, _params, caller) => ({
    version: (await caller.get('readProject', { project })).version,
    title: 'Renamed',
  }),
  changeMember: async ({ project }, { member }, caller) => {
    const members = await caller.get('listMembers', { project });
    const now = members.find(({ id }) => id === member);
    return { version: now?.version ?? 1, roles: now?.roles };
  },
  createInvite: () => ({ roles: ['coder'], note: '', validDays: 1 }),

  openRound: ({ two, cleo }) => ({
    kind: 'blind',
    title: 'Elsewhere',
    transcripts: [two],
    coders: [cleo.member],
    due: LATER,
    ownEarlier: false,
  }),
  changeRound: async (world, params, caller) => ({
    version: await roundVersion(world, params, caller),
    title: 'Renamed',
    ...(params['round'] === world.round ? { due: { ...LATER, zone: 'Europe/Berlin' } } : {}),
  }),
  // Of the open round one transcript alone: the other is where others go on.
  closeRound: async (world, params, caller) => ({
    version: await roundVersion(world, params, caller),
    transcripts: params['round'] === world.first ? [world.two] : null,
  }),
  reopenRound: async (world, params, caller) => ({
    version: await roundVersion(world, params, caller),
    member: reopenedFor(world, params),
    reason: 'The end was overlooked',
  }),
  closeAgain: async (world, params, caller) => ({
    version: await roundVersion(world, params, caller),
    member: reopenedFor(world, params),
  }),
  setRoundDone: () => ({ done: false }),

  createParticipant: () => ({ pseudonym: '#7', description: '' }),
  changeParticipant: () => ({ version: 1, pseudonym: '#8', description: '' }),
  previewTranscript: () => new TextEncoder().encode('Interviewer: What changed?'),
  importTranscript: () => importForm(shortInterview({ title: 'Interview 3' })),
  changeTranscript: async (_world, { transcript = '' }, caller) => ({
    version: (await caller.get('readTranscript', { transcript })).version,
    title: 'Renamed',
  }),
  lookForWords: ({ places }, { transcript = '' }) => ({ words: WORD, ...places[transcript] }),
  redact: ({ places }, { transcript = '' }) => ({
    words: WORD,
    ...places[transcript],
    all: true,
    replacement: '[what helped]',
  }),

  changeAgreement: async ({ project }, _params, caller) => {
    const { settings, settingsVersion } = await caller.get('readAgreement', { project });
    return { version: settingsVersion, settings };
  },
  consolidate: () => ({ decide: true }),
  changeCandidate: () => ({ version: 1, state: 'set-aside', why: 'Thin' }),
  acceptCandidate: () => ({ version: 1, into: null }),
  createFlag: () => ({ place: { kind: 'spans', span: NOBODY_S }, note: 'For the lead' }),
  settleFlag: () => ({ version: 1, settled: true }),
  decide: async (_world, { transcript = '' }, caller) => {
    const view = await adjudicationOf(caller, transcript);
    const decided = new Set(view?.decisions.map(({ place }) => place));
    const open = view?.groups.find((group) => !decided.has(placeOf(group)));
    const text = view?.transcript.result?.text;
    return { text, spans: open?.spans, outcome: { kind: 'none' }, why: 'My own reason' };
  },
  changeDecision: async (_world, { transcript = '', decision = '' }, caller) => {
    const view = await adjudicationOf(caller, transcript);
    const now = view?.decisions.find(({ id }) => id === decision);
    const group = view?.groups.find((each) => placeOf(each) === now?.place);
    const text = view?.transcript.result?.text;
    const outcome = { kind: 'union', role: 'M' };
    return { version: now?.version, text, spans: group?.spans, outcome, why: '' };
  },
  decideMany: async (_world, { transcript = '' }, caller) => {
    const view = await adjudicationOf(caller, transcript);
    return { text: view?.transcript.result?.text, strategy: 'all', why: '' };
  },
  answerDecision: async (_world, params, caller) => {
    const { body } = await caller.call('readDecision', params);
    return { ruling: body.ruling?.number, stance: 'accepts', text: '' };
  },
  tieSketches: async (_world, { transcript = '' }, caller) => {
    const view = await adjudicationOf(caller, transcript);
    const sketches = view?.sketches.slice(0, 2).map(({ id }) => id);
    return { kind: 'join', sketches, why: '' };
  },
  ...CMOC_BODIES,
  createComment: () => ({ target: { kind: 'transcript' }, text: 'My own remark' }),
  resolveComment: () => ({ version: 1, resolved: true }),
  placeComment: () => ({
    version: 1,
    anchor: { start: [1, 0], end: [1, 3], turn: 't1', quote: 'What', before: '', after: '' },
  }),
};

/** Null where they may not read it. */
async function adjudicationOf(caller: Client, transcript: string) {
  const { status, body } = await caller.call('readAdjudication', { transcript });
  return status === 200 ? body : null;
}

async function roundVersion(
  { project }: World,
  { round }: Params,
  caller: Client,
): Promise<number> {
  const { rounds } = await caller.get('readProject', { project });
  return rounds.find(({ id }) => id === round)?.version ?? 1;
}
