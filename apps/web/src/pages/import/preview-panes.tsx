import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { say } from '../../messages.ts';
import { useMediaQuery } from '../../shell/use-media-query.ts';
import { RadioGroup } from '../../ui/index.ts';
import type { FileItem } from './import-files.ts';
import type { ImportSession } from './import-session.ts';
import { lineAt, lineRanges, positionAt, turnAtLine } from './linking.ts';
import type { PaneHandle } from './scroll-pane.ts';
import { SourcePane } from './source-pane.tsx';
import { TurnsPane } from './turns-pane.tsx';

type Side = 'source' | 'turns';

/** The source on the left, what became of it on the right; scrolling one moves the other along. */
export function PreviewPanes({
  item,
  read,
  session,
}: {
  readonly item: FileItem;
  readonly read: NonNullable<FileItem['read']>;
  readonly session: ImportSession;
}) {
  const { turns } = read.draft.now;
  const ranges = useMemo(() => lineRanges(turns), [turns]);
  const narrow = useMediaQuery('(max-width: 760px)');
  const [side, setSide] = useState<Side>('turns');
  const [current, setCurrent] = useState<number | null>(null);
  const source = useRef<PaneHandle>(null);
  const turnsPane = useRef<PaneHandle>(null);
  /* Only the side that the person moves moves the other. */
  const driver = useRef<Side>('turns');
  const words = say.importing;
  const range = current === null ? null : (ranges[current] ?? null);

  const showTurn = (index: number) => {
    driver.current = 'turns';
    setCurrent(index);
  };
  const showLine = (line: number) => {
    driver.current = 'source';
    const index = turnAtLine(ranges, line);
    setCurrent(index);
    if (index !== null) turnsPane.current?.reveal(index);
  };
  /* Warnings, in the panel beside, lead to a line. */
  const jump = useEffectEvent((line: number) => {
    setSide('source');
    source.current?.reveal(line - 1);
    showLine(line - 1);
  });
  useEffect(() => {
    if (item.jump !== null) jump(item.jump.line);
  }, [item.jump]);
  return (
    <div className="panes-frame">
      {narrow ? (
        <div className="panes-switch">
          <RadioGroup
            label={words.shownSide}
            hideLabel
            orientation="horizontal"
            value={side}
            onChange={setSide}
            choices={[
              { value: 'turns', label: words.turns },
              { value: 'source', label: words.source },
            ]}
          />
        </div>
      ) : null}
      <div className="panes">
        {narrow && side === 'turns' ? null : (
          <SourcePane
            handle={source}
            lines={read.preview.sourceLines}
            warnings={read.preview.warnings}
            highlighted={range}
            onLine={showLine}
            onTake={() => (driver.current = 'source')}
            onScrolled={(position) => {
              if (driver.current === 'source')
                turnsPane.current?.scrollTo(positionAt(ranges, position));
            }}
          />
        )}
        {narrow && side === 'source' ? null : (
          <TurnsPane
            handle={turnsPane}
            draft={read.draft}
            current={current}
            isLocked={item.progress.kind !== 'ready'}
            onCurrent={showTurn}
            onEdit={(change) => session.dispatch({ kind: 'edit', id: item.id, change })}
            onTake={() => (driver.current = 'turns')}
            onScrolled={(position) => {
              if (driver.current === 'turns') source.current?.scrollTo(lineAt(ranges, position));
            }}
          />
        )}
      </div>
    </div>
  );
}
