import type { StrategyName } from '@triad/collab';
import { consolidating } from '../../messages/consolidating.ts';

const words = consolidating.strategy;

/** What a strategy takes, in words. */
export function strategyWords(strategy: StrategyName, nameOf: (member: string) => string): string {
  const [kind, of = ''] = strategy.split(':');
  if (kind === 'at-least') return words.atLeast(of);
  if (kind === 'coder') return words.coder(nameOf(of));
  return words[strategy as 'all' | 'majority' | 'union' | 'intersection'];
}
