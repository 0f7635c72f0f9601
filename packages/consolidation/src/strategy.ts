import { ConsolidationError } from './errors.ts';

/**
 * Which spans are proposed (section 4): where all agree; where more than half of the coders, or at least
 * `count`, carry the label; the hull of each group or what its spans share; or one coder's own.
 */
export type Strategy =
  | { readonly kind: 'all' | 'majority' | 'union' | 'intersection' }
  | { readonly kind: 'at-least'; readonly count: number }
  | { readonly kind: 'coder'; readonly id: string };

/**
 * Reads `all`, `majority`, `at-least:n` (from 1), `union`, `intersection` or `coder:ID`. Throws
 * {@link ConsolidationError} for anything else.
 */
export function parseStrategy(text: string): Strategy {
  switch (text) {
    case 'all':
    case 'majority':
    case 'union':
    case 'intersection':
      return { kind: text };
  }
  if (text.startsWith('coder:')) return { kind: 'coder', id: text.slice('coder:'.length) };
  const count = Number(/^at-least:(\d{1,9})$/.exec(text)?.[1]);
  if (count >= 1) return { kind: 'at-least', count };
  throw new ConsolidationError(
    'There is no such strategy: give all, majority, at-least:n with n from 1, union, intersection or coder:ID.',
  );
}
