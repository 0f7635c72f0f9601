import type { TextRange } from '@triad/realist';
import type { ReactNode } from 'react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { annotator as words } from '../messages/annotator.ts';
import { redacting } from '../messages/redacting.ts';
import { RoleBadge } from '../ui/index.ts';
import type { CommandId, Shortcut } from './keys.ts';
import { keyLabel } from './keys.ts';
import type { AnnotatorSession } from './session.ts';
import { useLater, useSignal } from './signal.ts';

const ROLES = [
  { command: 'mark-C', role: 'C' },
  { command: 'mark-M', role: 'M' },
  { command: 'mark-O', role: 'O' },
  { command: 'mark-I', role: 'I' },
  { command: 'mark-A', role: 'A' },
  { command: 'mark-undecided', role: 'undecided' },
] as const;

/**
 * Appears at a selection. It never takes the focus from the text, so that keys go on working; with
 * the keyboard the letters do the same.
 */
export function Toolbar({
  session,
  shortcuts,
  onCommand,
  onRedact,
}: {
  readonly session: AnnotatorSession;
  readonly shortcuts: readonly Shortcut[];
  readonly onCommand: (command: CommandId) => void;
  /** Takes the selected words out for good; null of those who may not. */
  readonly onRedact: (() => void) | null;
}) {
  const selection = useLater(session.selection);
  const codable = useLater(session.codable);
  const editing = useSignal(session.editing.state);
  const openSketch = useLater(session.openSketch);
  const bar = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number } | null>(null);
  const [focused, setFocused] = useState(false);
  const empty = isEmpty(selection) || !focused;

  // While something is written elsewhere the bar would lie on the words that it is about.
  useEffect(() => {
    const follow = (): void => setFocused(session.view?.hasFocus() ?? false);
    follow();
    addEventListener('focusin', follow);
    addEventListener('focusout', follow);
    return () => {
      removeEventListener('focusin', follow);
      removeEventListener('focusout', follow);
    };
  }, [session]);

  // Gone with the selection, not a frame later: whoever presses where it stood means the words there.
  useEffect(
    () =>
      session.selection.subscribe(() => {
        if (isEmpty(session.selection.get())) bar.current?.setAttribute('data-gone', '');
      }),
    [session],
  );

  useLayoutEffect(() => {
    if (empty) {
      setPlace(null);
      return;
    }
    // After the pointer is up: a toolbar under a growing selection would be in its way.
    const show = (): void => {
      // What is drawn is of an earlier moment.
      if (isEmpty(session.selection.get())) return;
      const rectangles = session.domRange(selection)?.getClientRects();
      const last = rectangles?.[rectangles.length - 1];
      const scroller = bar.current?.parentElement;
      if (last === undefined || scroller === null || scroller === undefined) return;
      const box = scroller.getBoundingClientRect();
      const width = bar.current?.offsetWidth ?? 420;
      bar.current?.removeAttribute('data-gone');
      setPlace({
        left: Math.max(8, Math.min(last.right - box.left - width / 2, box.width - width - 24)),
        top: last.bottom - box.top + scroller.scrollTop + 10,
      });
    };
    if (!session.pointerDown) show();
    else addEventListener('pointerup', show, { once: true });
    return () => removeEventListener('pointerup', show);
  }, [session, selection, empty]);

  if ((!codable && onRedact === null) || editing === 'on') return null;
  const keyOf = (id: CommandId): string | undefined =>
    shortcuts.find((shortcut) => shortcut.id === id)?.keys[0];
  const button = (id: CommandId, label: string, badge?: ReactNode): ReactNode => {
    const key = keyOf(id);
    return (
      <button
        key={id}
        type="button"
        tabIndex={-1}
        aria-label={key === undefined ? label : `${label} ${keyLabel(key)}`}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => onCommand(id)}
      >
        {badge}
        <span className={badge === undefined ? undefined : 'float-label'}>{label}</span>
        {key === undefined ? null : (
          <>
            {' '}
            <kbd>{keyLabel(key)}</kbd>
          </>
        )}
      </button>
    );
  };
  return (
    <div
      ref={bar}
      className="float"
      role="toolbar"
      aria-label={words.toolbar}
      style={place === null ? { visibility: 'hidden', left: 0, top: 0 } : place}
    >
      {codable ? (
        <>
          {ROLES.filter(({ command }) => shortcuts.some(({ id }) => id === command)).map(
            ({ command, role }) =>
              button(command, words.command[command], <RoleBadge role={role} decorative />),
          )}
          <span className="float-rule" aria-hidden="true" />
          {openSketch === null ? button('sketch', words.panel.tie) : null}
          {button('comment', words.talk.talkShort)}
        </>
      ) : null}
      {onRedact === null ? null : (
        <>
          {codable ? <span className="float-rule" aria-hidden="true" /> : null}
          <button
            type="button"
            tabIndex={-1}
            onPointerDown={(event) => event.preventDefault()}
            onClick={onRedact}
          >
            {redacting.button}
          </button>
        </>
      )}
    </div>
  );
}

function isEmpty({ startUtf16, endUtf16 }: TextRange): boolean {
  return startUtf16 === endUtf16;
}
