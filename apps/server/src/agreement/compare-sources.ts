import type { CompareRequest } from './agreement-work.ts';
import type { Comparison } from './compare.ts';
import { compare } from './compare.ts';
import { deriveRows } from './derive-rows.ts';
import type { View } from './view.ts';
import { viewOf } from './view.ts';

/** From bytes to a comparison; `view` puts the words beside it. */
export function compareSources({ text, layers, ...options }: CompareRequest): {
  readonly comparison: Comparison;
  readonly view: () => View;
} {
  const { words, ...rows } = deriveRows(text, layers);
  const comparison = compare(rows, options);
  return { comparison, view: () => viewOf(rows, words, comparison.rows) };
}
