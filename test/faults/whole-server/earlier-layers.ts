import type { DocumentAnswer, DocumentName } from '@triad/collab';
import { parseDocumentName, readLayerContent } from '@triad/collab';
import { isDeepStrictEqual } from 'node:util';
import type * as Y from 'yjs';
import { SILENT } from '../../../apps/server/src/events/silent.ts';
import { openContext } from '../../../apps/server/src/open-context.ts';
import { makeLog } from '../../../apps/server/src/settings.ts';
import {
  earlierContent,
  putLayer,
  writeSchema1,
} from '../../../apps/server/test/documents-support/earlier-layers.ts';
import type { EarlierContent } from '../../../apps/server/test/documents-support/earlier-layers.ts';
import { contentOf } from './coder.ts';

/** A layer as it stands in the store, and what its coder was told is saved. */
export type EarlierLayer = {
  readonly head: Pick<DocumentAnswer, 'name' | 'kind'>;
  readonly content: EarlierContent;
};

/**
 * Writes layers anew as an earlier version kept them, schema 1, each with what its coder has made
 * and `more` spans beside it; the server must not run. Resolves with what is in them.
 */
export async function writeAsEarlier(
  folder: string,
  layers: readonly { readonly head: DocumentAnswer; readonly doc: Y.Doc }[],
  more: number,
): Promise<readonly EarlierLayer[]> {
  const { store, close } = await openContext({
    dataFolder: folder,
    origin: () => '',
    secure: false,
    isOwnOrigin: () => true,
    clock: () => new Date(),
    log: makeLog('silent'),
    makeAnnounce: () => SILENT,
  });
  try {
    const written: EarlierLayer[] = [];
    for (const { head, doc } of layers) {
      const content = joined(contentOf(doc) as EarlierContent, earlierContent(more));
      await putLayer(store, layerIn(head.name), [writeSchema1(content)]);
      written.push({ head, content });
    }
    return written;
  } finally {
    await close();
  }
}

/** Whether a document holds exactly that, in the present schema. */
export function holdsAll(doc: Y.Doc, { content }: EarlierLayer): boolean {
  const held = readLayerContent(doc, 2);
  return Object.entries(held).every(([field, values]) =>
    isDeepStrictEqual(
      Object.fromEntries(values as ReadonlyMap<string, unknown>),
      content[field] ?? {},
    ),
  );
}

function joined(a: EarlierContent, b: EarlierContent): EarlierContent {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...fields].map((field) => [field, { ...a[field], ...b[field] }]));
}

function layerIn(text: string): DocumentName & { readonly kind: 'layer' } {
  const name = parseDocumentName(text);
  if (name?.kind !== 'layer') throw new Error(`${text} is no layer`);
  return name;
}
