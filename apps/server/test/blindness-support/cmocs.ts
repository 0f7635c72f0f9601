import type { RouteName } from '@triad/collab';
import { draft, propose } from '../cmoc-stage.ts';
import type { Client } from '../http-harness.ts';
import { tokenOf } from '../http-harness.ts';
import type { RoundsTeam } from '../rounds-team.ts';

/*
 * CMOCs are for every member alike, also for whoever codes blind: what leads write in them is no work on a
 * transcript. Here they are for a script that goes everywhere.
 */

/** From before the round, each for what is done to it. */
export type Cmocs = {
  readonly retired: string;
  readonly divided: string;
  readonly combined: readonly [string, string];
  readonly proposed: string;
  /** Up for sign-off, with an objection of Ben's and one of the lead's. */
  readonly signed: string;
  readonly signOffs: readonly string[];
  readonly lineage: string;
  readonly withdrawn: string;
  readonly reviewToken: string;
  readonly reviewItem: string;
};

const child = { title: 'Part', group: null, parts: [], wording: null };

export async function makeCmocs({ lead, ben, project }: RoundsTeam): Promise<Cmocs> {
  const begin = async (): Promise<string> =>
    (await lead.get('createCmoc', { project }, { title: 'From before', group: null })).id;
  const team = { lead, project };
  const { id: proposed } = await draft(team);
  const { id: signed } = await draft(team);
  const { latest } = await propose(team, signed);
  const objection = { of: latest?.id, sha256: latest?.sha256, version: 0, verdict: 'object' };
  const params = { project, cmoc: signed };
  for (const member of [ben, lead]) {
    await member.get('signOff', params, { ...objection, text: 'From before' });
  }
  const { versions } = await lead.get('readCmoc', params);
  const parent = await begin();
  const { lineages } = await lead.get(
    'divideCmoc',
    { project, cmoc: parent },
    { version: 2, children: [child, child], quotes: [], memo: 'From before' },
  );
  const asked = { note: 'Panel', validDays: 30 };
  const items = [{ cmoc: signed, sentence: 'In plain words', evidence: [] }];
  const link = () => lead.get('createReviewLink', { project }, { ...asked, items });
  const [withdrawn, open] = [await link(), await link()];
  return {
    retired: await begin(),
    divided: await begin(),
    combined: [await begin(), await begin()],
    proposed,
    signed,
    signOffs: versions[0]?.signOffs.map(({ id }) => id) ?? [],
    lineage: lineages[0]?.id ?? '',
    withdrawn: withdrawn.id,
    reviewToken: tokenOf(open.link),
    reviewItem: open.items[0]?.id ?? '',
  };
}

/** By the last name of a path that it fills. */
export function thingsOf(project: string, cmocs: Cmocs) {
  const { retired, divided, proposed, signed, signOffs, lineage, withdrawn } = cmocs;
  return {
    cmoc: [retired, divided, proposed, signed].map((cmoc) => ({ project, cmoc })),
    signOff: signOffs.map((signOff) => ({ project, cmoc: signed, signOff })),
    lineage: [{ project, lineage }],
    review: [{ project, review: withdrawn }],
  };
}

type Params = Readonly<Record<string, string>>;
type MakeBody = (
  world: { readonly project: string; readonly cmocs: Cmocs },
  params: Params,
  caller: Client,
) => unknown;

/** Where a route would take away what others are for, null: it is sent what it refuses. */
export const CMOC_BODIES = {
  changeMethod: async ({ project }, _params, caller) => {
    const { methodVersion, settings, groups } = await caller.get('listCmocs', { project });
    return { version: methodVersion, settings: { ...settings, roles: ['A'] }, groups };
  },
  createCmoc: () => ({ title: 'My own', group: null }),
  changeCmoc: async (_world, params, caller) => ({
    version: (await caller.get('readCmoc', params)).version,
    group: null,
  }),
  retireCmoc: async ({ cmocs }, params, caller) => {
    if (params['cmoc'] !== cmocs.retired) return null;
    const { version } = await caller.get('readCmoc', params);
    return { version, retired: true, why: 'My own reason' };
  },
  combineCmocs: async ({ project, cmocs }, _params, caller) => {
    const parents = [];
    for (const cmoc of cmocs.combined) {
      const { version } = await caller.get('readCmoc', { project, cmoc });
      parents.push({ cmoc, version });
    }
    return { parents, child, quotes: [], memo: 'My own memo' };
  },
  divideCmoc: async ({ cmocs }, params, caller) => {
    if (params['cmoc'] !== cmocs.divided) return null;
    const { version } = await caller.get('readCmoc', params);
    return { version, children: [child, child], quotes: [], memo: 'My own memo' };
  },
  undoLineage: () => ({ version: 2, why: '' }),
  proposeCmoc: async (_world, params, caller) => {
    const { version, draftSha256: sha256 } = await caller.get('readCmoc', params);
    return { version, sha256, note: '' };
  },
  signOff: async (_world, params, caller) => {
    const { latest, version } = await ownSignOff(params, caller);
    const said = { verdict: 'object', text: 'My own reason' };
    return { of: latest?.id, sha256: latest?.sha256, version, ...said };
  },
  endObjection: async (_world, params, caller) => {
    const { version } = await ownSignOff(params, caller);
    return { version, how: 'withdrawn', reason: '' };
  },
  remindSigners: ({ cmocs }) => ({ cmocs: [cmocs.signed] }),
  createReviewLink: ({ cmocs }) => ({
    note: 'My own',
    validDays: 1,
    items: [{ cmoc: cmocs.signed, sentence: 'In plain words', evidence: [] }],
  }),
  withdrawReviewLink: () => ({ version: 1 }),
  lookAtReview: ({ cmocs }) => ({ token: cmocs.reviewToken }),
  answerReview: ({ cmocs }) => ({
    token: cmocs.reviewToken,
    item: cmocs.reviewItem,
    kind: 'fits',
    text: '',
  }),
} as const satisfies { readonly [N in RouteName]?: MakeBody };

async function ownSignOff(params: Params, caller: Client) {
  const { project = '', cmoc = '' } = params;
  const { me } = await caller.get('readProject', { project });
  const { latest, versions } = await caller.get('readCmoc', { project, cmoc });
  const own = versions.at(-1)?.signOffs.find(({ member }) => member === me);
  return { latest, version: own?.version ?? 0 };
}
