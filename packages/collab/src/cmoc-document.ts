import type {
  CmocContent,
  CmocPart,
  Evidence,
  MarkRole,
  Memo,
  Sentence,
  SentencePiece,
} from '@triad/realist';
import {
  BEARINGS,
  compareCmocParts,
  FOOTINGS,
  isMarkRole,
  MECHANISM_EFFECTS,
  MECHANISM_FORMS,
  OUTCOME_HORIZONS,
  OUTCOME_SIGNS,
  STANDINGS,
} from '@triad/realist';
import * as Y from 'yjs';
import { Entries } from './entries.ts';

/**
 * The fields of `cmoc/<id>`, the draft of a CMOC, which leads write together (RULES.md lists them). A part
 * and a piece of evidence is each one plain value under its id; what is written word by word is a text
 * beside it.
 */
export type CmocFields = {
  readonly title: Y.Text;
  /** For y-prosemirror: one `paragraph`, whose words may bear the mark `role` (`{ role: 'C' }`). */
  readonly sentence: Y.XmlFragment;
  readonly narrative: Y.Text;
  readonly parts: Entries;
  /** By part id, and by `<part>/resource`, `<part>/reasoning`, `<part>/for`. */
  readonly partTexts: Y.Map<Y.Text>;
  readonly evidence: Entries;
  /** Linked to `cmoc`, `part` or `evidence`. */
  readonly memos: Entries;
  /** By memo id. */
  readonly memoTexts: Y.Map<Y.Text>;
};

/** The same for the same document. */
export function cmocFields(doc: Y.Doc): CmocFields {
  const known = fieldsOf.get(doc);
  if (known !== undefined) return known;
  const fields: CmocFields = {
    title: doc.getText('title'),
    sentence: doc.getXmlFragment('sentence'),
    narrative: doc.getText('narrative'),
    parts: new Entries(doc.getArray('parts')),
    partTexts: doc.getMap('partTexts'),
    evidence: new Entries(doc.getArray('evidence')),
    memos: new Entries(doc.getArray('memos')),
    memoTexts: doc.getMap('memoTexts'),
  };
  fieldsOf.set(doc, fields);
  return fields;
}

const fieldsOf = new WeakMap<Y.Doc, CmocFields>();

/** What is written of a part word by word. */
export type PartText = 'text' | 'resource' | 'reasoning' | 'for';

export function partTextKey(part: string, which: PartText): string {
  return which === 'text' ? part : `${part}/${which}`;
}

/** A part as it stands in the document: its texts are beside it. */
export type PartEntry = Omit<CmocPart, 'text' | 'mechanism' | 'outcome'> & {
  readonly mechanism: Pick<NonNullable<CmocPart['mechanism']>, 'form' | 'effect'> | null;
  readonly outcome: Pick<NonNullable<CmocPart['outcome']>, 'sign' | 'horizon'> | null;
};

/** Null for a value that is none. */
export function readPartEntry(id: string, value: unknown): PartEntry | null {
  if (!isRecord(value) || value['id'] !== id) return null;
  const { role, order, inferred, mechanism, outcome } = value;
  if (!isMarkRole(role) || typeof order !== 'number' || typeof inferred !== 'boolean') return null;
  const head = { id: id as CmocPart['id'], role, order, inferred };
  if (role === 'M') {
    if (!isRecord(mechanism)) return null;
    const { form, effect } = mechanism;
    if (!isOne(MECHANISM_FORMS, form) || !isOne(MECHANISM_EFFECTS, effect)) return null;
    return { ...head, mechanism: { form, effect }, outcome: null };
  }
  if (role === 'O') {
    if (!isRecord(outcome)) return null;
    const { sign, horizon } = outcome;
    if (sign !== null && !isOne(OUTCOME_SIGNS, sign)) return null;
    if (horizon !== null && !isOne(OUTCOME_HORIZONS, horizon)) return null;
    return { ...head, mechanism: null, outcome: { sign, horizon } };
  }
  return { ...head, mechanism: null, outcome: null };
}

/** Null for a value that is none. */
export function readEvidence(id: string, value: unknown): Evidence | null {
  if (!isRecord(value) || value['id'] !== id || !isRecord(value['quote'])) return null;
  const { part, role, bearing, standing, footing, order } = value;
  const { transcript, span } = value['quote'];
  if (typeof transcript !== 'string' || typeof span !== 'string') return null;
  if (part !== null && typeof part !== 'string') return null;
  if (role !== null && !isMarkRole(role)) return null;
  if (!isOne(BEARINGS, bearing) || typeof order !== 'number') return null;
  if (standing !== null && !isOne(STANDINGS, standing)) return null;
  if (footing !== null && !isOne(FOOTINGS, footing)) return null;
  return {
    id: id as Evidence['id'],
    quote: { transcript, span },
    part: part as Evidence['part'],
    role,
    bearing,
    standing,
    footing,
    order,
  };
}

/** All of a draft as it stands; what does not read is left out. */
export function readCmoc(doc: Y.Doc): CmocContent {
  const fields = cmocFields(doc);
  const textOf = (part: string, which: PartText): string =>
    plain(fields.partTexts.get(partTextKey(part, which)));
  const parts = [...fields.parts]
    .flatMap(([id, value]) => readPartEntry(id, value) ?? [])
    .sort(compareCmocParts)
    .map(({ mechanism, outcome, ...part }): CmocPart => ({
      ...part,
      text: textOf(part.id, 'text'),
      mechanism: mechanism && {
        ...mechanism,
        resource: textOf(part.id, 'resource'),
        reasoning: textOf(part.id, 'reasoning'),
      },
      outcome: outcome && { ...outcome, forWhom: textOf(part.id, 'for') },
    }));
  const known = new Set<string>(parts.map(({ id }) => id));
  const evidence = [...fields.evidence]
    .flatMap(([id, value]) => readEvidence(id, value) ?? [])
    .map((each) => (each.part !== null && known.has(each.part) ? each : { ...each, part: null }))
    .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  return {
    title: fields.title.toString(),
    sentence: readSentence(fields.sentence),
    parts,
    narrative: fields.narrative.toString(),
    evidence,
  };
}

/** Paragraphs, of which there is one unless somebody pasted more, are joined by a space. */
export function readSentence(fragment: Y.XmlFragment): Sentence {
  const pieces: SentencePiece[] = [];
  const add = (text: string, role: MarkRole | null): void => {
    const last = pieces.at(-1);
    if (text === '') return;
    if (last !== undefined && last.role === role) {
      pieces[pieces.length - 1] = { text: last.text + text, role };
    } else pieces.push({ text, role });
  };
  for (const [at, paragraph] of fragment.toArray().entries()) {
    if (!(paragraph instanceof Y.XmlElement)) continue;
    if (at > 0) add(' ', null);
    for (const child of paragraph.toArray()) {
      if (!(child instanceof Y.XmlText)) continue;
      for (const { insert, attributes } of child.toDelta() as readonly Delta[]) {
        const role = attributes?.['role']?.role;
        if (typeof insert === 'string') add(insert, isMarkRole(role) ? role : null);
      }
    }
  }
  return pieces;
}

type Delta = {
  readonly insert: unknown;
  readonly attributes?: Readonly<Record<string, { readonly role?: unknown } | null | undefined>>;
};

/** Writes all of a draft into an empty document, with its memos: the first content of a new one. */
export function writeCmoc(
  doc: Y.Doc,
  content: CmocContent,
  memos: readonly (CmocMemo & { readonly text: string })[] = [],
): void {
  const fields = cmocFields(doc);
  doc.transact(() => {
    fields.title.insert(0, content.title);
    writeSentence(fields.sentence, content.sentence);
    fields.narrative.insert(0, content.narrative);
    for (const part of content.parts) writePart(fields, part);
    for (const evidence of content.evidence) fields.evidence.set(evidence.id, evidence);
    for (const { text, ...memo } of memos) {
      fields.memos.set(memo.id, memo);
      fields.memoTexts.set(memo.id, new Y.Text(text));
    }
  });
}

/**
 * Puts parts and evidence behind those of a draft that is there, in one transaction. What it has already, by
 * id, stays as it is.
 */
export function addToDraft(doc: Y.Doc, added: Pick<CmocContent, 'parts' | 'evidence'>): void {
  const fields = cmocFields(doc);
  const { parts, evidence } = readCmoc(doc);
  const last = (orders: readonly { readonly order: number }[]): number =>
    orders.reduce((most, { order }) => Math.max(most, order + 1), 0);
  const [firstPart, firstEvidence] = [last(parts), last(evidence)];
  const has = (known: readonly { readonly id: string }[], id: string): boolean =>
    known.some((each) => each.id === id);
  doc.transact(() => {
    for (const part of added.parts) {
      if (!has(parts, part.id)) writePart(fields, { ...part, order: firstPart + part.order });
    }
    for (const each of added.evidence) {
      if (has(evidence, each.id)) continue;
      fields.evidence.set(each.id, { ...each, order: firstEvidence + each.order });
    }
  });
}

function writePart(fields: CmocFields, { text, mechanism, outcome, ...part }: CmocPart): void {
  const entry: PartEntry = {
    ...part,
    mechanism: mechanism && { form: mechanism.form, effect: mechanism.effect },
    outcome: outcome && { sign: outcome.sign, horizon: outcome.horizon },
  };
  fields.parts.set(part.id, entry);
  const write = (which: PartText, words: string): unknown =>
    fields.partTexts.set(partTextKey(part.id, which), new Y.Text(words));
  write('text', text);
  if (mechanism !== null) {
    write('resource', mechanism.resource);
    write('reasoning', mechanism.reasoning);
  }
  if (outcome !== null) write('for', outcome.forWhom);
}

function writeSentence(fragment: Y.XmlFragment, sentence: Sentence): void {
  const paragraph = new Y.XmlElement('paragraph');
  fragment.insert(0, [paragraph]);
  const text = new Y.XmlText();
  paragraph.insert(0, [text]);
  let at = 0;
  for (const piece of sentence) {
    // Without the null, words take the mark of those before.
    text.insert(at, piece.text, { role: piece.role === null ? null : { role: piece.role } });
    at += piece.text.length;
  }
}

/** A memo of a CMOC. Who wrote it is named, since a draft has several writers. */
export type CmocMemo = Pick<Memo, 'id' | 'createdAt'> & {
  /** Member id, as its writer says. */
  readonly by: string;
  readonly links: readonly { readonly kind: 'cmoc' | 'part' | 'evidence'; readonly id: string }[];
};

const LINKED: ReadonlySet<unknown> = new Set(['cmoc', 'part', 'evidence']);

/** The memos of a draft, the oldest first. */
export function readCmocMemos(doc: Y.Doc): readonly (CmocMemo & { readonly text: string })[] {
  const { memos, memoTexts } = cmocFields(doc);
  return [...memos]
    .flatMap(([id, value]) => {
      if (!isRecord(value) || value['id'] !== id) return [];
      const { by, createdAt, links } = value;
      if (typeof by !== 'string' || typeof createdAt !== 'string' || !Array.isArray(links))
        return [];
      const read = links.filter(
        (link: unknown): link is CmocMemo['links'][number] =>
          isRecord(link) && LINKED.has(link['kind']) && typeof link['id'] === 'string',
      );
      return [
        { id: id as CmocMemo['id'], by, createdAt, links: read, text: plain(memoTexts.get(id)) },
      ];
    })
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

function plain(text: unknown): string {
  return text instanceof Y.Text ? text.toString() : '';
}

function isOne<const Value>(values: readonly Value[], value: unknown): value is Value {
  return (values as readonly unknown[]).includes(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
