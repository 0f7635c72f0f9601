import { randomUUID } from 'node:crypto';
import { indexText, layerFields, makeAnchor, theoryFields, writeTranscript } from '@triad/collab';
import type { TextIndex, TurnContent } from '@triad/collab';
import type { MemoId, Part, PartId, SketchId, Span, SpanId, StatementId } from '@triad/realist';
import * as Y from 'yjs';
import type { DemoCoding, DemoPart, DemoStatement, DemoTranscript } from './study/study.ts';

/** UUIDs for the study's slugs, the same for the same slug within one demo project. */
export type Ids = (slug: string) => string;

export function makeIds(): Ids {
  const ids = new Map<string, string>();
  return (slug) => {
    const id = ids.get(slug) ?? randomUUID();
    ids.set(slug, id);
    return id;
  };
}

/** The theory document with the study's statements, as an update. */
export function makeTheory(statements: readonly DemoStatement[], ids: Ids, at: string): Uint8Array {
  return update((doc) => {
    const fields = theoryFields(doc);
    for (const [order, { id: slug, title, sentence }] of statements.entries()) {
      const id = ids(slug) as StatementId;
      fields.statements.set(id, { id, order, createdAt: at });
      fields.titles.set(id, new Y.Text(title));
      fields.sentences.set(id, new Y.Text(sentence));
    }
  });
}

/** A transcript's text, as an update and laid out for anchors. `speakerKey` is by label. */
export function makeText(
  { turns }: DemoTranscript,
  speakerKey: (label: string) => string,
): { readonly update: Uint8Array; readonly index: TextIndex; readonly doc: Y.Doc } {
  const doc = new Y.Doc();
  const content: readonly TurnContent[] = turns.map(({ speaker, start, text }) => ({
    id: randomUUID(),
    speaker: speakerKey(speaker),
    start,
    end: null,
    paragraphs: text.split('\n'),
  }));
  writeTranscript(doc, content);
  return { update: Y.encodeStateAsUpdate(doc), index: indexText(doc), doc };
}

type Writing = {
  readonly ids: Ids;
  /** The round in which a transcript was coded, by the study's name for it. */
  readonly roundOf: (transcript: string) => string;
  readonly at: Clockwork;
};

/** One member's layer on one transcript, as an update. */
export function makeLayer(
  coding: DemoCoding,
  index: TextIndex,
  { ids, roundOf, at }: Writing,
): Uint8Array {
  return update((doc) => {
    const fields = layerFields(doc);
    const addMemo = (kind: 'span' | 'sketch', of: string, text: string | null): void => {
      if (text === null) return;
      const id = randomUUID() as MemoId;
      fields.memos.set(id, { id, links: [{ kind, id: of }], createdAt: at() });
      fields.memoTexts.set(id, new Y.Text(text));
    };
    for (const span of coding.spans) {
      const id = ids(span.id) as SpanId;
      fields.spans.set(id, readySpan(span, id, index, at()));
      addMemo('span', id, span.memo);
    }
    for (const sketch of coding.sketches) {
      const id = ids(sketch.id) as SketchId;
      const bearing = sketch.bearing && {
        statement: ids(sketch.bearing.statement) as StatementId,
        bearing: sketch.bearing.bearing,
      };
      fields.sketches.set(id, { id, form: sketch.form, bearing, createdAt: at() });
      fields.restatements.set(id, new Y.Text(sketch.restatement));
      for (const [order, part] of sketch.parts.entries()) {
        const ready = readyPart(part, id, order, ids, roundOf);
        fields.parts.set(ready.id, ready);
      }
      addMemo('sketch', id, sketch.memo);
    }
  });
}

/** Gives the next instant of a made-up working day. */
export type Clockwork = () => string;

function readySpan(
  { turn, startUtf16, endUtf16, quote, role, unsure }: DemoCoding['spans'][number],
  id: SpanId,
  index: TextIndex,
  createdAt: string,
): Span {
  const base = index.turns[turn]?.startUtf16 ?? 0;
  const range = { startUtf16: base + startUtf16, endUtf16: base + endUtf16 };
  const anchor = makeAnchor(index, range);
  if (anchor === null || anchor.quote !== quote) {
    throw new Error('a span of the demo study does not stand on its words');
  }
  return { id, role, unsure, anchor, nodes: [], createdAt };
}

function readyPart(
  { role, filledBy }: DemoPart,
  sketch: SketchId,
  order: number,
  ids: Ids,
  roundOf: Writing['roundOf'],
): Part {
  const head = { id: randomUUID() as PartId, sketch, role, order };
  if (filledBy.kind === 'inferred') return { ...head, filledBy };
  const spans = filledBy.spans.map(({ span, elsewhere }) => ({
    span: ids(span) as SpanId,
    elsewhere:
      elsewhere === null ? null : { transcript: ids(elsewhere), round: roundOf(elsewhere) },
  }));
  return { ...head, filledBy: { kind: 'quoted', spans } };
}

function update(write: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => write(doc));
  const bytes = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return bytes;
}
