import { trimRange, wholeCharacters } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import type { KeyboardEvent, MouseEvent, RefObject } from 'react';
import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useState } from 'react';
import { formatTime } from '../../annotator/time.ts';
import { adjudicating } from '../../messages/adjudicating.ts';
import { Button } from '../../ui/index.ts';
import type { Scene } from '../agreement/scene.ts';
import { passageOf } from './passage.ts';
import { domRangeOf, selectedIn } from './selection.ts';

const words = adjudicating.place;
/** So much is shown on either side of a place at first, and so much more with each press. */
const AROUND_UTF16 = 170;
const MORE_UTF16 = 1_500;
const HIGHLIGHT = 'triad-drawn';

/**
 * The place in its words. While it is drawn afresh it takes a caret, so that words can be selected with
 * the keyboard as anywhere; what would change it is stopped.
 */
export function PassageView({
  scene,
  here,
  isDrawing,
  drawn,
  boxRef,
  onSelect,
  onKey,
}: {
  readonly scene: Scene;
  readonly here: TextRange;
  readonly isDrawing: boolean;
  /** What is selected to be agreed. */
  readonly drawn: TextRange | null;
  readonly boxRef: RefObject<HTMLDivElement | null>;
  readonly onSelect: (range: TextRange) => void;
  /** A key while the caret is in it; whether it meant something. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}) {
  const [around, setAround] = useState(AROUND_UTF16);
  /** Grows when the browser changed what React had drawn, as an input method may. */
  const [anew, setAnew] = useState(0);
  const turns = useMemo(() => passageOf(scene, here, around), [scene, here, around]);
  const first = turns[0]?.paragraphs[0]?.[0]?.startUtf16 ?? 0;
  const last = turns.at(-1)?.paragraphs.at(-1)?.at(-1)?.endUtf16 ?? 0;
  const isWhole = first === 0 && last >= scene.text.length;

  const look = useEffectEvent(() => {
    const box = boxRef.current;
    const selected = box === null ? null : selectedIn(box);
    // A browser may end a selection within a sign of several letters, or of two halves.
    const range =
      selected === null ? null : trimRange(scene.text, wholeCharacters(scene.text, selected));
    if (range !== null) onSelect(range);
  });
  useEffect(() => {
    const heard = (): void => look();
    document.addEventListener('selectionchange', heard);
    return () => document.removeEventListener('selectionchange', heard);
  }, []);

  // Drawing begins at what is selected already, else at the place as it is.
  const begin = useEffectEvent(() => {
    const box = boxRef.current;
    if (box === null) return;
    box.focus({ preventScroll: true });
    const range = domRangeOf(box, drawn ?? here);
    if (range === null) return;
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
  });
  useLayoutEffect(() => {
    if (isDrawing) begin();
  }, [isDrawing, anew]);

  // What is selected stays to be seen when the focus goes to the choice of a role.
  useEffect(() => {
    if (typeof Highlight === 'undefined') return;
    const box = boxRef.current;
    const range = box === null || drawn === null ? null : domRangeOf(box, drawn);
    if (range === null) CSS.highlights.delete(HIGHLIGHT);
    else CSS.highlights.set(HIGHLIGHT, new Highlight(range));
    return () => void CSS.highlights.delete(HIGHLIGHT);
  }, [boxRef, drawn, turns, anew]);

  return (
    <div className="passage">
      <div
        key={anew}
        ref={boxRef}
        className={`passage-words${isDrawing ? ' drawing' : ''}`}
        {...(isDrawing
          ? {
              contentEditable: true,
              suppressContentEditableWarning: true,
              spellCheck: false,
              inputMode: 'none' as const,
              role: 'textbox',
              'aria-readonly': true,
              'aria-multiline': true,
              'aria-label': words.passageDraw,
              onBeforeInput: stop,
              onPaste: stop,
              onCut: stop,
              onDrop: stop,
              onDragStart: stop,
              // Else a press on what is selected would begin to drag it, and select nothing.
              onMouseDown: (event: MouseEvent) => {
                if (event.button === 0 && !event.shiftKey) getSelection()?.removeAllRanges();
              },
              onInput: () => setAnew((times) => times + 1),
              onKeyDown: (event: KeyboardEvent) => {
                const isTyped = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
                const edits = isTyped || /^(Enter|Backspace|Delete)$/.test(event.key);
                if (onKey(event) || edits) event.preventDefault();
              },
            }
          : { role: 'region', 'aria-label': words.passage })}
      >
        {turns.map(({ turn, isCutBefore, isCutBehind, paragraphs }) => (
          <div
            key={turn.id}
            className={`passage-turn${turn.isInterviewer ? ' interviewer' : ''}`}
            data-who={turn.who}
            data-time={turn.startSeconds === null ? '' : formatTime(turn.startSeconds)}
          >
            {paragraphs.map((pieces, i) => (
              <p key={pieces[0]?.startUtf16 ?? `empty ${i}`} dir="auto">
                {isCutBefore && i === 0 ? <span className="faint">{words.cut} </span> : null}
                {pieces.map(({ startUtf16, endUtf16, isHere }) => (
                  <span key={startUtf16} data-at={startUtf16} className={isHere ? 'lit' : ''}>
                    {scene.text.slice(startUtf16, endUtf16)}
                  </span>
                ))}
                {isCutBehind && i === paragraphs.length - 1 ? (
                  <span className="faint"> {words.cut}</span>
                ) : null}
              </p>
            ))}
          </div>
        ))}
      </div>
      {isWhole ? null : (
        <Button
          kind="quiet"
          className="small"
          onPress={() => setAround((before) => before + MORE_UTF16)}
        >
          {words.moreAround}
        </Button>
      )}
    </div>
  );
}

function stop(event: { readonly preventDefault: () => void }): void {
  event.preventDefault();
}
