import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { say } from '../../messages.ts';
import { useMediaQuery } from '../../shell/use-media-query.ts';
import { RadioGroup } from '../../ui/index.ts';
import type { FileItem } from './import-files.ts';
import type { ImportSession } from './import-session.ts';
import type { LeftOutPiece } from './left-out.ts';
import { pieceAtLine } from './left-out.ts';
import { itemSources, lineAt, lineRanges, positionAt, turnAtLine } from './linking.ts';
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
  const { turns, leftOut } = read.draft.now;
  const turnRanges = useMemo(() => lineRanges(turns), [turns]);
  /* The same with what was left out before each turn: by these the sides scroll. */
  const ranges = useMemo(() => lineRanges(itemSources(turns, leftOut)), [turns, leftOut]);
  const narrow = useMediaQuery('(max-width: 760px)');
  const [side, setSide] = useState<Side>('turns');
  const [current, setCurrent] = useState<number | null>(null);
  /* Pieces left out whose words are shown, and the one that was looked at last. */
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [looked, setLooked] = useState<number | null>(null);
  const [seek, setSeek] = useState<{ readonly piece: number } | null>(null);
  const source = useRef<PaneHandle>(null);
  const turnsPane = useRef<PaneHandle>(null);
  /* Only the side that the person moves moves the other; a jump moves both, each by itself. */
  const driver = useRef<Side | null>('turns');
  const words = say.importing;
  const lookedLines = leftOut.find(({ id }) => id === looked)?.lines ?? null;
  const range: readonly [number, number] | null =
    lookedLines !== null
      ? [lookedLines.firstLine - 1, lookedLines.lastLine]
      : current === null
        ? null
        : (turnRanges[current] ?? null);

  const showTurn = (index: number) => {
    driver.current = 'turns';
    setLooked(null);
    setCurrent(index);
  };
  const openPiece = ({ id }: LeftOutPiece, isOpen: boolean) => {
    setOpen((before) => {
      const after = new Set(before);
      if (isOpen) after.add(id);
      else after.delete(id);
      return after;
    });
    setLooked(isOpen ? id : null);
  };
  const showLine = (line: number) => {
    driver.current = 'source';
    const piece = pieceAtLine(leftOut, line + 1);
    if (piece !== null) {
      openPiece(piece, true);
      setCurrent(null);
      turnsPane.current?.reveal(Math.min(piece.beforeTurn, turns.length - 1));
      setSeek({ piece: piece.id });
      return;
    }
    const index = turnAtLine(turnRanges, line);
    setLooked(null);
    setCurrent(index);
    if (index !== null) turnsPane.current?.reveal(index);
  };
  const togglePiece = (piece: LeftOutPiece) => {
    const isOpen = !open.has(piece.id);
    openPiece(piece, isOpen);
    if (isOpen && piece.lines !== null) source.current?.reveal(piece.lines.firstLine - 1);
  };
  /* Warnings, in the panel beside, and the count of what was left out lead to a line. */
  const jump = useEffectEvent((line: number) => {
    setSide(pieceAtLine(leftOut, line) === null ? 'source' : 'turns');
    source.current?.reveal(line - 1);
    showLine(line - 1);
    driver.current = null;
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
            open={open}
            seek={seek}
            onToggle={togglePiece}
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
