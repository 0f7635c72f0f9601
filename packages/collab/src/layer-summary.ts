import type * as Y from 'yjs';
import { layerFields } from './layer-document.ts';

/** What lists show of a layer without opening it. */
export type LayerSummary = {
  readonly spans: number;
  readonly sketches: number;
};

export function summariseLayer(doc: Y.Doc): LayerSummary {
  const { spans, sketches } = layerFields(doc);
  return { spans: spans.size, sketches: sketches.size };
}
