import type { CodedSpan, Continuum, Table } from '@triad/agreement';
import { seeded } from './support/random.ts';

/* Codings of several coders, the same in every run. */

const LABELS = ['C', 'M', 'O'];

type Sizes = {
  readonly coders: number;
  /** Of each coder. */
  readonly spans: number;
  readonly length: number;
  readonly seed: number;
};

/**
 * Spans anywhere, of 20 to 200 characters.
 * @param mayMeet whether those of one coder and label overlap; of different labels they do
 */
export function anywhere({ coders, spans, length, seed }: Sizes, mayMeet: boolean): Continuum {
  const random = seeded(seed);
  const draw = (): CodedSpan => {
    const long = random.whole(20, 200);
    const start = random.whole(0, length - long);
    return { start, end: start + long, label: random.pick(LABELS) };
  };
  const coded = Array.from({ length: coders }, (_, coder) => {
    const own: CodedSpan[] = [];
    while (own.length < spans) {
      const next = draw();
      const meets = ({ start, end, label }: CodedSpan): boolean =>
        label === next.label && start < next.end && next.start < end;
      if (mayMeet || !own.some(meets)) own.push(next);
    }
    return { id: `c${coder}`, spans: own };
  });
  return { length, labels: LABELS, coders: coded };
}

/** Spans of which those of one coder do not overlap, at much the same places for all coders. */
export function apart({ coders, spans, length, seed }: Sizes): Continuum {
  const random = seeded(seed);
  const room = Math.floor(length / spans);
  const coded = Array.from({ length: coders }, (_, coder) => ({
    id: `c${coder}`,
    spans: Array.from({ length: spans }, (__, at) => {
      const start = at * room + random.whole(0, Math.floor(room / 4));
      const end = (at + 1) * room - random.whole(0, Math.floor(room / 4));
      return { start, end, label: LABELS[(at + (random.chance(0.2) ? 1 : 0)) % 3] ?? '' };
    }),
  }));
  return { length, labels: LABELS, coders: coded };
}

/** Values of which four in five agree, and one in twenty is missing. */
export function table(coders: number, units: number, values: number, seed: number): Table {
  const random = seeded(seed);
  const truth = Array.from({ length: units }, () => random.whole(1, values));
  return Array.from({ length: coders }, () =>
    truth.map((value) => {
      if (random.chance(0.05)) return null;
      return random.chance(0.8) ? value : random.whole(1, values);
    }),
  );
}
