/**
 * Names that differ, whatever their case, and are no longer than `mostUtf16`: of those that are the
 * same every later one has a number, `Places (2)`. What `ending` gives of a name stays at its end.
 * They are to be well-formed.
 */
export function uniqueNames(
  names: readonly string[],
  mostUtf16: number,
  ending: (name: string) => string = () => '',
): readonly string[] {
  const taken = new Set<string>();
  // Of each base the number that comes next, so that many of one name do not try all before them.
  const next = new Map<string, number>();
  return names.map((name) => {
    const end = ending(name);
    const base = name.slice(0, name.length - end.length);
    let made = cut(base, mostUtf16 - end.length) + end;
    let number = next.get(made.toLowerCase()) ?? 2;
    const first = made.toLowerCase();
    while (taken.has(made.toLowerCase())) {
      const mark = ` (${number})`;
      made = cut(base, mostUtf16 - end.length - mark.length) + mark + end;
      number += 1;
    }
    next.set(first, number);
    taken.add(made.toLowerCase());
    return made;
  });
}

/** The first units of a text, with no character cut in two, and no space or dot at the end. */
function cut(text: string, mostUtf16: number): string {
  if (text.length <= mostUtf16) return text;
  const piece = text.slice(0, mostUtf16);
  const whole = piece.isWellFormed() ? piece : piece.slice(0, -1);
  return whole.replace(/[\s.]+$/u, '');
}
