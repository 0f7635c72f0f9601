/** No sign opens or closes emphasis within a word; scripts that set no spaces have no such words. */
const STARS =
  /(?<![\\*\p{Lu}\p{Ll}\p{Lt}\p{N}])(\*{2,3})(?![\s*)\]},.;:!?])((?:[^*]|(?<!\*)\*(?!\*)){1,2000}?)(?<![\s\\*([{])\1(?![*\p{Lu}\p{Ll}\p{Lt}\p{N}])/gu;
const LINES =
  /(?<=^|[\s"'“‘«„([{—–*-])(_{1,3})(?![\s_)\]},.;:!?])([^_]{1,2000}?)(?<![\s\\([{])\1(?=$|[\s"'”’»)\]}.,;:!?…—–*-])/gu;
const CODE = /(`[^`]+`)/u;

/**
 * Takes Markdown's signs of emphasis out of words, from an offset (UTF-16 units) on: `**really**`, `_very_`. What stands
 * between single asterisks keeps them: in transcripts they set off sounds (`*laughs*`), which must not turn into words
 * said; and single signs, such as footnotes, products and snake_case, are no emphasis.
 */
export function withoutEmphasis(text: string, fromUtf16 = 0): string {
  const words = text.slice(fromUtf16);
  if (!words.includes('**') && !words.includes('_')) return text;
  const bare = words
    .split(CODE)
    .map((piece, index) =>
      index % 2 === 1 ? piece : piece.replace(STARS, '$2').replace(LINES, '$2'),
    );
  return text.slice(0, fromUtf16) + bare.join('');
}
