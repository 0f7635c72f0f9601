import { Entries, indexText, layerFields, TEXT_FIELD } from '@triad/collab';
import type { CloseReason, DocumentAnswer, DocumentKind } from '@triad/collab';
import * as Y from 'yjs';
import { keepAside } from './kept-aside.ts';
import type { KeptWork } from './kept-aside.ts';

/**
 * Copies of documents that the server may have replaced meanwhile, by name: whether anything is
 * lost shows when the new generation is here. They are never merged into it, which would double
 * or bring back what does not belong there.
 */
const copies = new Map<string, { readonly generation: string; readonly update: Uint8Array }>();
const MOST_COPIES_BYTES = 64 * 1024 * 1024;

/** Keeps what a document holds until it is opened again, the oldest only as long as there is room. */
export function rememberCopy({ name, generation }: DocumentAnswer, doc: Y.Doc): void {
  copies.delete(name);
  copies.set(name, { generation, update: Y.encodeStateAsUpdate(doc) });
  let bytes = 0;
  for (const [other, { update }] of [...copies].reverse()) {
    bytes += update.length;
    if (bytes > MOST_COPIES_BYTES && other !== name) copies.delete(other);
  }
}

/** Whether what this tab held of a document waits to be compared. */
export function holdsCopy(name: string): boolean {
  return copies.has(name);
}

/** A document has come: what an earlier copy of it holds, and it does not, is offered as a file. */
export function compareWithCopy(head: DocumentAnswer, doc: Y.Doc): void {
  const copy = copies.get(head.name);
  if (copy === undefined) return;
  copies.delete(head.name);
  if (copy.generation === head.generation) return;
  const before = new Y.Doc();
  Y.applyUpdate(before, copy.update);
  const present = new Map(
    listWork(doc, head.kind, () => false).map(({ field, id, value }) => [
      `${field} ${id}`,
      textOf(value),
    ]),
  );
  const work = listWork(
    before,
    head.kind,
    (field, id, value) => present.get(`${field} ${id}`) !== textOf(value),
  );
  if (!work.some(({ lost }) => lost)) return;
  const { name } = head;
  keepAside(workOf({ name, generation: copy.generation }, before, work, 'replaced', null));
}

/** Offers a document with edits that will not reach the server; `since` is the state vector of what is known to be there. */
export function keepUnsent(
  { name, generation, kind }: DocumentAnswer,
  doc: Y.Doc,
  since: Uint8Array,
  reason: CloseReason,
): void {
  const clocks = Y.decodeStateVector(since);
  const isNew = (item: Y.Item | null): boolean =>
    item !== null && item.id.clock + item.length > (clocks.get(item.id.client) ?? 0);
  const fields = kind === 'transcript' ? new Map<string, Field>() : fieldsOf(doc, kind);
  const isLost = (name: string, id: string): boolean => {
    const field = fields.get(name);
    if (field instanceof Entries) {
      const piece = field.pieceOf(id);
      return piece !== null && piece.clock >= (clocks.get(piece.client) ?? 0);
    }
    if (isNew(field?._map.get(id) ?? null)) return true;
    const text = field?.get(id);
    return text instanceof Y.Text && holdsNew(text, isNew);
  };
  const work = kind === 'transcript' ? listTurns(doc, isNew) : listWork(doc, kind, isLost);
  keepAside(workOf({ name, generation }, doc, work, 'unsent', reason));
}

type Entry = {
  readonly field: string;
  readonly id: string;
  readonly value: unknown;
  /** The server is not known to have it so. */
  readonly lost: boolean;
};

/** Every turn of a transcript's text, by its words as they are here. */
function listTurns(doc: Y.Doc, isNew: (item: Y.Item | null) => boolean): readonly Entry[] {
  const { text, turns } = indexText(doc);
  const elements = doc.getXmlFragment(TEXT_FIELD).toArray();
  return turns.map(({ id, startUtf16, endUtf16 }, at) => {
    const element = elements[at];
    const lost = element instanceof Y.XmlElement && holdsNew(element, isNew);
    return { field: TEXT_FIELD, id, value: text.slice(startUtf16, endUtf16), lost };
  });
}

function holdsNew(
  type: { readonly _start: Y.Item | null },
  isNew: (item: Y.Item) => boolean,
): boolean {
  for (let piece = type._start; piece !== null; piece = piece.right) {
    if (isNew(piece)) return true;
    const inner: unknown = piece.content instanceof Y.ContentType ? piece.content.type : null;
    if (inner instanceof Y.AbstractType && holdsNew(inner, isNew)) return true;
  }
  return false;
}

type Field = Y.Map<unknown> | Entries;

function fieldsOf(doc: Y.Doc, kind: DocumentKind): ReadonlyMap<string, Field> {
  const layer = kind === 'layer' ? (Object.entries(layerFields(doc)) as [string, Field][]) : [];
  const known = new Map(layer);
  const names = [...doc.share.keys()].sort();
  return new Map(names.map((name) => [name, known.get(name) ?? doc.getMap(name)]));
}

/** Every entry of a document's fields. */
function listWork(
  doc: Y.Doc,
  kind: DocumentKind,
  isLost: (field: string, id: string, value: unknown) => boolean,
): readonly Entry[] {
  const entries: Entry[] = [];
  for (const [field, held] of fieldsOf(doc, kind)) {
    for (const [id, value] of Object.entries(held.toJSON())) {
      entries.push({ field, id, value, lost: isLost(field, id, value) });
    }
  }
  return entries;
}

function workOf(
  { name, generation }: { readonly name: string; readonly generation: string },
  doc: Y.Doc,
  work: readonly Entry[],
  cause: KeptWork['cause'],
  reason: CloseReason | null,
): KeptWork {
  const at = new Date().toISOString();
  // Now: the document may go before the file is asked for.
  const update = Y.encodeStateAsUpdate(doc);
  const file = (): string =>
    `${JSON.stringify(
      {
        triad: 'work kept aside',
        format: 1,
        document: name,
        generation,
        cause,
        reason: reason?.reason ?? null,
        keptAt: at,
        work: Object.fromEntries(
          [true, false].map((lost) => [
            lost ? 'notOnTheServer' : 'onTheServer',
            work
              .filter((entry) => entry.lost === lost)
              .map(({ field, id, value }) => ({ field, id, value })),
          ]),
        ),
        update: toBase64(update),
      },
      null,
      2,
    )}\n`;
  return { document: name, generation, cause, reason, at, file };
}

/** Equal for equal values, whatever the order of their fields. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
