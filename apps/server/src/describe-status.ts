import type { Context } from './context.ts';

/** What `triad status` prints: counts, ids and instants, nobody's words. */
export function describeStatus({ version, store, documents }: Context) {
  const { connections, documents: inMemory, bytes } = documents.stats();
  const open = { connections, inMemory, bytes };
  const found = store.condition();
  if (found === null) {
    // Not 'nothing is missing', which nobody looked at.
    const condition = 'not applicable: MongoDB keeps its own files';
    return { version, store: store.description, condition, documents: open };
  }
  const { loss, broughtBack, ...condition } = found;
  return {
    version,
    store: store.description,
    ...condition,
    loss:
      loss === null
        ? null
        : {
            ...loss,
            documents: loss.documents.map(({ name, updates }) => ({
              name,
              updates,
              // Whether that was all nobody can tell: only those who hold it know what it held.
              writtenSince: broughtBack.includes(name),
            })),
          },
    documents: open,
  };
}
