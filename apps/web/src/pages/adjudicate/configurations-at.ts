import type { AdjudicationAnswer, ComparedSketch } from '@triad/collab';
import { adjudicating } from '../../messages/adjudicating.ts';
import type { Place } from '../agreement/places.ts';

export type ConfigurationHere = {
  readonly id: string;
  readonly sketches: readonly ComparedSketch[];
  readonly byHand: boolean;
};

/** The configurations that use a span of the place, each with all its sketches. */
export function configurationsAt(
  { configurations, sketches }: Pick<AdjudicationAnswer, 'configurations' | 'sketches'>,
  place: Place,
): readonly ConfigurationHere[] {
  const used = new Set(place.sketches.map(({ id }) => id));
  const known = new Map(sketches.map((sketch) => [sketch.id, sketch]));
  return configurations
    .filter((configuration) => configuration.sketches.some((id) => used.has(id)))
    .map(({ id, sketches: ids, byHand }) => ({
      id,
      byHand,
      sketches: ids.flatMap((one) => known.get(one) ?? []),
    }));
}

/** What a lead said of which coders' sketches. */
export function tieInWords(
  {
    kind,
    by,
    sketches: tied,
  }: Pick<AdjudicationAnswer['ties'][number], 'kind' | 'by' | 'sketches'>,
  sketches: AdjudicationAnswer['sketches'],
  nameOf: (member: string) => string,
): string {
  const { joined, parted } = adjudicating.configurations;
  const of = sketches.filter(({ id }) => tied.includes(id)).map(({ member }) => nameOf(member));
  return (kind === 'join' ? joined : parted)(nameOf(by), [...new Set(of)]);
}
