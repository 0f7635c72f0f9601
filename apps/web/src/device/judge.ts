import type { DocumentAnswer, ProjectAnswer } from '@triad/collab';
import { DOCUMENT_SCHEMA, isLayerShown, parseDocumentName } from '@triad/collab';
import { isWaiting } from './waiting.ts';
import type { CopyRecord, Owner } from './database.ts';

/*
 * What becomes of a copy, by what the server says. Pure: one function that everything which removes
 * copies asks.
 */

/** A device that has not heard the server for so long keeps nothing; milliseconds. */
export const MOST_AGE_MS = 14 * 24 * 3_600_000;

export function isExpired({ contactAt }: Pick<Owner, 'contactAt'>, now: number): boolean {
  return now - contactAt > MOST_AGE_MS;
}

export type Verdict =
  /** It may stay. */
  | 'keep'
  /** It may stay if it is opened: something waits to be sent, or to be compared with another generation. */
  | 'open'
  /** It goes; what waits in it is offered. */
  | 'gone';

/** By the project alone, which is told of every change; null where the account is in it no more. */
export function judgeByProject(
  copy: CopyRecord,
  project: Pick<ProjectAnswer, 'deviceCopies' | 'rounds' | 'me'> | null,
): Verdict {
  if (project === null || !project.deviceCopies) return 'gone';
  const name = parseDocumentName(copy.name);
  if (name?.kind !== 'layer') return 'keep';
  if (name.member !== project.me) return 'gone';
  const round = project.rounds.find(({ id }) => id === name.round);
  if (round === undefined) return 'gone';
  const layer = { transcript: name.transcript, round, author: name.member };
  return isLayerShown(project.rounds, layer, project.me) ? 'keep' : 'gone';
}

/** By the documents of its transcript; null where that may not be read, or is not there. */
export function judgeByDocuments(
  copy: CopyRecord,
  documents: readonly DocumentAnswer[] | null,
): Verdict {
  const head = documents?.find(({ name }) => name === copy.name);
  if (head === undefined) return 'gone';
  const isPresent =
    head.generation === copy.generation && copy.schema === DOCUMENT_SCHEMA[copy.kind];
  if (copy.kind === 'transcript') return isPresent ? 'keep' : 'gone';
  return !isPresent || isWaiting(copy) ? 'open' : 'keep';
}
