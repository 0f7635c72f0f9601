/*
 * Which layers of other rounds somebody looks at on a transcript, so that a reload shows them again.
 * Ids alone, on this device; whether they may still be seen is the server's to say.
 */

const KEY = 'triad.shown-layers';
/** Transcripts that are remembered, the latest last; and layers of each. */
const MOST = 50;
const MOST_LAYERS = 100;

/** A layer, as `<member>~<round>`. */
type Kept = readonly (readonly [key: string, layers: readonly string[]])[];

/** `me` is the member: who else uses this browser looks at layers of their own choice. */
export function shownLayers(me: string, transcript: string): readonly string[] {
  return read().find(([key]) => key === `${me} ${transcript}`)?.[1] ?? [];
}

export function keepShownLayers(me: string, transcript: string, layers: readonly string[]): void {
  const key = `${me} ${transcript}`;
  const rest = read().filter(([other]) => other !== key);
  const kept: Kept = layers.length === 0 ? rest : [...rest, [key, layers.slice(0, MOST_LAYERS)]];
  try {
    localStorage.setItem(KEY, JSON.stringify(kept.slice(-MOST)));
  } catch {
    /* A browser that keeps nothing shows them when they are chosen anew. */
  }
}

function read(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.filter(
      (entry): entry is [string, string[]] =>
        Array.isArray(entry) &&
        typeof entry[0] === 'string' &&
        Array.isArray(entry[1]) &&
        entry[1].every((layer) => typeof layer === 'string'),
    );
  } catch {
    return [];
  }
}
