import { setTimeout as pause } from 'node:timers/promises';
import type { LoadAnswer, LoadOrder } from './load.ts';
import { closeTabs, connectTabs, makeTabs } from './tab-set.ts';

const TOLD_MS = 10_000;
/** A server that says that a tab has everything before that is so is given this long. */
const LATE_MS = 1_500;

/**
 * Two tabs on a document: one adds a span, and the server is killed in the moment in which the other
 * has it, or in which its author is told that it is kept. Both tabs are closed then.
 */
export async function loseOne(
  order: Extract<LoadOrder, { kind: 'lose one' }>,
): Promise<LoadAnswer> {
  const set = makeTabs(order, 2);
  const [author, other] = set.tabs[0] ?? [];
  if (author === undefined || other === undefined) throw new Error('there are no tabs');
  try {
    await connectTabs(set, order.documents);
    const killed = new Promise<string>((resolve) => {
      const kill = (id: string): void => {
        process.kill(order.pid, 'SIGKILL');
        resolve(id);
      };
      if (order.when === 'seen') other.onSeen = kill;
      else author.onAcknowledged = kill;
    });
    author.add();
    const span = await Promise.race([killed, pause(TOLD_MS, null, { ref: false })]);
    if (span === null)
      throw new Error(`the span was not ${order.when} within ${TOLD_MS / 1_000} s`);
    return { kind: 'span', span };
  } finally {
    closeTabs(set);
  }
}

/** Whether a fresh tab finds a span. */
export async function looksFor(
  order: Extract<LoadOrder, { kind: 'look for' }>,
): Promise<LoadAnswer> {
  const set = makeTabs(order, 1);
  const tab = set.tabs[0]?.[0];
  if (tab === undefined) throw new Error('there is no tab');
  try {
    await connectTabs(set, []);
    const end = performance.now() + LATE_MS;
    while (!tab.has(order.span) && performance.now() < end) await pause(20);
    return { kind: 'found', found: tab.has(order.span) };
  } finally {
    closeTabs(set);
  }
}
