import type { LaneHeads } from './lane-names.ts';
import { headsFor } from './lane-names.ts';
import type { AnnotatorSession } from './session.ts';
import { useLater } from './signal.ts';

/** The initials above the lanes of the margin, each over its column, with its round. */
export function LaneHeads({ session }: { readonly session: AnnotatorSession | null }) {
  return session === null ? null : <LaneHeadsOf session={session} />;
}

function LaneHeadsOf({ session }: { readonly session: AnnotatorSession }) {
  useLater(session.layersVersion);
  const columns = useLater(session.columns);
  if (columns === null) return null;
  const labels = columns.members.map((member) => session.initialsOf(member));
  const heads: LaneHeads = headsFor(labels, columns.widthPx);
  return (
    <div className={`lane-names ${heads}`} aria-hidden="true" style={{ left: columns.leftPx }}>
      {columns.members.map((member, column) => (
        <b
          key={member}
          title={session.nameOf(member)}
          style={{ left: column * columns.widthPx, width: columns.widthPx }}
        >
          {heads === 'none' ? '' : labels[column]}
        </b>
      ))}
    </div>
  );
}
