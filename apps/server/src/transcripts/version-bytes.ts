import type { TurnContent } from '@triad/collab';

const FORM = 1;

/** The turns of a version as bytes: the same bytes for the same turns. */
export function encodeVersion(turns: readonly TurnContent[]): Uint8Array {
  const fields = turns.map(({ id, speaker, start, end, paragraphs }) => ({
    id,
    speaker,
    start,
    end,
    paragraphs,
  }));
  return Buffer.from(JSON.stringify({ form: FORM, turns: fields }));
}

/** Throws for what {@link encodeVersion} of this version did not write. */
export function decodeVersion(bytes: Uint8Array): readonly TurnContent[] {
  const { form, turns } = JSON.parse(Buffer.from(bytes).toString()) as {
    readonly form: number;
    readonly turns: readonly TurnContent[];
  };
  if (form !== FORM) throw new Error(`a version of a text has the form ${form}`);
  return turns;
}
