import { isUuid } from '@triad/realist';

/**
 * Which Yjs document a name stands for. Who wrote a layer is told by its name, never by a field
 * inside it.
 */
export type DocumentName =
  | { readonly kind: 'transcript'; readonly transcript: string }
  | {
      readonly kind: 'layer';
      readonly transcript: string;
      readonly round: string;
      readonly member: string;
    }
  | { readonly kind: 'consensus'; readonly transcript: string; readonly round: string }
  | { readonly kind: 'cmoc'; readonly cmoc: string }
  | { readonly kind: 'theory'; readonly project: string };

export type DocumentKind = DocumentName['kind'];
export const DOCUMENT_KINDS: readonly DocumentKind[] = [
  'transcript',
  'layer',
  'consensus',
  'cmoc',
  'theory',
];

/**
 * Version of the fields of each kind of document. A client that says another one is closed with
 * 4426 before any sync message, so that an old tab can never write what it does not understand.
 */
export const DOCUMENT_SCHEMA: Readonly<Record<DocumentKind, number>> = {
  transcript: 1,
  layer: 2,
  // As a layer: its fields are those of one.
  consensus: 2,
  cmoc: 1,
  theory: 1,
};

/**
 * The generation that the server made a document from, and why. Whatever the server had of it is in
 * the new one, but for words that a redaction took away: these nobody may be offered again.
 */
export type MadeFrom = {
  readonly generation: string;
  readonly cause: 'redaction' | 'migration';
};

/** The inverse of {@link parseDocumentName}; the segments are UUIDs, so nothing needs escaping. */
export function formatDocumentName(name: DocumentName): string {
  switch (name.kind) {
    case 'transcript':
      return `transcript/${name.transcript}`;
    case 'layer':
      return `layer/${name.transcript}/${name.round}/${name.member}`;
    case 'consensus':
      return `consensus/${name.transcript}/${name.round}`;
    case 'cmoc':
      return `cmoc/${name.cmoc}`;
    case 'theory':
      return `theory/${name.project}`;
  }
}

/** Null for whatever is not the name of a document. */
export function parseDocumentName(text: string): DocumentName | null {
  if (text.length > 160) return null;
  const [kind, a, b, c, ...rest] = text.split('/');
  if (rest.length > 0) return null;
  if (kind === 'transcript' && isUuid(a) && b === undefined) return { kind, transcript: a };
  if (kind === 'theory' && isUuid(a) && b === undefined) return { kind, project: a };
  if (kind === 'cmoc' && isUuid(a) && b === undefined) return { kind, cmoc: a };
  if (kind === 'consensus' && isUuid(a) && isUuid(b) && c === undefined) {
    return { kind, transcript: a, round: b };
  }
  if (kind === 'layer' && isUuid(a) && isUuid(b) && isUuid(c)) {
    return { kind, transcript: a, round: b, member: c };
  }
  return null;
}
