import type { QueryClient } from '@tanstack/react-query';
import type { TranscriptAnswer } from '@triad/collab';
import { queries } from '../api/queries.ts';
import { canKeepCopies } from './availability.ts';
import type { CopyPlace } from './copies.ts';

/** Where this device keeps the documents of a transcript that is opened; null where it keeps none. */
export function placeFor(
  queryClient: QueryClient,
  { id, project, deviceCopies }: Pick<TranscriptAnswer, 'id' | 'project' | 'deviceCopies'>,
): CopyPlace | null {
  const account = queryClient.getQueryData(queries.session().queryKey)?.account;
  if (!deviceCopies || !canKeepCopies()) return null;
  return account ? { account, project, transcript: id } : null;
}
