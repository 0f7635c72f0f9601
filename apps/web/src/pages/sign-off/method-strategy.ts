import type { StrategyName } from '@triad/collab';

/** A strategy without what it names: a number, or a coder. */
export type StrategyKind = 'all' | 'majority' | 'at-least' | 'union' | 'intersection' | 'coder';
export const STRATEGY_KINDS: readonly StrategyKind[] = [
  'all',
  'majority',
  'at-least',
  'union',
  'intersection',
  'coder',
];

/** A strategy in its parts; `number` and `coder` are kept while another kind is looked at. */
export type StrategyParts = {
  readonly kind: StrategyKind;
  readonly number: number;
  /** Member id; null: none is chosen. */
  readonly coder: string | null;
};

export function partsOf(strategy: StrategyName): StrategyParts {
  const [, number] = /^at-least:(\d+)$/.exec(strategy) ?? [];
  if (number !== undefined) return { kind: 'at-least', number: Number(number), coder: null };
  const [, coder] = /^coder:(.+)$/.exec(strategy) ?? [];
  if (coder !== undefined) return { kind: 'coder', number: 2, coder };
  const kind = STRATEGY_KINDS.find((each) => each === strategy) ?? 'majority';
  return { kind, number: 2, coder: null };
}

/** Null while a coder is to be chosen. */
export function strategyOf({ kind, number, coder }: StrategyParts): StrategyName | null {
  if (kind === 'at-least') return `at-least:${number}`;
  if (kind === 'coder') return coder === null ? null : `coder:${coder}`;
  return kind;
}
