import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { say } from '../../messages.ts';
import { Button } from '../../ui/index.ts';
import type { LeftOutPiece, TakeBackHow } from './left-out.ts';

const FIRST = 5;

/** What stands in one place of the file and is in no turn: a quiet line each, that opens. */
export function LeftOutPieces({
  pieces,
  open,
  hasAbove,
  hasBelow,
  isWithin,
  isLocked,
  onToggle,
  onTakeBack,
}: {
  readonly pieces: readonly LeftOutPiece[];
  /** Ids of those that are open. */
  readonly open: ReadonlySet<number>;
  readonly hasAbove: boolean;
  readonly hasBelow: boolean;
  /** It stood in the middle of the turn above. */
  readonly isWithin: (piece: LeftOutPiece) => boolean;
  readonly isLocked: boolean;
  readonly onToggle: (piece: LeftOutPiece) => void;
  readonly onTakeBack: (piece: LeftOutPiece, how: TakeBackHow) => void;
}) {
  const [all, setAll] = useState(false);
  const words = say.importing;
  /* One that was asked for is never among those not shown. */
  const least = Math.max(FIRST, pieces.findLastIndex(({ id }) => open.has(id)) + 1);
  const shown = all ? pieces : pieces.slice(0, least);
  return (
    <div className="left-out">
      {shown.map((piece) => {
        const isOpen = open.has(piece.id);
        const within = isWithin(piece);
        const ways: readonly TakeBackHow[] = [
          'turn',
          ...(hasAbove ? (['before'] as const) : []),
          ...(hasBelow && !within ? (['after'] as const) : []),
        ];
        return (
          <div key={piece.id} data-piece={piece.id} className="left-out-piece">
            <AriaButton
              className="left-out-head"
              aria-expanded={isOpen}
              onPress={() => onToggle(piece)}
            >
              {isOpen ? (
                <ChevronDown size={12} aria-hidden="true" />
              ) : (
                <ChevronRight size={12} aria-hidden="true" />
              )}
              <span>
                <b>{words.leftOutPiece(words.leftOutKinds[piece.kind], piece.words)}</b>
                {piece.lines === null ? null : (
                  <span className="faint num">
                    {words.leftOutLines(piece.lines.firstLine, piece.lines.lastLine)}
                  </span>
                )}
              </span>
            </AriaButton>
            {isOpen ? (
              <>
                <div className="left-out-text" dir="auto">
                  {piece.text}
                </div>
                {within ? <p className="small muted">{words.leftOutWithin}</p> : null}
                {isLocked ? null : (
                  <div className="left-out-acts" role="group" aria-label={words.takeBack}>
                    <span className="small muted">{words.takeBack}</span>
                    {ways.map((how) => (
                      <Button key={how} kind="quiet" onPress={() => onTakeBack(piece, how)}>
                        {words.takeBackAs[how]}
                      </Button>
                    ))}
                  </div>
                )}
              </>
            ) : null}
          </div>
        );
      })}
      {shown.length < pieces.length ? (
        <Button kind="quiet" onPress={() => setAll(true)}>
          {words.leftOutMore(pieces.length - shown.length)}
        </Button>
      ) : null}
    </div>
  );
}
