import type { Page } from 'playwright-core';
import { ms, printTable } from './figures.ts';

const SHOWN = 25;

/**
 * Where the time of `work` goes in the page's thread, by function: itself, and with what it calls.
 * With `under`, only what the functions of that name call.
 */
export async function profile(
  page: Page,
  title: string,
  work: () => Promise<void>,
  under: string | null = null,
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 200 });
  await session.send('Profiler.start');
  await work();
  const { profile } = await session.send('Profiler.stop');
  await session.detach();
  printProfile(title, profile, under);
}

/** What the inspector's Profiler gives, and Node's `--cpu-prof` writes. */
export type CpuProfile = {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
    readonly children?: readonly number[];
  }[];
  readonly samples?: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas?: readonly number[];
};

export function printProfile(
  title: string,
  profile: CpuProfile,
  under: string | null = null,
): void {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const node of profile.nodes) {
    for (const child of node.children ?? []) parents.set(child, node.id);
  }
  const name = (id: number): string => {
    const frame = nodes.get(id)?.callFrame;
    if (frame === undefined) return '?';
    const file = frame.url.split('/').at(-1) ?? '';
    return `${frame.functionName || '(anonymous)'}${file === '' ? '' : ` ${file}:${frame.lineNumber + 1}`}`;
  };
  const own = new Map<string, number>();
  const whole = new Map<string, number>();
  const add = (times: Map<string, number>, key: string, by: number): void => {
    times.set(key, (times.get(key) ?? 0) + by);
  };
  profile.samples?.forEach((id, at) => {
    const spent = (profile.timeDeltas?.[at] ?? 0) / 1000;
    const stack = new Set<string>();
    let isUnder = under === null;
    for (let node: number | undefined = id; node !== undefined; node = parents.get(node)) {
      if (nodes.get(node)?.callFrame.functionName === under) isUnder = true;
      stack.add(name(node));
    }
    if (!isUnder) return;
    add(own, name(id), spent);
    for (const key of stack) add(whole, key, spent);
  });
  const rows = [...whole]
    .filter(([key]) => !/^\((?:root|idle|program)\)/.test(key))
    .sort((a, b) => b[1] - a[1])
    .slice(0, SHOWN)
    .map(([key, total]) => [key, ms(total), ms(own.get(key) ?? 0)]);
  printTable(`Profile of ${title}, ms`, ['function', 'with what it calls', 'itself'], rows);
  printTable(
    `Profile of ${title}, by the function itself, ms`,
    ['function', 'itself'],
    [...own]
      .sort((a, b) => b[1] - a[1])
      .slice(0, SHOWN)
      .map(([key, spent]) => [key, ms(spent)]),
  );
}
