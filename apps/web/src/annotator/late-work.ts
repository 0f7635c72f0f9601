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
  /** What was last told of it. */
  told: LateChanges | null;
  readonly stop: () => void;
};

/**
 * What of the layers on the page was made after their round was revealed: each as it is, against what
 * the server says that it held then. Looked up when it is shown, never in the task of a key.
 */
export class LateWork {
  readonly #docOf: (lane: string) => Y.Doc | null;
  /** Something may have changed: {@link settle} says whether anything did. */
  readonly #onChange: () => void;
  readonly #compared = new Map<string, Compared>();
  #isLess = false;

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
    if (revealed === null) this.#isLess = true;
    else {
      const stop = (): void => doc.off('update', changed);
      const compared: Compared = { revealed, changes: null, told: null, stop };
      const changed = (): void => {
        compared.changes = null;
        this.#onChange();
      };
      doc.on('update', changed);
      this.#compared.set(lane, compared);
    }
    this.#onChange();
  }

  /** Whether anything is late, or late no more, that was not so when this was last asked. */
  settle(): boolean {
    let isOther = this.#isLess;
    this.#isLess = false;
    for (const [lane, compared] of this.#compared) {
      const now = this.of(lane);
      if (!isSame(compared.told, now)) isOther = true;
      compared.told = now;
    }
    return isOther;
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

function isSame(a: LateChanges | null, b: LateChanges | null): boolean {
  if (a === null || b === null) return a === b;
  return LATE_KINDS.every(
    (kind) =>
      a.removed[kind] === b.removed[kind] &&
      a[kind].size === b[kind].size &&
      [...a[kind]].every((id) => b[kind].has(id)),
  );
}
