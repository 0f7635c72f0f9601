import type { CmocAnswer } from '@triad/collab';
import { draft, evidence, propose } from './cmoc-stage.ts';
import type { Subject, Team } from './rules-team.ts';

/* What each route of CMOCs, sign-off and outside reviewers needs to succeed, made newly each time. */

export type Call = { readonly params: Readonly<Record<string, string>>; readonly body?: unknown };
type Make = (team: Team, subject: Subject) => Promise<Call>;

const drafted = ({ owner, project }: Team): Promise<CmocAnswer> =>
  owner.get('createCmoc', { project }, { title: 'Walking', group: null });

/** As it is by now, with what names it. */
async function now({ owner, project }: Team, cmoc: string) {
  const { version, draftSha256: sha256 } = await owner.get('readCmoc', { project, cmoc });
  return { params: { project, cmoc }, version, sha256 };
}

/** Put to sign-off, and what a member says who signs it. */
async function proposed(team: Team) {
  const { id: cmoc } = await draft({ lead: team.owner, project: team.project });
  const { latest } = await propose({ lead: team.owner, project: team.project }, cmoc);
  const signed = { of: latest?.id, sha256: latest?.sha256, version: 0 };
  return { params: { project: team.project, cmoc }, signed };
}

const child = { title: 'A', group: null, parts: [], wording: null };

async function divided(team: Team) {
  const { owner } = team;
  const { params, version } = await now(team, (await drafted(team)).id);
  const body = { version, children: [child, child], quotes: [], memo: 'Two' };
  const { lineages } = await owner.get('divideCmoc', params, body);
  const lineage = lineages.find(({ parents }) => parents[0] === params.cmoc);
  return { lineage: lineage?.id ?? '', version: lineage?.version };
}

async function linked(team: Team) {
  const { id: cmoc } = await drafted(team);
  const body = { note: 'Panel', validDays: 1, items: [{ cmoc, sentence: 'Plain', evidence: [] }] };
  return { body, made: () => team.owner.get('createReviewLink', { project: team.project }, body) };
}

export const CMOC_CALLS = {
  listCmocs: async ({ project }) => ({ params: { project } }),
  changeMethod: async ({ owner, project }) => {
    const { methodVersion: version, settings, groups } = await owner.get('listCmocs', { project });
    return { params: { project }, body: { version, settings, groups } };
  },
  createCmoc: async ({ project }) => ({ params: { project }, body: { title: '', group: null } }),
  readCmoc: async (team) => ({
    params: { project: team.project, cmoc: (await drafted(team)).id },
  }),
  changeCmoc: async (team) => {
    const { params, version } = await now(team, (await drafted(team)).id);
    return { params, body: { version, number: 9_999 } };
  },
  retireCmoc: async (team) => {
    const { params, version } = await now(team, (await drafted(team)).id);
    return { params, body: { version, retired: true, why: 'Thin' } };
  },
  combineCmocs: async (team) => {
    const parents = [];
    for (const { id } of [await drafted(team), await drafted(team)]) {
      parents.push({ cmoc: id, version: (await now(team, id)).version });
    }
    const body = { parents, child, quotes: [], memo: 'One' };
    return { params: { project: team.project }, body };
  },
  divideCmoc: async (team) => {
    const { params, version } = await now(team, (await drafted(team)).id);
    return { params, body: { version, children: [child, child], quotes: [], memo: 'Two' } };
  },
  undoLineage: async (team) => {
    const { lineage, version } = await divided(team);
    return { params: { project: team.project, lineage }, body: { version, why: '' } };
  },
  proposeCmoc: async (team) => {
    const { id } = await draft({ lead: team.owner, project: team.project });
    const { params, version, sha256 } = await now(team, id);
    return { params, body: { version, sha256, note: '' } };
  },
  signOff: async (team) => {
    const { params, signed } = await proposed(team);
    return { params, body: { ...signed, verdict: 'agree', text: '' } };
  },
  // Of the member's own, since nobody else may withdraw it.
  endObjection: async (team, subject) => {
    const { params, signed } = await proposed(team);
    const body = { ...signed, verdict: 'object', text: 'Not so' };
    const { versions } = await subject.get('signOff', params, body);
    const signOff = versions[0]?.signOffs[0]?.id ?? '';
    return { params: { ...params, signOff }, body: { version: 1, how: 'withdrawn', reason: '' } };
  },
  remindSigners: async (team) => {
    const { params } = await proposed(team);
    return { params: { project: team.project }, body: { cmocs: [params.cmoc] } };
  },
  exportSignOffs: async ({ project }) => ({ params: { project } }),
  listReviewLinks: async ({ project }) => ({ params: { project } }),
  createReviewLink: async (team) => ({
    params: { project: team.project },
    body: (await linked(team)).body,
  }),
  withdrawReviewLink: async (team) => {
    const { id: review, version } = await (await linked(team)).made();
    return { params: { project: team.project, review }, body: { version } };
  },
} as const satisfies Readonly<Record<string, Make>>;

/** Makes each thing of them change once, by the owner. */
export const CMOC_CAUSES = {
  cmocs: async (team: Team) => {
    await drafted(team);
  },
  'sign-offs': async (team: Team) => {
    const { params, signed } = await proposed(team);
    await team.owner.get('signOff', params, { ...signed, verdict: 'abstain', text: '' });
  },
  reviews: async (team: Team) => {
    await (await linked(team)).made();
  },
} as const;

/** A draft that lives, as it is opened. */
export async function draftDocument(team: Team) {
  const { owner, project } = team;
  const { document } = await draft({ lead: owner, project }, { evidence: [evidence()] });
  return document;
}
