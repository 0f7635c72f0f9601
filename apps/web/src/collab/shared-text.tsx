import { LIMITS } from '@triad/collab';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import type * as Y from 'yjs';
import { textDifference } from './text-difference.ts';

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

/** A field written together: what others type appears in place and the caret stays where it was. */
export function SharedText(props: SharedTextProps) {
  const { ytext, multiline = false, readOnly = false } = props;
  const ownRef = useRef<HTMLTextAreaElement | HTMLInputElement | null>(null);
  const field = props.inputRef ?? ownRef;
  const caret = useRef<readonly [number, number] | null>(null);
  const [value, setValue] = useState(() => ytext.toString());
  const id = useId();

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

  const change = (typed: string): void => {
    const next = typed.slice(0, LIMITS.noteUtf16);
    const difference = textDifference(ytext.toString(), next);
    if (difference === null) return;
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
    className: 'shared-text-field',
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
