import type { CloseReason } from '@triad/collab';
import * as Y from 'yjs';
import type { KeptWork } from './kept-aside.ts';
import type { Entry } from './list-work.ts';
import type { OwnedHead } from './owned-head.ts';
import { WITHOUT_ANY_WORDS } from './without-words.ts';

/** The file in which somebody is offered their work of a document. */
export function workOf(
  { name, generation, account, place, redactions = 0 }: OwnedHead,
  /** Its state goes into the file; null: nothing but what is listed. */
  doc: Y.Doc | null,
  work: readonly Entry[],
  cause: KeptWork['cause'],
  reason: CloseReason | null,
): KeptWork {
  const at = new Date().toISOString();
  // Now: the document may go before the file is asked for.
  const update = doc === null ? null : toBase64(Y.encodeStateAsUpdate(doc));
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
        update,
      },
      null,
      2,
    )}\n`;
  const id = crypto.randomUUID();
  return { id, account, place, document: name, generation, redactions, cause, reason, at, file };
}

/** A file's text without anything that could hold words which were taken out of its transcript since. */
export function fileWithoutWords(text: string): string {
  const file = JSON.parse(text) as { readonly work: { readonly notOnTheServer: unknown } };
  const notOnTheServer = WITHOUT_ANY_WORDS.value(file.work.notOnTheServer);
  const work = { notOnTheServer, onTheServer: [] };
  return `${JSON.stringify({ ...file, cause: 'redacted', work, update: null }, null, 2)}\n`;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
