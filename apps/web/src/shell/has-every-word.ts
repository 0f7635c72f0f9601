/** Whether each word of a search occurs in a text, whatever the case; an empty search is in any. */
export function hasEveryWord(text: string, search: string): boolean {
  const within = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => within.includes(word));
}
