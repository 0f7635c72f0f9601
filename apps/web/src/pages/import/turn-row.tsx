import type { Turn } from '@triad/transcripts/turns';
import { ChevronDown, CornerLeftUp, Scissors } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { say } from '../../messages.ts';
import { clock } from '../../messages/format.ts';
import { Button, Menu } from '../../ui/index.ts';

type Props = {
  readonly turn: Turn;
  readonly index: number;
  readonly isFirst: boolean;
  /** Tab comes here; to the others the arrows lead. */
  readonly isStop: boolean;
  readonly isInterviewer: boolean;
  readonly isLocked: boolean;
  readonly speakers: readonly string[];
  readonly onCurrent: () => void;
  readonly onAssign: (speaker: string | null) => void;
  readonly onNewSpeaker: () => void;
  /** Before the UTF-16 unit at the offset. */
  readonly onSplit: (offset: number) => void;
  readonly onJoin: () => void;
  /** The caret left the turn upwards (-1) or downwards (1). */
  readonly onLeave: (by: -1 | 1) => void;
};

/**
 * One turn: who, when, the words. The words take a caret and no letters: Enter splits there,
 * Backspace at the beginning joins with the turn before.
 */
export function TurnRow({
  turn,
  index,
  isFirst,
  isStop,
  isInterviewer,
  isLocked,
  speakers,
  onCurrent,
  onAssign,
  onNewSpeaker,
  onSplit,
  onJoin,
  onLeave,
}: Props) {
  const text = useRef<HTMLDivElement>(null);
  const [caretHint, setCaretHint] = useState<string | null>(null);
  const words = say.importing;
  const split = () => {
    const offset = caretIn(text.current);
    if (offset === null) setCaretHint(words.splitCaretFirst);
    else if (turn.text.slice(0, offset).trim() === '' || turn.text.slice(offset).trim() === '')
      setCaretHint(words.splitNowhere);
    else {
      setCaretHint(null);
      onSplit(offset);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isLocked) return;
    const offset = caretIn(text.current);
    if (event.key === 'Enter') {
      event.preventDefault();
      split();
    } else if (event.key === 'Backspace' && offset === 0 && !isFirst) {
      event.preventDefault();
      onJoin();
    } else if (event.key === 'ArrowUp' && isAtEdge(text.current, -1)) {
      event.preventDefault();
      onLeave(-1);
    } else if (event.key === 'ArrowDown' && isAtEdge(text.current, 1)) {
      event.preventDefault();
      onLeave(1);
    }
  };
  return (
    <div className={`turn-row ${isInterviewer ? 'asks' : ''}`} onFocus={onCurrent}>
      <div className="turn-who">
        <Menu
          label={words.speakerOfTurn}
          trigger={
            <AriaButton
              className="turn-speaker"
              excludeFromTabOrder={!isStop}
              isDisabled={isLocked}
              aria-label={`${words.speakerOfTurn} ${index + 1}: ${turn.speaker ?? words.noSpeaker}`}
            >
              <span dir="auto" className={turn.speaker === null ? 'faint' : ''}>
                {turn.speaker ?? words.noSpeaker}
              </span>
              <ChevronDown size={11} aria-hidden="true" />
            </AriaButton>
          }
          entries={[
            ...speakers
              .slice(0, 100)
              .map((label) => ({ id: `s:${label}`, label, onAction: () => onAssign(label) })),
            { id: 'none', label: words.noSpeaker, onAction: () => onAssign(null) },
            { id: 'new', label: words.newSpeaker, onAction: onNewSpeaker },
          ]}
        />
        {turn.start === null ? null : <small className="num">{clock(turn.start)}</small>}
      </div>
      <div className="turn-words">
        <div
          ref={text}
          className="turn-text"
          dir="auto"
          contentEditable={!isLocked}
          suppressContentEditableWarning
          spellCheck={false}
          role="textbox"
          aria-multiline="true"
          aria-readonly="true"
          tabIndex={isStop ? 0 : -1}
          aria-label={words.wordsOf(index + 1, turn.speaker ?? words.noSpeaker)}
          onBeforeInput={(event) => event.preventDefault()}
          onPaste={(event) => event.preventDefault()}
          onCut={(event) => event.preventDefault()}
          onDrop={(event) => event.preventDefault()}
          onDragStart={(event) => event.preventDefault()}
          onInput={(event) => {
            /* A composition cannot be refused: the words are put back as they were. */
            if (event.currentTarget.textContent !== turn.text)
              event.currentTarget.textContent = turn.text;
          }}
          onKeyDown={onKeyDown}
        >
          {turn.text}
        </div>
        {isLocked ? null : (
          <div className="turn-acts">
            <Button
              kind="quiet"
              icon={<Scissors size={13} aria-hidden="true" />}
              onPress={split}
              preventFocusOnPress
              aria-label={words.splitOf(index + 1)}
            >
              {words.split}
            </Button>
            {isFirst ? null : (
              <Button
                kind="quiet"
                icon={<CornerLeftUp size={13} aria-hidden="true" />}
                onPress={onJoin}
                aria-label={words.joinOf(index + 1)}
              >
                {words.join}
              </Button>
            )}
            <span className="small muted" role="status">
              {caretHint ?? ''}
            </span>
          </div>
        )}
      </div>
    </div>
  );
}

/** UTF-16 offset of the caret, or of the start of what is selected, in the element; null where it is elsewhere. */
function caretIn(element: HTMLElement | null): number | null {
  const selection = getSelection();
  if (element === null || selection === null || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(range.startContainer, range.startOffset);
  return before.toString().length;
}

/** Whether the caret stands in the first (-1) or the last (1) line as drawn. */
function isAtEdge(element: HTMLElement | null, side: -1 | 1): boolean {
  const selection = getSelection();
  if (
    element === null ||
    selection === null ||
    !selection.isCollapsed ||
    selection.rangeCount === 0
  )
    return false;
  const offset = caretIn(element);
  if (offset === null) return false;
  if (side === -1 && offset === 0) return true;
  if (side === 1 && offset >= (element.textContent?.length ?? 0)) return true;
  const caret = selection.getRangeAt(0).getBoundingClientRect();
  if (caret.height === 0) return false;
  const box = element.getBoundingClientRect();
  return side === -1
    ? caret.top - box.top < caret.height
    : box.bottom - caret.bottom < caret.height;
}
