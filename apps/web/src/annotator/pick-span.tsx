import type { SketchId } from '@triad/realist';
import { useRef, useState } from 'react';
import { annotator as words } from '../messages/annotator.ts';
import { RoleBadge } from '../ui/index.ts';
import { foldForSearch } from './listing.ts';
import type { AnnotatorSession } from './session.ts';

/** How many spans are offered at once. */
const SHOWN = 12;

/** A part from far away, or made before: one's own spans, found by their words. */
export function PickSpan({
  session,
  sketch,
}: {
  readonly session: AnnotatorSession;
  readonly sketch: SketchId;
}) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={opener}
        type="button"
        className="pick-open"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {words.sketch.pick}
      </button>
      {open ? (
        <Picker
          session={session}
          sketch={sketch}
          onClose={() => {
            // The focus goes back before the field that has it is gone.
            opener.current?.focus();
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}

function Picker({
  session,
  sketch,
  onClose,
}: {
  readonly session: AnnotatorSession;
  readonly sketch: SketchId;
  readonly onClose: () => void;
}) {
  const [search, setSearch] = useState('');
  const wanted = foldForSearch(search);
  const found = session.layers
    .ownSpans()
    .filter(({ span }) => foldForSearch(span.anchor.quote).includes(wanted))
    .slice(0, SHOWN);
  return (
    <div className="pick">
      <input
        className="input"
        type="search"
        aria-label={words.sketch.pickSearch}
        placeholder={words.sketch.pickSearch}
        value={search}
        dir="auto"
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          onClose();
        }}
      />
      <ul>
        {found.map(({ span }) => (
          <li key={span.id}>
            <button type="button" onClick={() => session.coding()?.join(sketch, span.id)}>
              <RoleBadge role={span.role} size="small" />
              <q dir="auto">{span.anchor.quote}</q>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
