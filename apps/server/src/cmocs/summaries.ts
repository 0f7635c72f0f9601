import type { CmocSummary } from '@triad/collab';
import type { Context } from '../context.ts';
import type { CmocBody, CmocVersionBody, SignOffBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';
import { countsOf, stateOf, versionSummary } from '../sign-off/standing.ts';
import type { Present } from '../sign-off/standing.ts';
import { byVersion, latestVersion, presentMembers } from '../sign-off/versions.ts';
import { contentsOf } from './contents.ts';
import type { CmocContents } from './contents.ts';

/** A CMOC with what its draft says and how its latest version stands. */
export type KnownCmoc = CmocContents & {
  readonly latest: Row<CmocVersionBody> | null;
  /** Of that version. */
  readonly signOffs: readonly Row<SignOffBody>[];
};

/** Every CMOC of a project that is shown, and the members who are there. */
export async function knownCmocs(
  context: Pick<Context, 'tables' | 'documents'>,
  project: string,
): Promise<{ readonly cmocs: readonly KnownCmoc[]; readonly present: Present }> {
  const [contents, signOffs, present] = await Promise.all([
    contentsOf(context, project),
    context.tables.signOffs.find('project', project),
    presentMembers(context, project),
  ]);
  const said = byVersion(signOffs);
  const cmocs = await Promise.all(
    contents.map(async (each) => {
      const latest = await latestVersion(context, each.row);
      return { ...each, latest, signOffs: (latest && said.get(latest.id)) ?? [] };
    }),
  );
  return { cmocs, present };
}

export function summaryOf(
  { row, content, sha256, latest, signOffs }: KnownCmoc,
  present: Present,
): CmocSummary {
  const { number, group, createdAt, createdBy } = row.body;
  const state = stateOf(row, latest, signOffs, present);
  const isSetAside = latest !== null && latest.body.number <= row.body.setAside;
  return {
    id: row.id,
    version: row.version,
    number,
    group,
    state,
    title: content.title,
    sentence: content.sentence,
    parts: {
      C: countOf(content.parts, ({ role }) => role === 'C'),
      M: countOf(content.parts, ({ role }) => role === 'M'),
      O: countOf(content.parts, ({ role }) => role === 'O'),
    },
    evidence: {
      supports: countOf(content.evidence, ({ bearing }) => bearing === 'supports'),
      refutes: countOf(content.evidence, ({ bearing }) => bearing === 'refutes'),
      caveat: countOf(content.evidence, ({ bearing }) => bearing === 'caveat'),
    },
    latest: latest && versionSummary(latest),
    revising: latest !== null && state !== 'retired' && latest.body.sha256 !== sha256,
    signOffs:
      latest === null || isSetAside ? null : signOffCounts(latest, signOffs, state, present),
    retired: retiredAnswer(row.body),
    createdAt,
    createdBy,
  };
}

/** Of a retired one nobody is asked any more. */
function signOffCounts(
  latest: Row<CmocVersionBody>,
  signOffs: readonly Row<SignOffBody>[],
  state: CmocSummary['state'],
  present: Present,
) {
  const counts = countsOf(latest, signOffs, present);
  return state === 'retired' ? { ...counts, outstanding: [] } : counts;
}

function retiredAnswer({ retiredBy }: CmocBody): CmocSummary['retired'] {
  if (retiredBy === null || 'lineage' in retiredBy) return retiredBy;
  const { member: by, at, why } = retiredBy;
  return { by, at, why };
}

function countOf<Item>(items: readonly Item[], isOne: (item: Item) => boolean): number {
  return items.filter((item) => isOne(item)).length;
}
