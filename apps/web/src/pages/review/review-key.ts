/** Under which what a link shows is kept while the page is open. */
export function reviewKey(token: string | null): readonly unknown[] {
  return ['review', token];
}
