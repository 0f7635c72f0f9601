import type { SpanReference } from '@triad/realist';
import { annotator as words } from '../messages/annotator.ts';
import { PartElsewhere } from './part-elsewhere.tsx';
import type { AnnotatorSession } from './session.ts';

/** The quotes of one part; a click leads to each. */
export function PartQuotes({
  session,
  project,
  member,
  spans,
}: {
  readonly session: AnnotatorSession;
  readonly project: string;
  readonly member: string;
  readonly spans: readonly SpanReference[];
}) {
  return (
    <span className="part-words">
      {spans.map((reference) => {
        const { span, elsewhere } = reference;
        if (elsewhere !== null) {
          return (
            <PartElsewhere key={span} project={project} member={member} reference={reference} />
          );
        }
        const placed = session.layers.placed({ member, span });
        if (placed === null) {
          return (
            <span key={span} className="faint">
              {words.sketch.missing}
            </span>
          );
        }
        return (
          <button
            key={span}
            type="button"
            className="quote-link"
            onClick={() => session.showSpan({ member, span })}
          >
            <q dir="auto">{placed.span.anchor.quote}</q>
          </button>
        );
      })}
    </span>
  );
}
