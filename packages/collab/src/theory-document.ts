import type { Statement } from '@triad/realist';
import type * as Y from 'yjs';

/** The fields of `theory/<project>`: statements with their title and sentence, written together. */
export type TheoryFields = {
  readonly statements: Y.Map<unknown>;
  /** By statement id. */
  readonly titles: Y.Map<Y.Text>;
  /** By statement id. */
  readonly sentences: Y.Map<Y.Text>;
};

export function theoryFields(doc: Y.Doc): TheoryFields {
  return {
    statements: doc.getMap('statements'),
    titles: doc.getMap('titles'),
    sentences: doc.getMap('sentences'),
  };
}

/** A statement as it stands, with its texts; null for a value that is not one. */
export function readStatement(id: string, value: unknown): Statement | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id: own, order, createdAt } = value as Readonly<Record<string, unknown>>;
  if (own !== id || typeof order !== 'number' || typeof createdAt !== 'string') return null;
  return { id: id as Statement['id'], order, createdAt };
}

/** Statements in their order, with titles and sentences as plain strings. */
export function listStatements(
  doc: Y.Doc,
): readonly (Statement & { readonly title: string; readonly sentence: string })[] {
  const { statements, titles, sentences } = theoryFields(doc);
  return [...statements]
    .map(([id, value]) => readStatement(id, value))
    .filter((statement) => statement !== null)
    .map((statement) => ({
      ...statement,
      title: titles.get(statement.id)?.toString() ?? '',
      sentence: sentences.get(statement.id)?.toString() ?? '',
    }))
    .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}
