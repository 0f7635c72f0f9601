import { LIMITS } from '@triad/collab';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import type { FormEvent, KeyboardEvent, RefObject } from 'react';
import type * as Y from 'yjs';
import { say } from '../messages.ts';
import { textDifference, unitsOver } from './text-difference.ts';
import './shared-text.css';

export type SharedTextProps = {
  readonly ytext: Y.Text;
  readonly label: string;
  readonly multiline?: boolean;
  readonly placeholder?: string;
  readonly readOnly?: boolean;
  readonly hideLabel?: boolean;
  readonly className?: string;
  readonly rows?: number;
  /** Origin of the transactions, by which an UndoManager knows them. */
  readonly origin?: unknown;
  readonly autoFocus?: boolean;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly inputRef?: RefObject<HTMLTextAreaElement | HTMLInputElement | null>;
};

/**
 * A field written together: what others type appears in place and the caret stays where it was. What
 * would make the text longer than a note may be is refused whole, with a reason; what stands is never
 * cut. Two who type at the same time may both still fit and together not: then all of it stays.
 */
export function SharedText(props: SharedTextProps) {
  const { ytext, multiline = false, readOnly = false } = props;
  const ownRef = useRef<HTMLTextAreaElement | HTMLInputElement | null>(null);
  const field = props.inputRef ?? ownRef;
  const caret = useRef<readonly [number, number] | null>(null);
  /** Where the field stood before what comes in now. */
  const before = useRef<{
    readonly caret: readonly [number, number];
    readonly scrolledPx: number;
  } | null>(null);
  const [value, setValue] = useState(() => ytext.toString());
  /** UTF-16 units too many in what was refused last; null once something was taken. */
  const [refused, setRefused] = useState<{ readonly over: number } | null>(null);
  const id = useId();
  const reasonId = useId();
  const reason = useRef<HTMLParagraphElement>(null);

  useLayoutEffect(() => {
    setValue(ytext.toString());
    const observe = (event: Y.YTextEvent): void => {
      const element = field.current;
      if (!event.transaction.local && element !== null && document.activeElement === element) {
        caret.current = [
          shift(element.selectionStart ?? 0, event.delta),
          shift(element.selectionEnd ?? 0, event.delta),
        ];
      }
      setValue(ytext.toString());
    };
    ytext.observe(observe);
    return () => ytext.unobserve(observe);
  }, [ytext, field]);

  useLayoutEffect(() => {
    if (caret.current === null) return;
    field.current?.setSelectionRange(...caret.current);
    caret.current = null;
  });

  useLayoutEffect(() => {
    if (refused === null) return;
    if (before.current !== null) field.current?.scrollTo({ top: before.current.scrolledPx });
    before.current = null;
    reason.current?.scrollIntoView({ block: 'nearest' });
  }, [refused, field]);

  const change = (typed: string): void => {
    const present = ytext.toString();
    const difference = textDifference(present, typed);
    if (difference === null) return;
    const over = unitsOver(present, typed, LIMITS.noteUtf16);
    if (over > 0) {
      // React puts back what stood there, and the caret at its end.
      const { at, removed } = difference;
      caret.current = before.current?.caret ?? [at, at + removed];
      setRefused({ over });
      return;
    }
    before.current = null;
    setRefused(null);
    ytext.doc?.transact(() => {
      if (difference.removed > 0) ytext.delete(difference.at, difference.removed);
      if (difference.inserted !== '') ytext.insert(difference.at, difference.inserted);
    }, props.origin ?? 'typing');
  };

  const common = {
    id,
    value,
    readOnly,
    dir: 'auto' as const,
    placeholder: props.placeholder,
    autoFocus: props.autoFocus,
    onKeyDown: props.onKeyDown,
    onBeforeInput: ({ currentTarget }: FormEvent<HTMLTextAreaElement | HTMLInputElement>) => {
      const { selectionStart, selectionEnd, scrollTop } = currentTarget;
      const caret = [selectionStart ?? 0, selectionEnd ?? 0] as const;
      before.current = { caret, scrolledPx: scrollTop };
    },
    className: 'shared-text-field',
    'aria-invalid': refused !== null,
    'aria-describedby': refused === null ? undefined : reasonId,
  };
  return (
    <div className={`shared-text ${props.className ?? ''}`}>
      <label htmlFor={id} className={props.hideLabel === true ? 'visually-hidden' : undefined}>
        {props.label}
      </label>
      {multiline ? (
        <textarea
          {...common}
          rows={props.rows ?? 3}
          ref={(element) => void (field.current = element)}
          onChange={(event) => change(event.currentTarget.value)}
        />
      ) : (
        <input
          {...common}
          type="text"
          ref={(element) => void (field.current = element)}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
      <p ref={reason} id={reasonId} role="alert" className="shared-text-refused">
        {refused === null ? null : say.sharedText.tooLong(LIMITS.noteUtf16, refused.over)}
      </p>
    </div>
  );
}

/** Where a caret stands after someone else's change. */
function shift(caret: number, delta: Y.YTextEvent['delta']): number {
  let at = 0;
  let moved = caret;
  for (const step of delta) {
    if (step.retain !== undefined) at += step.retain;
    else if (typeof step.insert === 'string') {
      if (at < moved) moved += step.insert.length;
      at += step.insert.length;
    } else if (step.delete !== undefined && at < moved) {
      moved = Math.max(at, moved - step.delete);
    }
  }
  return moved;
}
