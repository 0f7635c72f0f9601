import type { LateChanges } from '@triad/collab';
import { countLate, LATE_KINDS } from '@triad/collab';
import { annotator as words } from '../messages/annotator.ts';

/** That something was made or changed after the reveal. */
export function LateMark() {
  return <span className="late-mark">{words.late.mark}</span>;
}

/** How much of a layer came, changed or went after the reveal; nothing where none did. */
export function LateCount({ changes }: { readonly changes: LateChanges | null }) {
  if (changes === null || LATE_KINDS.every((kind) => countLate(changes, kind) === 0)) return null;
  const made = LATE_KINDS.map((kind) => ({ kind, n: changes[kind].size }));
  const gone = LATE_KINDS.map((kind) => ({ kind, n: changes.removed[kind] }));
  return <span className="late-mark">{words.late.count(made, gone)}</span>;
}
