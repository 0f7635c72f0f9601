import { ConsolidationError } from '@triad/consolidation';
import { InterchangeError } from '@triad/interchange';
import type { ThreadFailure } from '../one-thread.ts';
import type { Comparison, CompareOptions } from './compare.ts';
import { compare } from './compare.ts';
import type { LayerSource } from './derive-rows.ts';
import { deriveRows } from './derive-rows.ts';
import type { ExportRequest } from './export/export-agreement.ts';
import { exportAgreement } from './export/export-agreement.ts';
import type { FigureSet, FiguresRequest } from './figures.ts';
import { figuresOf } from './figures.ts';
import type { View } from './view.ts';
import { viewOf } from './view.ts';

/* What passes between the server's thread and that on which agreement is worked out. */

export type CompareRequest = CompareOptions & {
  /** The transcript's document whole, a Yjs update (v1). */
  readonly text: Uint8Array;
  readonly layers: readonly LayerSource[];
};

export type AgreementWork =
  | { readonly kind: 'compare'; readonly request: CompareRequest }
  | { readonly kind: 'view'; readonly request: CompareRequest }
  | { readonly kind: 'figures'; readonly request: FiguresRequest }
  | { readonly kind: 'export'; readonly request: ExportRequest };

/** A comparison with the words beside it. */
export type Viewed = { readonly comparison: Comparison; readonly view: View };

export type AgreementResult = Comparison | Viewed | FigureSet | Uint8Array;

export async function doAgreementWork(work: AgreementWork): Promise<AgreementResult> {
  switch (work.kind) {
    case 'figures':
      return figuresOf(work.request);
    case 'export':
      return exportAgreement(work.request);
    case 'compare':
    case 'view': {
      const { text, layers, ...options } = work.request;
      const { words, ...rows } = deriveRows(text, layers);
      const comparison = compare(rows, options);
      if (work.kind === 'compare') return comparison;
      return { comparison, view: viewOf(rows, words, comparison.rows) };
    }
  }
}

/** There can be more than is compared, or goes into a file: that is told, and is nobody's fault. */
export function refusalOf(error: unknown): ThreadFailure['refusal'] {
  const isTold = error instanceof ConsolidationError || error instanceof InterchangeError;
  return isTold ? { code: 'agreement/too-much', message: error.message } : null;
}
