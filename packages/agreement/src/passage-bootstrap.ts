import type { Continuum, Run } from './continuum.ts';
import type { Resampling } from './limits.ts';
import { limitsOf } from './limits.ts';
import { passagesOf } from './passages.ts';
import { poolFigures } from './pooled.ts';
import type { Random } from './random.ts';
import { seeded } from './random.ts';
import type { FigureLimits } from './transcript-bootstrap.ts';
import { sumTranscript } from './transcript-sums.ts';

/** A text, and the turns or other blocks of which passages are made: in order, without overlaps. */
export type PassageText = { readonly continuum: Continuum; readonly blocks: readonly Run[] };

/**
 * Intervals of the figures of `poolFigures`, in its order, for one text or a few: each text is made anew
 * of its own passages, drawn with replacement and laid end to end, and every figure is calculated of
 * the texts that come out; the limits are 2.5 and 97.5 percent. So chance is expected of a whole text
 * each time, as it is for the figure itself, which it would not be of passages one by one.
 *
 * No limits where no text has two passages. Characters are never drawn: neighbouring ones are not
 * independent. As slow as the figures themselves, times the number of resamples.
 * @throws RangeError as `poolFigures`
 */
export function bootstrapPassages(
  texts: readonly PassageText[],
  { resamples, seed }: Resampling,
): readonly FigureLimits[] {
  const passages = texts.map(({ continuum, blocks }) => passagesOf(continuum, blocks));
  const random = seeded(seed);
  const figures = poolFigures(texts.map(({ continuum }) => sumTranscript(continuum)));
  const known: number[][] = figures.map(() => []);
  const drawAll = () => passages.map((own) => sumTranscript(endToEnd(own, random)));
  const times = passages.some((own) => own.length > 1) ? resamples : 0;
  for (let resample = 0; resample < times; resample += 1) {
    for (const [at, { value }] of poolFigures(drawAll()).entries()) {
      if (value !== null) known[at]?.push(value);
    }
  }
  return figures.map(({ measure, label, pair }, at) => {
    const values = known[at] ?? [];
    const limits = limitsOf(values);
    return { measure, label, pair, limits, undefinedIn: times - values.length };
  });
}

/** As many passages as there are, drawn with replacement, as one text. */
function endToEnd(passages: readonly Continuum[], random: Random): Continuum {
  const drawn = passages.map(() => passages[random.int(passages.length)] ?? NOTHING);
  let length = 0;
  const starts = drawn.map((passage) => {
    const start = length;
    length += passage.length;
    return start;
  });
  const [first = NOTHING] = passages;
  return {
    ...first,
    length,
    coders: first.coders.map(({ id }, coder) => ({
      id,
      spans: drawn.flatMap(({ coders }, at) =>
        (coders[coder]?.spans ?? []).map(({ start, end, label }) => ({
          start: start + (starts[at] ?? 0),
          end: end + (starts[at] ?? 0),
          label,
        })),
      ),
    })),
  };
}

const NOTHING: Continuum = { length: 0, coders: [] };
