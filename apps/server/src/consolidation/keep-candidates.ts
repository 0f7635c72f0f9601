import { randomUUID } from 'node:crypto';
import { StorageError } from '@triad/storage';
import type { Basis } from '../agreement/basis.ts';
import type { Context } from '../context.ts';
import type { CandidateBody } from '../data/adjudication-records.ts';
import type { Row } from '../data/table.ts';
import type { ProposedCandidate } from './propose-candidates.ts';

/** What is to be written so that the records say what is proposed now. */
export type CandidateChanges = {
  readonly made: readonly CandidateBody[];
  readonly changed: readonly { readonly row: Row<CandidateBody>; readonly body: CandidateBody }[];
  readonly removed: readonly Row<CandidateBody>[];
};

type Of = Pick<CandidateBody, 'project' | 'transcript' | 'round' | 'run'>;

/**
 * One that is there keeps its id and what was said of it; one that is proposed no more goes, unless
 * somebody said something of it: then it stays, and says that it is outdated.
 */
export function candidateChanges(
  before: readonly Row<CandidateBody>[],
  proposed: readonly ProposedCandidate[],
  of: Of,
): CandidateChanges {
  const byKey = new Map(before.map((row) => [row.body.key, row]));
  const made: CandidateBody[] = [];
  const changed: CandidateChanges['changed'][number][] = [];
  for (const each of proposed) {
    const row = byKey.get(each.key);
    byKey.delete(each.key);
    if (row === undefined) {
      made.push({ ...of, ...each, state: 'open', cmoc: null, settled: null, outdated: false });
      continue;
    }
    const { state, cmoc, settled } = row.body;
    const body: CandidateBody = { ...of, ...each, state, cmoc, settled, outdated: false };
    if (!saysTheSame(row.body, body)) changed.push({ row, body });
  }
  const left = [...byKey.values()];
  for (const row of left) {
    if (row.body.state === 'open' || row.body.outdated) continue;
    changed.push({ row, body: { ...row.body, outdated: true } });
  }
  return { made, changed, removed: left.filter(({ body }) => body.state === 'open') };
}

/** Apart from when: who looks at one that did not change is not told that it did. */
function saysTheSame(a: CandidateBody, b: CandidateBody): boolean {
  const told = ({ run: _run, ...body }: CandidateBody): string =>
    JSON.stringify(Object.entries(body).sort(([one], [other]) => (one < other ? -1 : 1)));
  return told(a) === told(b);
}

/** Somebody said something of one meanwhile, so often at most. */
const TRIES = 5;

/** Writes the candidates of a transcript; may be done again after a crash. */
export async function keepCandidates(
  { tables }: Pick<Context, 'tables'>,
  { transcript, round }: Basis,
  run: string,
  proposed: readonly ProposedCandidate[],
): Promise<void> {
  const of = { project: transcript.body.project, transcript: transcript.id, round: round.id, run };
  for (let left = TRIES; ; left -= 1) {
    const before = await tables.candidates.find('transcript', transcript.id);
    const { made, changed, removed } = candidateChanges(before, proposed, of);
    try {
      for (const { id, version } of removed) await tables.candidates.remove(id, version);
      for (const { row, body } of changed) await tables.candidates.update(row, body);
      for (const body of made) await tables.candidates.insert(randomUUID(), body);
      return;
    } catch (error) {
      const isRace = error instanceof StorageError && error.code === 'storage/conflict';
      if (!isRace || left === 1) throw error;
    }
  }
}
