import { Link } from '@tanstack/react-router';
import type { AgreementAnswer, AgreementTranscript, DifferenceKind } from '@triad/collab';
import { SKETCH_DIFFERENCES, SPAN_DIFFERENCES } from '@triad/collab';
import { number } from '../../messages/format.ts';
import { agreement as words } from '../../messages/agreement.ts';
import { countOf } from './count-of.ts';

/** The differences by kind, each a way to the places of that kind; then what is no difference. */
export function KindCounts({
  project,
  answer: { places, transcripts },
}: {
  readonly project: string;
  readonly answer: Pick<AgreementAnswer, 'places' | 'transcripts'>;
}) {
  const { kinds, sketches } = places;
  // One scale for both, so that a long bar is many.
  const most = Math.max(
    1,
    ...SPAN_DIFFERENCES.map((kind) => kinds[kind]),
    ...SKETCH_DIFFERENCES.map((kind) => sketches[kind]),
  );
  const common = { project, transcripts };
  return (
    <div className="kind-columns">
      <section aria-labelledby="agreement-kinds" className="stack tight">
        <h3 id="agreement-kinds" className="label">
          {words.kinds}
        </h3>
        <ul className="kind-rows">
          {SPAN_DIFFERENCES.map((kind) => (
            <KindRow key={kind} {...common} kind={kind} n={kinds[kind]} most={most} />
          ))}
        </ul>
        <ul className="kind-rows no-difference">
          {(['agree', 'role-elsewhere', 'unsure'] as const).map((kind) => (
            <li key={kind}>
              <span className="kind-name">{words.kind[kind]}</span>
              <span />
              <span className="num right">{number(kinds[kind])}</span>
              <span className="small faint kind-what">{words.kindWhat[kind]}</span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="agreement-sketches" className="stack tight">
        <h3 id="agreement-sketches" className="label">
          {words.kindsSketches}
        </h3>
        <ul className="kind-rows">
          {SKETCH_DIFFERENCES.map((kind) => (
            <KindRow key={kind} {...common} kind={kind} n={sketches[kind]} most={most} />
          ))}
        </ul>
        <p className="small faint">{words.configurations(places.configurations)}</p>
      </section>
    </div>
  );
}

function KindRow({
  project,
  transcripts,
  kind,
  n,
  most,
}: {
  readonly project: string;
  readonly transcripts: readonly AgreementTranscript[];
  readonly kind: DifferenceKind;
  readonly n: number;
  readonly most: number;
}) {
  const first = transcripts.find(
    ({ result }) => result !== null && countOf(result.places, kind) > 0,
  );
  return (
    <li>
      {first === undefined ? (
        <span className="kind-name">{words.kind[kind]}</span>
      ) : (
        <Link
          to="/projects/$project/agreement/$transcript"
          params={{ project, transcript: first.id }}
          search={{ kind }}
          className="kind-name"
          aria-label={words.showPlaces(words.kind[kind], n)}
        >
          {words.kind[kind]}
        </Link>
      )}
      <span className="kind-bar" aria-hidden="true">
        <i style={{ width: `${(n / most) * 100}%` }} />
      </span>
      <span className="num right">{number(n)}</span>
      <span className="small faint kind-what">{words.kindWhat[kind]}</span>
    </li>
  );
}
