import type { LoadAnswer, LoadDocument, TabsOrder } from './load.ts';
import { closeTabs, connectTabs, makeTabs } from './tab-set.ts';

/** Opens one document after the other in a fresh tab, until it is whole, and closes it. */
export async function openEach(order: TabsOrder): Promise<LoadAnswer> {
  const openings = [];
  for (const document of order.documents) openings.push(await open(order, document));
  return { kind: 'opened', openings };
}

async function open(order: TabsOrder, document: LoadDocument) {
  const set = makeTabs({ ...order, documents: [document] }, 1);
  const tab = set.tabs[0]?.[0];
  if (tab === undefined) throw new Error('there is no tab');
  try {
    const start = performance.now();
    const whole = new Promise<number>((resolve) => {
      tab.doc.on('afterTransaction', () => {
        if (tab.spans >= document.spans) resolve(performance.now() - start);
      });
    });
    await connectTabs(set, [document]);
    const { firstSynced } = tab;
    return {
      syncedMs: (firstSynced?.at ?? Number.NaN) - start,
      wholeMs: await whole,
      spansWhenSynced: firstSynced?.spans ?? 0,
      spans: document.spans,
    };
  } finally {
    closeTabs(set);
  }
}
