import { useEffect, useRef, useState } from 'react';
import { annotator as words } from '../messages/annotator.ts';
import { RoleBadge } from '../ui/index.ts';
import { LateMark } from './late-mark.tsx';
import type { PlacedSpan } from './marks.ts';
import type { AnnotatorSession } from './session.ts';
import { useLater } from './signal.ts';

/** The spans at one place, shortest first: arrows move, Enter goes, Escape closes. */
export function Choice({ session }: { readonly session: AnnotatorSession }) {
  const choice = useLater(session.choice);
  const [at, setAt] = useState(0);
  /** Keys may come faster than frames: they act on this, what is drawn follows. */
  const now = useRef(0);
  const move = (index: number): void => {
    now.current = index;
    setAt(index);
  };
  const list = useRef<HTMLUListElement>(null);
  const wanted = useLater(session.choiceFocus);

  useEffect(() => {
    now.current = 0;
    setAt(0);
  }, [choice]);
  useEffect(() => {
    if (choice !== null && wanted) list.current?.focus();
  }, [choice, wanted]);

  const first = choice?.[0];
  if (choice === null || first === undefined) return null;
  const scroller = list.current?.parentElement ?? document.querySelector('.annotator');
  const rectangle = session.domRange(first)?.getBoundingClientRect();
  const box = scroller?.getBoundingClientRect();
  const place =
    rectangle === undefined || box === undefined || scroller === null
      ? {}
      : {
          left: Math.max(8, Math.min(rectangle.left - box.left, box.width - 380)),
          top: rectangle.bottom - box.top + scroller.scrollTop + 8,
        };
  const go = (placed: PlacedSpan): void =>
    session.showSpan({ member: placed.member, span: placed.span.id });
  return (
    <ul
      ref={list}
      className="choice-list"
      role="listbox"
      aria-label={words.choice.several(choice.length)}
      aria-activedescendant={`choice-${at}`}
      tabIndex={0}
      style={place}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          session.choice.set(null);
          session.view?.focus();
        } else if (event.key === 'ArrowDown') move(Math.min(now.current + 1, choice.length - 1));
        else if (event.key === 'ArrowUp') move(Math.max(now.current - 1, 0));
        else if (event.key === 'Enter' || event.key === ' ') {
          const placed = choice[now.current];
          if (placed !== undefined) go(placed);
        } else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {choice.map((placed, index) => (
        // The keyboard acts on the list; a press on an item is its shorthand.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <li
          key={`${placed.member}/${placed.span.id}`}
          id={`choice-${index}`}
          role="option"
          aria-selected={index === at}
          onClick={() => go(placed)}
        >
          <RoleBadge role={placed.span.role} />
          <q dir="auto">{placed.span.anchor.quote}</q>
          <span className="faint">
            {session.initialsOf(placed.member)}
            {session.layers.isLate('spans', placed.member, placed.span.id) ? <LateMark /> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
