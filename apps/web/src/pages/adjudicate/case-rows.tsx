import type { AgreementTranscript } from '@triad/collab';
import { adjudicating as words } from '../../messages/adjudicating.ts';
import { Avatar, Button } from '../../ui/index.ts';
import { byName } from '../agreement/by-name.ts';
import { CoderSpans } from '../agreement/place-panel.tsx';
import type { PlaceWords } from '../agreement/place-words.ts';
import type { Place } from '../agreement/places.ts';

/** Coders with a span there, in the order in which digits take them. */
export function takersOf(
  { coders }: Pick<AgreementTranscript, 'coders'>,
  { spans }: Place,
  nameOf: (member: string) => string,
): readonly string[] {
  return byName(coders, nameOf)
    .map(({ member }) => member)
    .filter((member) => spans.some((span) => span.member === member));
}

/** What each coder has at the place, side by side, each with the key that takes it. */
export function CaseRows({
  place,
  transcript,
  given,
  takers,
  keyOf,
  taken,
  onTake,
}: {
  readonly place: Place;
  readonly transcript: AgreementTranscript;
  readonly given: PlaceWords;
  readonly takers: readonly string[];
  /** Of the n-th of them, from 0; undefined where there is none, or keys are off. */
  readonly keyOf: (at: number) => string | undefined;
  /** Spans that what is decided takes as they are. */
  readonly taken: ReadonlySet<string>;
  /** Null for whoever does not decide. */
  readonly onTake: ((at: number) => void) | null;
}) {
  const { nameOf } = given;
  return (
    <section className="case-rows" aria-label={words.place.rows}>
      {byName(transcript.coders, nameOf).map(({ member }) => {
        const at = takers.indexOf(member);
        const own = place.spans.find((span) => span.member === member);
        const key = at < 0 ? undefined : keyOf(at);
        const isTaken = own !== undefined && taken.has(own.id);
        return (
          <article key={member} aria-label={nameOf(member)} className={isTaken ? 'taken' : ''}>
            <h2 className="row">
              <Avatar id={member} name={nameOf(member)} size={20} decorative />
              <bdi className="truncate">{nameOf(member)}</bdi>
            </h2>
            <div className="case-span">
              <CoderSpans member={member} place={place} given={given} areSketchesShort />
            </div>
            <div className="case-take">
              {onTake === null || at < 0 ? null : (
                <Button
                  {...(key === undefined ? {} : { shortcut: key })}
                  kind={isTaken ? 'primary' : 'plain'}
                  onPress={() => onTake(at)}
                >
                  {words.acts.take}
                  <span className="visually-hidden"> {words.acts.takeOf(nameOf(member))}</span>
                </Button>
              )}
            </div>
          </article>
        );
      })}
    </section>
  );
}
