import {
  addSketch,
  addSpan,
  indexText,
  makeAnchor,
  ownSpan,
  quoted,
  trimRange,
} from '@triad/collab';
import type { LayerEditor, TextIndex } from '@triad/collab';
import type { Part, SpanId, SpanReference } from '@triad/realist';
import * as Y from 'yjs';
import { until } from '../../apps/server/test/documents-support/condition.ts';
import { openDocument, readDocument } from '../../apps/server/test/http-documents.ts';
import type { Client } from '../../apps/server/test/http-harness.ts';
import type { DocumentAnswer } from '@triad/collab';
import type { Coding } from './codings.ts';
import type { Study, StudyQuote } from './the-study.ts';

/* What a coder does in the annotator: marks in a layer over the document protocol, as any client does. */

export type Coder = Client & { readonly member: string };

/** By quote name, the id of the span that the coder put on it. */
export type Marked = ReadonlyMap<string, SpanId>;

/** Marks every quote in the excerpt where it stands, then ties sketches across the excerpts. */
export async function codeExcerpts(
  coder: Coder,
  study: Study,
  coding: Coding,
  {
    round,
    transcripts,
  }: { readonly round: string; readonly transcripts: ReadonlyMap<string, string> },
): Promise<Marked> {
  const marked = new Map<string, SpanId>();
  for (const [participant, transcript] of transcripts) {
    const own = [...study.quotes.values()].filter((quote) => quote.participant === participant);
    await inLayer(coder, transcript, round, (editor, index) => {
      for (const quote of own) {
        const role = coding.roles[quote.name] ?? 'undecided';
        const anchor = anchorOf(index, quote, coding.cut[quote.name]?.keep ?? null);
        marked.set(quote.name, addSpan(editor, { role, anchor }));
      }
    });
  }
  for (const [participant, transcript] of transcripts) {
    await inLayer(coder, transcript, round, (editor) => {
      for (const sketch of coding.sketches.filter(({ home }) => home === participant)) {
        addSketch(editor, {
          form: 'when-then-because',
          restatement: restatementOf(study, sketch.cmocs),
          parts: sketch.parts.map((part): Pick<Part, 'role' | 'filledBy'> => {
            if ('inferred' in part) {
              const { cmoc, part: which } = part.inferred;
              const words = study.cmocs.find(({ number }) => number === cmoc)?.parts[which] ?? '';
              return { role: part.role, filledBy: { kind: 'inferred', words } };
            }
            const spans = part.quotes.map((name): SpanReference => {
              const span = marked.get(name);
              const at = study.quotes.get(name)?.participant ?? '';
              if (span === undefined) throw new Error(`${name} is not marked`);
              if (at === participant) return ownSpan(span);
              return { span, elsewhere: { transcript: transcripts.get(at) ?? '', round } };
            });
            return { role: part.role, filledBy: quoted(spans) };
          }),
        });
      }
    });
  }
  return marked;
}

/** Several CMOCs that are tied as one are told one after the other. */
function restatementOf({ cmocs }: Study, numbers: readonly number[]): string {
  return numbers
    .map((number) => cmocs.find((cmoc) => cmoc.number === number)?.sentence ?? '')
    .join(' ');
}

async function inLayer(
  coder: Coder,
  transcript: string,
  round: string,
  act: (editor: LayerEditor, index: TextIndex) => void,
): Promise<void> {
  const { documents } = await coder.get('readTranscript', { transcript });
  const [text] = documents;
  const layer = documents.find(({ name }) => name.endsWith(`${round}/${coder.member}`));
  if (text === undefined || layer === undefined) throw new Error('no text, or no layer');
  const index = indexText(await readDocument(coder, text));
  await writeDocument(coder, layer, (doc) =>
    act(
      { doc, origin: null, now: () => new Date().toISOString(), newId: () => crypto.randomUUID() },
      index,
    ),
  );
}

/** Changes a document as a client does; resolves when what it wrote is acknowledged. */
export async function writeDocument(
  client: Client,
  document: Pick<DocumentAnswer, 'name' | 'generation'>,
  act: (doc: Y.Doc) => void,
): Promise<void> {
  const doc = await readDocument(client, document);
  const before = Y.encodeStateVector(doc);
  const raw = openDocument(client, document);
  await raw.ready();
  act(doc);
  raw.update(Y.encodeStateAsUpdate(doc, before));
  await until('it is on disk', () => raw.acknowledged.length > 0 || raw.ended !== null);
  if (raw.ended !== null) throw new Error(`refused: ${raw.ended.code} ${raw.ended.reason}`);
}

/** The whole quote, or what is left of it when it is cut where a sentence or a clause ends. */
function anchorOf(index: TextIndex, { name, text }: StudyQuote, keep: 'beginning' | 'end' | null) {
  const from = index.text.indexOf(text);
  if (from < 0) throw new Error(`the words of ${name} are not there`);
  const breaks = [...text.matchAll(/[.,] /g)].map(({ index: at }) => at + 1);
  const [first = 0] = breaks;
  const last = breaks.at(-1) ?? text.length;
  const startUtf16 = from + (keep === 'end' ? first : 0);
  const endUtf16 = from + (keep === 'beginning' ? last : text.length);
  const range = trimRange(index.text, { startUtf16, endUtf16 });
  const anchor = range && makeAnchor(index, range);
  if (anchor === null) throw new Error(`nothing is left of ${name}`);
  return anchor;
}
