import type { MemberAnswer, ProjectAnswer, TranscriptAnswer } from '@triad/collab';
import { useEffect } from 'react';
import { useAccount } from '../shell/session.ts';
import { canKeepCopies } from './availability.ts';
import { refreshDeviceState } from './device-state.ts';

/** Keeps on this device what the page of a transcript needs to open without the server, where it may. */
export function useKeepAnswers(
  project: ProjectAnswer,
  members: readonly MemberAnswer[],
  transcript: TranscriptAnswer,
): void {
  const account = useAccount();
  const mayKeep = project.deviceCopies && transcript.deviceCopies && canKeepCopies();
  useEffect(() => {
    if (!mayKeep) return;
    void import('./kept-answers.ts')
      .then(({ keepAnswers }) => keepAnswers(account, project, members, transcript))
      // A device without room has no copies either, which the status tells.
      .catch(() => undefined)
      .finally(refreshDeviceState);
  }, [mayKeep, account, project, members, transcript]);
}
