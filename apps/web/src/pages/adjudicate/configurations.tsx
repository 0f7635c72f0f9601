import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AdjudicationAnswer } from '@triad/collab';
import { useRef } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { adjudicating } from '../../messages/adjudicating.ts';
import { dateTime } from '../../messages/format.ts';
import { Avatar, Button, toast, useFocusKept } from '../../ui/index.ts';
import type { PlaceWords } from '../agreement/place-words.ts';
import type { Place } from '../agreement/places.ts';
import { SketchParts } from '../agreement/sketch-view.tsx';
import { configurationsAt, tieInWords } from './configurations-at.ts';

const words = adjudicating.configurations;

/** The configurations in which the place stands; a lead joins those that mean one, and parts what does not. */
export function Configurations({
  project,
  transcript,
  answer,
  place,
  given,
  mayDecide,
}: {
  readonly project: string;
  readonly transcript: string;
  readonly answer: Pick<AdjudicationAnswer, 'configurations' | 'sketches' | 'ties'>;
  readonly place: Place;
  readonly given: PlaceWords;
  readonly mayDecide: boolean;
}) {
  const { tie: make, untie } = useTies(project, transcript);
  const here = configurationsAt(answer, place);
  const ids = new Set(here.flatMap(({ sketches }) => sketches.map(({ id }) => id)));
  const section = useRef<HTMLElement>(null);
  // What joins and parts goes with what it did.
  useFocusKept(answer.ties.map(({ id }) => id).join(), () => section.current);
  const ties = answer.ties.filter(({ sketches }) => sketches.some((id) => ids.has(id)));
  return (
    <section ref={section} tabIndex={-1} className="configurations" aria-label={words.title}>
      <h2 className="label">{words.title}</h2>
      {here.length === 0 ? <p className="faint small">{words.none}</p> : null}
      {here.map(({ id, sketches, byHand }, n) => (
        <article key={id} aria-label={words.one(n + 1)}>
          <p className="row between">
            <span>
              <b>{words.one(n + 1)}</b>{' '}
              <span className="faint small">
                · {words.sketches(sketches.length)}
                {byHand ? ` · ${words.byHand}` : ''}
              </span>
            </span>
            {mayDecide && n > 0 ? (
              <span title={words.joinMore}>
                <Button
                  className="small"
                  isPending={make.isPending}
                  onPress={() =>
                    make.mutate({
                      kind: 'join',
                      sketches: [...(here[n - 1]?.sketches ?? []), ...sketches].map(
                        (sketch) => sketch.id,
                      ),
                    })
                  }
                >
                  {words.joinWith(n)}
                </Button>
              </span>
            ) : null}
          </p>
          {sketches.map((sketch) => (
            <div key={sketch.id} className="in-sketch small">
              <p className="row between">
                <span className="row">
                  <Avatar
                    id={sketch.member}
                    name={given.nameOf(sketch.member)}
                    size={20}
                    decorative
                  />
                  <bdi>{given.nameOf(sketch.member)}</bdi>
                </span>
                {mayDecide && sketches.length > 1 ? (
                  <span title={words.partMore}>
                    <Button
                      kind="quiet"
                      className="small"
                      aria-label={words.partOf(given.nameOf(sketch.member))}
                      isPending={make.isPending}
                      onPress={() => make.mutate({ kind: 'part', sketches: [sketch.id] })}
                    >
                      {words.part}
                    </Button>
                  </span>
                ) : null}
              </p>
              <SketchParts sketch={sketch} here={null} given={given} />
            </div>
          ))}
        </article>
      ))}
      {ties.length === 0 ? null : (
        <ul aria-label={words.ties}>
          {ties.map((tie) => (
            <li key={tie.id} className="row between small">
              <span>
                <bdi>{tieInWords(tie, answer.sketches, given.nameOf)}</bdi>{' '}
                <span className="faint">{dateTime(tie.at)}</span>
              </span>
              {mayDecide ? (
                <Button
                  kind="quiet"
                  className="small"
                  isPending={untie.isPending}
                  onPress={() => untie.mutate(tie.id)}
                >
                  {words.untie}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function useTies(project: string, transcript: string) {
  const client = useQueryClient();
  const after = {
    onError: (error: Error) => toast(sentenceOf(error), { bad: true }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.adjudication(project, transcript) }),
  };
  return {
    tie: useMutation({
      mutationFn: async ({
        kind,
        sketches,
      }: {
        readonly kind: 'join' | 'part';
        readonly sketches: readonly string[];
      }): Promise<void> => {
        await call('tieSketches', { transcript }, { kind, sketches: [...sketches], why: '' });
      },
      ...after,
    }),
    untie: useMutation({
      mutationFn: async (tie: string): Promise<void> => {
        await call('untieSketches', { transcript, tie });
      },
      ...after,
    }),
  };
}
