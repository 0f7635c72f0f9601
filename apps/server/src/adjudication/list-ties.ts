import type { Context } from '../context.ts';
import type { TieBody } from '../data/adjudication-records.ts';
import type { Row } from '../data/table.ts';

/** In the order in which they were made: later ones win. */
export async function listTies(
  { tables }: Pick<Context, 'tables'>,
  transcript: string,
  round: string,
): Promise<readonly Row<TieBody>[]> {
  const rows = await tables.ties.find('transcript', transcript);
  return rows
    .filter(({ body }) => body.round === round)
    .sort((a, b) => a.body.number - b.body.number || (a.id < b.id ? -1 : 1));
}
