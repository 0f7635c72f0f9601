import { readLayerContent, readSpan } from '@triad/collab';
import type { Role } from '@triad/realist';
import * as Y from 'yjs';
import type { LayerSource } from '../agreement/derive-rows.ts';

/** Layers as they were copied, and the spans of them that are asked for. */
export type MarksRequest = {
  readonly layers: readonly LayerSource[];
  readonly spans: readonly string[];
};

/** A span as its coder marked it. */
export type MarkRow = {
  readonly id: string;
  readonly member: string;
  readonly role: Role;
  readonly unsure: boolean;
  readonly quote: string;
  /** UTC ISO 8601, by the coder's clock. */
  readonly markedAt: string;
};

/** Those that are in the layers, in the order of the layers; an id that is in two is the first's. */
export function readMarks({ layers, spans }: MarksRequest): readonly MarkRow[] {
  const wanted = new Set(spans);
  const found: MarkRow[] = [];
  for (const { member, schema, bytes } of layers) {
    if (bytes === null) continue;
    const doc = new Y.Doc();
    Y.applyUpdate(doc, bytes);
    for (const [id, value] of readLayerContent(doc, schema).spans) {
      const span = wanted.has(id) ? readSpan(id, value) : null;
      if (span === null) continue;
      wanted.delete(id);
      const { role, unsure, anchor, createdAt: markedAt } = span;
      found.push({ id, member, role, unsure, quote: anchor.quote, markedAt });
    }
    doc.destroy();
  }
  return found;
}
