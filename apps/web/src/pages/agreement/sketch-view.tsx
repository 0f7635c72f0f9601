import type { ComparedSketch } from '@triad/collab';
import type { Role } from '@triad/realist';
import { agreement } from '../../messages/agreement.ts';
import { annotator } from '../../messages/annotator.ts';
import { RoleBadge } from '../../ui/index.ts';
import type { PlaceWords } from './place-words.ts';
import { shortened } from './quote-pieces.ts';

const words = agreement.place;

/** A whole sketch: its parts, its restatement, what it bears on, and its memos. */
export function ComparedSketchView({
  sketch,
  title,
  rolesOfOthers,
  given,
}: {
  readonly sketch: ComparedSketch;
  readonly title: string;
  /** A part with another role is theirs alone. */
  readonly rolesOfOthers: ReadonlySet<Role>;
  readonly given: PlaceWords;
}) {
  return (
    <div className="span-view">
      <p className="small faint">{title}</p>
      <SketchParts sketch={sketch} here={null} rolesOfOthers={rolesOfOthers} given={given} />
      {[...new Set(sketch.memos)].map((memo) => (
        <p key={memo} className="small place-memo" dir="auto">
          <span className="faint">{words.memo}: </span>
          {memo}
        </p>
      ))}
    </div>
  );
}

/** The parts of a sketch with their words, then its restatement and what it bears on. */
export function SketchParts({
  sketch: { parts, restatement, bearing },
  here,
  rolesOfOthers,
  given,
}: {
  readonly sketch: ComparedSketch;
  /** The span beside which it stands. */
  readonly here: string | null;
  readonly rolesOfOthers?: ReadonlySet<Role>;
  readonly given: PlaceWords;
}) {
  return (
    <>
      <ul className="sketch-parts">
        {parts.map(({ role, spans, inferred, elsewhere }) => (
          <li key={`${role} ${spans.join()} ${inferred ?? ''}`}>
            <RoleBadge role={role} />
            <span className="sketch-part" dir="auto">
              {inferred === null ? null : (
                <>
                  {inferred} <span className="faint small">{words.inferred}</span>
                </>
              )}
              {spans.map((id) =>
                id === here ? (
                  <span key={id} className="place-part faint">
                    {words.here}
                  </span>
                ) : (
                  <q key={id} className="place-part">
                    {quoteWith(given, id)}
                  </q>
                ),
              )}
              {elsewhere === 0 ? null : (
                <span className="faint small"> {words.elsewhere(elsewhere)}</span>
              )}
              {rolesOfOthers === undefined || rolesOfOthers.has(role) ? null : (
                <span className="small only-here"> {words.onlyHere}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {restatement === '' ? null : (
        <p className="sketch-restatement" dir="auto">
          {restatement}
        </p>
      )}
      {bearing === null ? null : (
        <p className="small muted">
          {annotator.sketch.bearings[bearing.bearing]}:{' '}
          <bdi>{given.statementWith(bearing.statement) ?? words.aStatement}</bdi>
        </p>
      )}
    </>
  );
}

function quoteWith({ spanWith, text }: PlaceWords, id: string): string {
  const span = spanWith(id);
  return span === undefined ? '…' : shortened(text.slice(span.startUtf16, span.endUtf16));
}
