import { LIMITS } from '@triad/collab';
import type { RefObject } from 'react';
import { useId, useState } from 'react';
import { keyLabel } from '../../annotator/keys.ts';
import { adjudicating } from '../../messages/adjudicating.ts';

const words = adjudicating.acts;

/** Why: kept while the page looks at other places, and brought back where a decision is refused. */
export function ReasonField({
  initial,
  fieldRef,
  onChange,
  onDecide,
  onLeave,
}: {
  readonly initial: string;
  readonly fieldRef: RefObject<HTMLTextAreaElement | null>;
  readonly onChange: (why: string) => void;
  /** Ctrl+Enter. */
  readonly onDecide: () => void;
  /** Escape. */
  readonly onLeave: () => void;
}) {
  const [why, setWhy] = useState(initial);
  const id = useId();
  return (
    <div className="reason">
      <label htmlFor={id} className="field-label">
        {words.reason}
      </label>
      <textarea
        id={id}
        ref={fieldRef}
        className="input"
        dir="auto"
        rows={2}
        maxLength={LIMITS.reasonUtf16}
        value={why}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          setWhy(event.currentTarget.value);
          onChange(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onLeave();
          else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onDecide();
          else return;
          event.preventDefault();
        }}
      />
      <p id={`${id}-hint`} className="faint small">
        {words.reasonHint(keyLabel('Mod+Enter'))}
      </p>
    </div>
  );
}
