import type { RoundAnswer } from '@triad/collab';
import { annotator as words } from '../messages/annotator.ts';
import { roundName } from '../pages/rounds/round-name.ts';
import type { LaneHeads } from './lane-names.ts';
import { headsFor } from './lane-names.ts';
import { otherRoundOf } from './lanes.ts';
import type { AnnotatorSession } from './session.ts';
import { useLater } from './signal.ts';

/** The initials above the lanes of the margin, each over its column, with its round. */
export function LaneHeads({
  session,
  main,
}: {
  readonly session: AnnotatorSession | null;
  /** The round of those lanes that say none. */
  readonly main: RoundAnswer | null;
}) {
  return session === null ? null : <LaneHeadsOf session={session} main={main} />;
}

function LaneHeadsOf({
  session,
  main,
}: {
  readonly session: AnnotatorSession;
  readonly main: RoundAnswer | null;
}) {
  useLater(session.layersVersion);
  const columns = useLater(session.columns);
  if (columns === null) return null;
  const labels = columns.members.map((member) => session.initialsOf(member));
  const heads: LaneHeads = headsFor(labels, columns.widthPx);
  const titleOf = (member: string): string =>
    main === null || otherRoundOf(member) !== null
      ? session.nameOf(member)
      : words.inRound(session.nameOf(member), roundName(main));
  return (
    <div className={`lane-names ${heads}`} aria-hidden="true" style={{ left: columns.leftPx }}>
      {columns.members.map((member, column) => (
        <b
          key={member}
          title={titleOf(member)}
          style={{ left: column * columns.widthPx, width: columns.widthPx }}
        >
          {heads === 'none' ? '' : labels[column]}
        </b>
      ))}
    </div>
  );
}
