import type { MemberAnswer, ProjectAnswer, TranscriptAnswer } from '@triad/collab';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { queries } from '../api/queries.ts';
import { useAccount } from '../shell/session.ts';
import { canKeepCopies } from './availability.ts';
import { refreshDeviceState } from './device-state.ts';
import { mayKeepFor, onTold } from './told.ts';

/** Keeps on this device what the page of a transcript needs to open without the server, where it may. */
export function useKeepAnswers(
  project: ProjectAnswer,
  members: readonly MemberAnswer[],
  transcript: TranscriptAnswer,
): void {
  const account = useAccount();
  // Counts as the list has them: they follow what is coded, the transcript's own do not.
  const listed = useQuery({ ...queries.transcripts(project.id), enabled: false }).data;
  const layers = listed?.find(({ id }) => id === transcript.id)?.layers ?? transcript.layers;
  const isTold = useSyncExternalStore(onTold, () => mayKeepFor(account.id, project.id));
  const mayKeep = isTold && project.deviceCopies && transcript.deviceCopies && canKeepCopies();
  useEffect(() => {
    if (!mayKeep) return;
    void import('./kept-answers.ts')
      .then(({ keepAnswers }) => keepAnswers(account, project, members, { ...transcript, layers }))
      // A device without room has no copies either, which the status tells.
      .catch(() => undefined)
      .finally(refreshDeviceState);
  }, [mayKeep, account, project, members, transcript, layers]);
}
