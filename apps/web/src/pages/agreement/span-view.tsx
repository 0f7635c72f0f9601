import type { ComparedGroup, ComparedSketch, ComparedSpan } from '@triad/collab';
import { agreement } from '../../messages/agreement.ts';
import { say } from '../../messages.ts';
import { RoleBadge } from '../../ui/index.ts';
import { rangeOf } from './places.ts';
import type { PlaceWords } from './place-words.ts';
import { quotePieces, shortened } from './quote-pieces.ts';
import type { QuotePiece } from './quote-pieces.ts';
import { SketchParts } from './sketch-view.tsx';

const words = agreement.place;

/** What one coder marked, beside the words that others marked and they did not. */
export function SpanView({
  span,
  group,
  sketches,
  given,
  areSketchesShort = false,
}: {
  readonly span: ComparedSpan;
  /** Null: shown by itself. */
  readonly group: ComparedGroup | null;
  readonly sketches: readonly ComparedSketch[];
  readonly given: PlaceWords;
  readonly areSketchesShort?: boolean;
}) {
  const used = sketches.filter(({ parts }) => parts.some((part) => part.spans.includes(span.id)));
  const pieces =
    group === null
      ? [{ kind: 'shared' as const, text: given.text.slice(span.startUtf16, span.endUtf16) }]
      : quotePieces(given.text, {
          hull: rangeOf(group),
          shared: { startUtf16: group.shared[0], endUtf16: group.shared[1] },
          span,
        });
  return (
    <div className="span-view">
      <p className="span-quote">
        <RoleBadge role={span.role} /> <Quote pieces={pieces} role={span.role} />
        {span.unsure ? <span className="small muted"> · {words.unsure}</span> : null}
      </p>
      {[...new Set(span.memos)].map((memo) => (
        <p key={memo} className="small place-memo" dir="auto">
          <span className="faint">{words.memo}: </span>
          {memo}
        </p>
      ))}
      {used.map((sketch) =>
        areSketchesShort ? (
          <details key={sketch.id} className="small in-sketch-short">
            <summary>
              <AsPart sketch={sketch} span={span} />
              {sketch.restatement === '' ? null : (
                <q className="faint" dir="auto">
                  {shortened(sketch.restatement)}
                </q>
              )}
            </summary>
            <div className="in-sketch">
              <SketchParts sketch={sketch} here={span.id} given={given} />
            </div>
          </details>
        ) : (
          <div key={sketch.id} className="in-sketch small">
            <p className="faint">
              <AsPart sketch={sketch} span={span} />
            </p>
            <SketchParts sketch={sketch} here={span.id} given={given} />
          </div>
        ),
      )}
    </div>
  );
}

/** In which role the span stands in a sketch. */
function AsPart({
  sketch: { parts },
  span,
}: {
  readonly sketch: ComparedSketch;
  readonly span: ComparedSpan;
}) {
  return (
    <>
      {words.inSketch}{' '}
      <b>
        {parts
          .filter((part) => part.spans.includes(span.id))
          .map(({ role }) => words.asPart(say.roles[role].toLowerCase()))
          .join(', ')}
      </b>
    </>
  );
}

/** The quote in the reading face: what all marked, what they alone did, and what others did. */
function Quote({
  pieces,
  role,
}: {
  readonly pieces: readonly QuotePiece[];
  readonly role: ComparedSpan['role'];
}) {
  const isWhole = pieces.length === 1;
  return (
    <q className="pieces" dir="auto">
      {pieces.map(({ kind, text }, i) => (
        // The pieces of a quote have no names; they are drawn anew together.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={i} className={`piece by-${kind} ${role}`}>
          {isWhole ? null : <span className="visually-hidden"> {words.partsSaid[kind]} </span>}
          {shortened(text)}
        </span>
      ))}
    </q>
  );
}
