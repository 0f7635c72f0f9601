import { listStatements, theoryFields } from '@triad/collab';
import * as Y from 'yjs';

/** Adds an empty statement at the end and answers its id. `now` is a UTC ISO instant. */
export function addStatement(doc: Y.Doc, now: string): string {
  const id = crypto.randomUUID();
  const last = listStatements(doc).at(-1);
  doc.transact(() => {
    const { statements, titles, sentences } = theoryFields(doc);
    titles.set(id, new Y.Text());
    sentences.set(id, new Y.Text());
    statements.set(id, { id, order: (last?.order ?? 0) + 1, createdAt: now });
  });
  return id;
}

/** Takes a statement and its words out. */
export function removeStatement(doc: Y.Doc, id: string): void {
  doc.transact(() => {
    const { statements, titles, sentences } = theoryFields(doc);
    statements.delete(id);
    titles.delete(id);
    sentences.delete(id);
  });
}

/**
 * Moves a statement one place up (-1) or down (1), by giving it an order between its new
 * neighbours: one value is written, so two people who move different statements do not disturb
 * each other.
 */
export function moveStatement(doc: Y.Doc, id: string, by: -1 | 1): void {
  const list = listStatements(doc);
  const from = list.findIndex((statement) => statement.id === id);
  const statement = list[from];
  const beyond = list[from + by];
  if (statement === undefined || beyond === undefined) return;
  const further = list[from + 2 * by];
  const order = further === undefined ? beyond.order + by : (beyond.order + further.order) / 2;
  doc.transact(() => {
    const { statements } = theoryFields(doc);
    if (order !== beyond.order && order !== further?.order) {
      statements.set(id, { id, order, createdAt: statement.createdAt });
      return;
    }
    /* No room left between the two: number all afresh, in the order wanted. */
    const rest = list.filter((other) => other.id !== id);
    const wanted = [...rest.slice(0, from + by), statement, ...rest.slice(from + by)];
    wanted.forEach((one, index) => {
      statements.set(one.id, { id: one.id, order: index + 1, createdAt: one.createdAt });
    });
  });
}
