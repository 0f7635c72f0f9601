import type { ThreadFailure } from '../one-thread.ts';
import type { Comparison, CompareOptions } from './compare.ts';
import type { LayerSource } from './derive-rows.ts';
import type { ExportRequest } from './export/export-agreement.ts';
import type { AdjudicateRequest, Adjudication } from './adjudicate.ts';
import type { FigureSet, FiguresRequest } from './figures.ts';
import type { PlaceRequest, QuotePlace } from '../quotes/place-agreed.ts';
import type { MarkRow, MarksRequest } from '../provenance/read-marks.ts';
import type { View } from './view.ts';

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
  | { readonly kind: 'export'; readonly request: ExportRequest }
  | { readonly kind: 'adjudicate'; readonly request: AdjudicateRequest }
  | { readonly kind: 'place'; readonly request: PlaceRequest }
  | { readonly kind: 'marks'; readonly request: MarksRequest };

/** A comparison with the words beside it. */
export type Viewed = { readonly comparison: Comparison; readonly view: View };

export type AgreementResult =
  | Comparison
  | Viewed
  | Adjudication
  | FigureSet
  | Uint8Array
  | readonly (QuotePlace | null)[]
  | readonly MarkRow[];

/** Loads what the work needs and no more: whoever waits for figures waits for no writer of workbooks. */
export async function doAgreementWork(work: AgreementWork): Promise<AgreementResult> {
  switch (work.kind) {
    case 'figures':
      return (await import('./figures.ts')).figuresOf(work.request);
    case 'export':
      return (await import('./export/export-agreement.ts')).exportAgreement(work.request);
    case 'adjudicate':
      return (await import('./adjudicate.ts')).adjudicate(work.request);
    case 'place':
      return (await import('../quotes/place-agreed.ts')).placeAgreed(work.request);
    case 'marks':
      return (await import('../provenance/read-marks.ts')).readMarks(work.request);
    case 'compare':
    case 'view': {
      const { compareSources } = await import('./compare-sources.ts');
      const { comparison, view } = compareSources(work.request);
      return work.kind === 'compare' ? comparison : { comparison, view: view() };
    }
  }
}

/** There can be more than is compared, or goes into a file: that is told, and is nobody's fault. */
export function refusalOf(error: unknown): ThreadFailure['refusal'] {
  const isTold =
    error instanceof Error && ['ConsolidationError', 'InterchangeError'].includes(error.name);
  return isTold ? { code: 'agreement/too-much', message: error.message } : null;
}
