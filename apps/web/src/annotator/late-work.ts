import type { LateChanges, LateKind, LayerDigest } from '@triad/collab';
import {
  DOCUMENT_SCHEMA,
  digestLayer,
  findLateChanges,
  LATE_KINDS,
  readLayerContent,
} from '@triad/collab';
import type * as Y from 'yjs';

type Compared = {
  readonly revealed: LayerDigest;
  /** Null: to be looked up when it is asked for. */
  changes: LateChanges | null;
  readonly stop: () => void;
};

/**
 * What of the layers on the page was made after their round was revealed: each as it is, against what
 * the server says that it held then. Looked up when it is shown, and again after each change.
 */
export class LateWork {
  readonly #docOf: (lane: string) => Y.Doc | null;
  readonly #onChange: () => void;
  readonly #compared = new Map<string, Compared>();

  constructor(docOf: (lane: string) => Y.Doc | null, onChange: () => void) {
    this.#docOf = docOf;
    this.#onChange = onChange;
  }

  /** Null where nothing is known of the layer, or it was not opened again. */
  set(lane: string, revealed: LayerDigest | null): void {
    const before = this.#compared.get(lane);
    const doc = this.#docOf(lane);
    // One that is not there yet is told again when it is.
    if (doc === null || (before?.revealed ?? null) === revealed) return;
    before?.stop();
    this.#compared.delete(lane);
    if (revealed !== null) {
      const compared: Compared = {
        revealed,
        changes: null,
        stop: () => doc.off('update', changed),
      };
      const changed = (): void => {
        const shown = compared.changes;
        compared.changes = null;
        if (shown === null || !isSame(shown, this.of(lane))) this.#onChange();
      };
      doc.on('update', changed);
      this.#compared.set(lane, compared);
    }
    this.#onChange();
  }

  of(lane: string): LateChanges | null {
    const compared = this.#compared.get(lane);
    const doc = this.#docOf(lane);
    if (compared === undefined || doc === null) return null;
    return (compared.changes ??= findLateChanges(
      compared.revealed,
      digestLayer(readLayerContent(doc, DOCUMENT_SCHEMA.layer)),
    ));
  }

  has(kind: LateKind, lane: string, id: string): boolean {
    return this.of(lane)?.[kind].has(id) ?? false;
  }

  destroy(): void {
    for (const { stop } of this.#compared.values()) stop();
    this.#compared.clear();
  }
}

function isSame(a: LateChanges, b: LateChanges | null): boolean {
  return (
    b !== null &&
    LATE_KINDS.every(
      (kind) =>
        a.removed[kind] === b.removed[kind] &&
        a[kind].size === b[kind].size &&
        [...a[kind]].every((id) => b[kind].has(id)),
    )
  );
}
