import type { ComparedGroup } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import { useMemo } from 'react';
import { agreement } from '../../messages/agreement.ts';
import { stripRuns } from './strip-runs.ts';

const words = agreement.place;
const CELLS = 400;

/** Agreement along the whole transcript: told by height and form, not by hue. A click goes there. */
export function Strip({
  groups,
  lengthUtf16,
  here,
  onOffset,
}: {
  readonly groups: readonly ComparedGroup[];
  readonly lengthUtf16: number;
  readonly here: TextRange | null;
  readonly onOffset: (offsetUtf16: number) => void;
}) {
  const runs = useMemo(() => stripRuns(groups, lengthUtf16, CELLS), [groups, lengthUtf16]);
  return (
    // The list is the way for whoever has no pointer.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events
    <div
      className="strip"
      title={words.strip}
      aria-hidden="true"
      onClick={({ clientX, currentTarget }) => {
        const box = currentTarget.getBoundingClientRect();
        const share = Math.min(1, Math.max(0, (clientX - box.left) / box.width));
        onOffset(Math.min(lengthUtf16 - 1, Math.floor(share * lengthUtf16)));
      }}
    >
      {runs.map(({ state, from, to }) => (
        <i
          key={from}
          className={state}
          style={{ left: `${(from / CELLS) * 100}%`, width: `${((to - from) / CELLS) * 100}%` }}
        />
      ))}
      {here === null ? null : (
        <b style={{ left: `${(here.startUtf16 / Math.max(1, lengthUtf16)) * 100}%` }} />
      )}
    </div>
  );
}

/** What the forms of the strip and of the first lane mean. */
export function StripLegend() {
  return (
    <ul className="strip-legend small faint">
      {(['differ', 'alone', 'agree'] as const).map((state) => (
        <li key={state}>
          <span className="strip" aria-hidden="true">
            <i className={state} />
          </span>
          {words.legend[state]}
        </li>
      ))}
    </ul>
  );
}
