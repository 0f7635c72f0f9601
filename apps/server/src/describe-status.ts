import type { Context } from './context.ts';

/** What `triad status` prints: counts, ids and instants, nobody's words. */
export function describeStatus({ version, store, documents }: Context) {
  const { connections, documents: inMemory, bytes } = documents.stats();
  const { loss, broughtBack, ...condition } = store.condition();
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
    documents: { connections, inMemory, bytes },
  };
}
