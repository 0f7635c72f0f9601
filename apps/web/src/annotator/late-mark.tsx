import type { LateChanges } from '@triad/collab';
import { countLate, LATE_KINDS } from '@triad/collab';
import { annotator as words } from '../messages/annotator.ts';

/** That something was made or changed after the reveal. */
export function LateMark() {
  return <span className="late-mark">{words.late.mark}</span>;
}

/**
 * How much of a layer came, changed or went after the reveal; nothing where none did. Of one that is
 * not shown, and so is not read, only that it was opened again.
 */
export function LateCount({
  changes,
  isReopened,
}: {
  readonly changes: LateChanges | null;
  /** It was opened again, now or before. */
  readonly isReopened: boolean;
}) {
  if (changes === null) {
    return isReopened ? <span className="late-mark">{words.late.again}</span> : null;
  }
  if (LATE_KINDS.every((kind) => countLate(changes, kind) === 0)) return null;
  const made = LATE_KINDS.map((kind) => ({ kind, n: changes[kind].size }));
  const gone = LATE_KINDS.map((kind) => ({ kind, n: changes.removed[kind] }));
  return <span className="late-mark">{words.late.count(made, gone)}</span>;
}
