import type { QuoteAnswer, Speaker } from '@triad/collab';
import type { Context } from '../context.ts';

/** Of a project's participants, by id. */
export async function pseudonymsOf(
  { tables }: Pick<Context, 'tables'>,
  project: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await tables.participants.find('project', project);
  return new Map(rows.map(({ id, body }) => [id, body.pseudonym]));
}

/** Who speaks a turn: the participant by pseudonym, or else what is shown beside the turn. */
export function speakerOf(
  key: string,
  speakers: readonly Speaker[],
  pseudonyms: ReadonlyMap<string, string>,
): Pick<QuoteAnswer, 'speaker' | 'participant' | 'kind'> {
  const speaker = speakers.find((each) => each.key === key);
  const participant = speaker?.participant ?? null;
  const pseudonym = participant === null ? undefined : pseudonyms.get(participant);
  return {
    speaker: pseudonym ?? speaker?.name ?? '',
    participant: pseudonym === undefined ? null : participant,
    kind: speaker?.kind ?? null,
  };
}
