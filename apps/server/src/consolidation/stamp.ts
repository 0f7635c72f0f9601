import { createHash } from 'node:crypto';
import type { Basis } from '../agreement/basis.ts';
import { settingsOf } from '../agreement/basis.ts';
import { stampOf } from '../agreement/stamp.ts';
import type { TextStamp } from '../agreement/stamp.ts';
import type { Context } from '../context.ts';
import type { ConsolidatedBody, TieBody } from '../data/adjudication-records.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';

/** Changed with every change of how candidates are worked out: those of before are then stale. */
const METHOD = 1;

/** What candidates of a transcript rest on, beside its layers. */
export type Rests = {
  readonly text: TextStamp;
  /** Of its decisions, {@link ../quotes/kept-quotes.ts}. */
  readonly decisions: string;
  readonly ties: readonly Row<TieBody>[];
};

/** On what the candidates of a transcript stand now, hex. */
export function candidatesStamp(
  project: Row<ProjectBody>,
  basis: Basis,
  { text, decisions, ties }: Rests,
): string {
  const { text: ofText, ...rest } = stampOf(basis, settingsOf(project.body), text);
  const tied = ties.map(({ id, version }) => `${id} ${version}`).sort();
  const all = [METHOD, rest, ofText.state, decisions, tied];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}

/** Of every transcript that was consolidated and is here. */
export async function stampsNow(
  { tables, agreement, quotes }: Pick<Context, 'tables' | 'agreement' | 'quotes'>,
  project: Row<ProjectBody>,
  bases: readonly Basis[],
  kept: ReadonlyMap<string, Row<ConsolidatedBody>>,
): Promise<ReadonlyMap<string, string>> {
  const ties = Map.groupBy(
    await tables.ties.find('project', project.id),
    ({ body }) => body.transcript,
  );
  const stamps = await Promise.all(
    bases.map(async (basis) => {
      const { id } = basis.transcript;
      const before = kept.get(id);
      const known = before === undefined ? null : await quotes.of(id);
      if (before === undefined || known === null) return [];
      const text = await agreement.texts.now(id, before.body.text);
      const rests = { text, decisions: known.stamp, ties: ties.get(id) ?? [] };
      return [[id, candidatesStamp(project, basis, rests)] as const];
    }),
  );
  return new Map(stamps.flat());
}
