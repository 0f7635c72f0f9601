/** Members in the order of their names, so that each has the same place wherever they stand side by side. */
export function byName<Coder extends { readonly member: string }>(
  coders: readonly Coder[],
  nameOf: (member: string) => string,
): readonly Coder[] {
  return coders.toSorted((a, b) => nameOf(a.member).localeCompare(nameOf(b.member), 'en'));
}
