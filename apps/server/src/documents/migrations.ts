import type { DocumentKind, LayerContent, LayerDigest } from '@triad/collab/layers';
import {
  digestLayer,
  DOCUMENT_SCHEMA,
  migrateLayer1,
  readLayerContent,
} from '@triad/collab/layers';
import { isDeepStrictEqual } from 'node:util';
import * as Y from 'yjs';

/** A document whole, and the schema that it is written in. */
export type Written = { readonly schema: number; readonly bytes: Uint8Array };

type Step = (bytes: Uint8Array) => Uint8Array;

/** By kind and by the schema from which each leads to the next. Pure: the same bytes give the same. */
const MIGRATIONS: Readonly<Record<DocumentKind, Readonly<Record<number, Step>>>> = {
  transcript: {},
  layer: { 1: migrateLayer1 },
  consensus: {},
  cmoc: {},
  theory: {},
};

/** Brings a document to the present schema. Throws where a step is missing or fails. */
export function migrate(kind: DocumentKind, from: Written): Written {
  let { bytes, schema } = from;
  while (schema < DOCUMENT_SCHEMA[kind]) {
    const step = MIGRATIONS[kind][schema];
    if (step === undefined) throw new Error(`no way leads on from schema ${schema}`);
    bytes = step(bytes);
    schema += 1;
  }
  return { bytes, schema };
}

/** Whether two documents of one kind say the same, in whatever schemas. */
export function sayTheSame(kind: DocumentKind, a: Written, b: Written): boolean {
  return isDeepStrictEqual(read(kind, a), read(kind, b));
}

/** What later changes of a layer are found by. */
export function digest(layer: Written): LayerDigest {
  return digestLayer(read('layer', layer));
}

function read(kind: DocumentKind, { schema, bytes }: Written): LayerContent {
  if (kind !== 'layer') throw new Error(`a ${kind} has no other schema`);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  const content = readLayerContent(doc, schema);
  doc.destroy();
  return content;
}
