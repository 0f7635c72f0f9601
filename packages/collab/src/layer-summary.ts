import type * as Y from 'yjs';
import { layerFields } from './layer-document.ts';

/** What lists show of a layer without opening it. */
export type LayerSummary = {
  readonly spans: number;
  readonly sketches: number;
};

/** Of a layer of the present schema, or of an earlier one that was not migrated yet. */
export function summariseLayer(doc: Y.Doc, schema: number): LayerSummary {
  if (schema === 1) {
    return { spans: doc.getMap('spans').size, sketches: doc.getMap('sketches').size };
  }
  const { spans, sketches } = layerFields(doc);
  return { spans: spans.size, sketches: sketches.size };
}
