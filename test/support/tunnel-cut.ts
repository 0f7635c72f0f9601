import type { WebSocketRoute } from 'playwright-core';
import type { Person } from './person.ts';

/** Lets the documents of a browser be cut off from the server while its pages and their requests stay. */
export async function cuttable({ page }: Person) {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/\/tunnel$/, (route) => {
    if (isCut) void route.close();
    else {
      open.add(route);
      open.add(route.connectToServer());
    }
  });
  return {
    cut: async () => {
      isCut = true;
      for (const route of open) await route.close();
      open.clear();
    },
    mend: () => (isCut = false),
  };
}
