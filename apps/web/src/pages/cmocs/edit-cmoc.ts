import type { CmocMemo, PartEntry, PartText } from '@triad/collab';
import { cmocFields, partTextKey, readCmoc, readEvidence, readPartEntry } from '@triad/collab';
import type { CmocPart, Evidence, MarkRole, MechanismForm } from '@triad/realist';
import * as Y from 'yjs';

/* What leads do to a draft besides typing. Each act is one transaction, and one step of undo. */

/** Origin of the transactions of acts, by which undo tells them from typing. */
export const ACTS: unique symbol = Symbol('acts on a draft');

/** Adds an empty part at the end of those of its role and answers its id. */
export function addPart(
  doc: Y.Doc,
  role: MarkRole,
  { form, inferred = false }: { readonly form: MechanismForm; readonly inferred?: boolean },
): string {
  const id = crypto.randomUUID() as CmocPart['id'];
  const last = readCmoc(doc).parts.findLast((part) => part.role === role);
  const entry: PartEntry = {
    id,
    role,
    order: (last?.order ?? 0) + 1,
    inferred,
    mechanism: role === 'M' ? { form, effect: 'helping' } : null,
    outcome: role === 'O' ? { sign: null, horizon: null } : null,
  };
  act(doc, () => {
    cmocFields(doc).parts.set(id, entry);
    for (const which of textsOf(role)) ensureText(doc, id, which);
  });
  return id;
}

export type PartChange = {
  readonly inferred?: boolean;
  readonly mechanism?: Partial<NonNullable<PartEntry['mechanism']>>;
  readonly outcome?: Partial<NonNullable<PartEntry['outcome']>>;
};

/** Changes what is said of a part besides its words; what is not of its role is left alone. */
export function changePart(doc: Y.Doc, id: string, change: PartChange): void {
  const { parts } = cmocFields(doc);
  const part = readPartEntry(id, parts.get(id));
  if (part === null) return;
  act(doc, () => {
    for (const which of textsOf(part.role)) ensureText(doc, id, which);
    parts.set(id, {
      ...part,
      inferred: change.inferred ?? part.inferred,
      mechanism: part.mechanism && { ...part.mechanism, ...change.mechanism },
      outcome: part.outcome && { ...part.outcome, ...change.outcome },
    });
  });
}

/** Takes a part out with its words; what was evidence for it is evidence for the CMOC as a whole. */
export function removePart(doc: Y.Doc, id: string): void {
  const { parts, partTexts } = cmocFields(doc);
  const part = readPartEntry(id, parts.get(id));
  if (part === null) return;
  act(doc, () => {
    parts.delete(id);
    for (const which of textsOf(part.role)) partTexts.delete(partTextKey(id, which));
  });
}

/** Moves a part one place up (-1) or down (1) among those of its role. */
export function movePart(doc: Y.Doc, id: string, by: -1 | 1): void {
  const { parts } = cmocFields(doc);
  const known = readPartEntry(id, parts.get(id));
  if (known === null) return;
  const ids = readCmoc(doc)
    .parts.filter(({ role }) => role === known.role)
    .map((part) => part.id as string);
  const from = ids.indexOf(id);
  const beyond = ids[from + by];
  if (from === -1 || beyond === undefined) return;
  ids[from + by] = id;
  ids[from] = beyond;
  act(doc, () => {
    // Few, so all are numbered afresh: orders that tie or lie close need no care.
    for (const [at, each] of ids.entries()) {
      const part = readPartEntry(each, parts.get(each));
      if (part !== null && part.order !== at + 1) parts.set(each, { ...part, order: at + 1 });
    }
  });
}

/** Adds quotes at the end of the evidence, as supporting; answers their ids. */
export function addEvidence(
  doc: Y.Doc,
  added: readonly Pick<Evidence, 'quote' | 'role' | 'part'>[],
): readonly string[] {
  const { evidence } = cmocFields(doc);
  let order = Math.max(0, ...readCmoc(doc).evidence.map((each) => each.order));
  const entries = added.map((each): Evidence => {
    order += 1;
    const id = crypto.randomUUID() as Evidence['id'];
    return { ...each, id, bearing: 'supports', standing: null, footing: null, order };
  });
  act(doc, () => {
    for (const entry of entries) evidence.set(entry.id, entry);
  });
  return entries.map(({ id }) => id);
}

export type EvidenceChange = Partial<
  Pick<Evidence, 'part' | 'role' | 'bearing' | 'standing' | 'footing'>
>;

export function changeEvidence(doc: Y.Doc, id: string, change: EvidenceChange): void {
  const { evidence } = cmocFields(doc);
  const known = readEvidence(id, evidence.get(id));
  if (known !== null) act(doc, () => evidence.set(id, { ...known, ...change }));
}

export function removeEvidence(doc: Y.Doc, id: string): void {
  act(doc, () => cmocFields(doc).evidence.delete(id));
}

/** Puts back a piece of evidence as it was when it was taken out. */
export function restoreEvidence(doc: Y.Doc, piece: Evidence): void {
  act(doc, () => cmocFields(doc).evidence.set(piece.id, piece));
}

/** Begins a memo and answers its id. `now` is a UTC ISO instant. */
export function addMemo(
  doc: Y.Doc,
  {
    by,
    link,
    now,
  }: { readonly by: string; readonly link: CmocMemo['links'][number]; readonly now: string },
): string {
  const id = crypto.randomUUID() as CmocMemo['id'];
  act(doc, () => {
    const { memos, memoTexts } = cmocFields(doc);
    memos.set(id, { id, by, createdAt: now, links: [link] } satisfies CmocMemo);
    memoTexts.set(id, new Y.Text());
  });
  return id;
}

export function removeMemo(doc: Y.Doc, id: string): void {
  act(doc, () => {
    const { memos, memoTexts } = cmocFields(doc);
    memos.delete(id);
    memoTexts.delete(id);
  });
}

/** What is written of a part of this role word by word. */
function textsOf(role: MarkRole): readonly PartText[] {
  if (role === 'M') return ['text', 'resource', 'reasoning'];
  return role === 'O' ? ['text', 'for'] : ['text'];
}

function ensureText(doc: Y.Doc, part: string, which: PartText): void {
  const { partTexts } = cmocFields(doc);
  const key = partTextKey(part, which);
  if (!(partTexts.get(key) instanceof Y.Text)) partTexts.set(key, new Y.Text());
}

function act(doc: Y.Doc, change: () => void): void {
  doc.transact(change, ACTS);
}
