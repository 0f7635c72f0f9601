import type { AgreementTranscript } from '@triad/collab';
import type { ReactNode } from 'react';
import { agreement } from '../../messages/agreement.ts';
import { list } from '../../messages/format.ts';
import { Avatar } from '../../ui/index.ts';
import { byName } from './by-name.ts';
import type { Place } from './places.ts';
import { rangeOf } from './places.ts';
import { ComparedSketchView } from './sketch-view.tsx';
import { SpanView } from './span-view.tsx';
import type { PlaceWords } from './place-words.ts';

const words = agreement.place;

/** One place side by side: what differs, then what each coder has there. */
export function PlacePanel({
  place,
  transcript,
  given,
}: {
  readonly place: Place;
  readonly transcript: AgreementTranscript;
  readonly given: PlaceWords;
}) {
  const { nameOf } = given;
  return (
    <section className="place-panel" aria-label={words.right}>
      <PlaceDifferences place={place} transcript={transcript} nameOf={nameOf} />
      {place.group === null
        ? sketchRows(place, given)
        : byName(transcript.coders, nameOf).map(({ member }) => (
            <CoderRow key={member} member={member} name={nameOf(member)}>
              <CoderSpans member={member} place={place} given={given} />
            </CoderRow>
          ))}
    </section>
  );
}

/** Each kind of difference there, with who differs and what it means. */
export function PlaceDifferences({
  place,
  transcript,
  nameOf,
}: {
  readonly place: Place;
  readonly transcript: AgreementTranscript;
  readonly nameOf: (member: string) => string;
}) {
  const isElsewhere = place.group?.kinds.includes('role-elsewhere') === true;
  return (
    <ul className="place-differences">
      {place.differences.map(({ id, kind, coders }) => (
        <li key={id}>
          <b>{agreement.kind[kind]}</b>
          {coders.length === transcript.coders.length ? null : (
            <span className="muted"> · {list(coders.map(nameOf))}</span>
          )}
          <p className="small faint">{agreement.kindWhat[kind]}</p>
        </li>
      ))}
      {isElsewhere ? (
        <li className="muted">
          {agreement.kind['role-elsewhere']}
          <p className="small faint">{agreement.kindWhat['role-elsewhere']}</p>
        </li>
      ) : null}
    </ul>
  );
}

function CoderRow({
  member,
  name,
  children,
}: {
  readonly member: string;
  readonly name: string;
  readonly children: ReactNode;
}) {
  return (
    <article className="coder-row" aria-label={name}>
      <h2 className="row">
        <Avatar id={member} name={name} size={20} decorative />
        <bdi>{name}</bdi>
      </h2>
      {children}
    </article>
  );
}

/** What one coder has at a place of spans, or instead of it; that they have nothing. */
export function CoderSpans({
  member,
  place,
  given,
  areSketchesShort = false,
}: {
  readonly member: string;
  readonly place: Place;
  readonly given: PlaceWords;
  /** Their parts are shown when asked for. */
  readonly areSketchesShort?: boolean;
}) {
  const { group } = place;
  if (group === null) return null;
  const own = place.spans.filter((span) => span.member === member);
  const sketches = place.sketches.filter((sketch) => sketch.member === member);
  if (own.length > 0) {
    return own.map((span) => (
      <SpanView
        key={span.id}
        {...{ span, group, sketches, given }}
        areSketchesShort={areSketchesShort}
      />
    ));
  }
  // One passage that they cut differently: what they have instead.
  const isSplit = place.differences.some(
    ({ kind, coders }) => kind === 'split' && coders.includes(member),
  );
  const instead = isSplit ? given.spansIn(rangeOf(group), member) : [];
  if (instead.length === 0) return <p className="faint read nothing-here">{words.nothingHere}</p>;
  return (
    <>
      <p className="small faint">{words.cutHere}</p>
      {instead.map((span) => (
        <SpanView key={span.id} span={span} group={null} sketches={[]} given={given} />
      ))}
    </>
  );
}

function sketchRows(place: Place, given: PlaceWords) {
  const byMember = Map.groupBy(place.sketches, ({ member }) => member);
  const rolesOf = (member: string) =>
    new Set(byMember.get(member)?.flatMap(({ parts }) => parts.map(({ role }) => role)));
  return [...byMember].map(([member, own]) => {
    const others = [...byMember.keys()].filter((other) => other !== member);
    const theirs = new Set(others.flatMap((other) => [...rolesOf(other)]));
    return (
      <CoderRow key={member} member={member} name={given.nameOf(member)}>
        {own.map((sketch, i) => (
          <ComparedSketchView
            key={sketch.id}
            sketch={sketch}
            title={words.sketch(i + 1, own.length)}
            rolesOfOthers={theirs}
            given={given}
          />
        ))}
      </CoderRow>
    );
  });
}
