import { layerFields } from '@triad/collab';
import type * as Y from 'yjs';

/** The spans of a layer as short as a test of the wire wants them: a value under an id. */
export function spansOf(doc: Y.Doc) {
  const { spans } = layerFields(doc);
  return {
    get size(): number {
      return spans.size;
    },
    set: (id: string, value: unknown): void => spans.set(id, { id, value }),
    get: (id: string): unknown => (spans.get(id) as { readonly value?: unknown })?.value,
    has: (id: string): boolean => spans.has(id),
    delete: (id: string): void => spans.delete(id),
    toJSON: (): Readonly<Record<string, unknown>> =>
      Object.fromEntries(
        [...spans].map(([id, entry]) => [id, (entry as { readonly value?: unknown }).value]),
      ),
  };
}
