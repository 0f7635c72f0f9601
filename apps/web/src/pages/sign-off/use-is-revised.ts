import type { CmocAnswer, VersionSummary } from '@triad/collab';
import { hashOfCmoc } from '@triad/collab';
import { useDeferredValue, useMemo } from 'react';

/** Whether the draft says something else than this version by now. It follows what is written, a little behind. */
export function useIsRevised(
  { content }: Pick<CmocAnswer, 'content'>,
  version: Pick<VersionSummary, 'sha256'> | null,
): boolean {
  const draft = useDeferredValue(content);
  const sha256 = version?.sha256 ?? null;
  return useMemo(() => sha256 !== null && hashOfCmoc(draft) !== sha256, [draft, sha256]);
}
