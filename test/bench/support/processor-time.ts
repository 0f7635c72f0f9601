import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds of processor time that each thread of a process has had, by the thread's id. */
export type ProcessorTime = ReadonlyMap<string, { readonly name: string; readonly ms: number }>;

/** Below this share of one processor a process counts as quiet. */
const QUIET_SHARE = 0.04;
const LOOK_MS = 500;

/**
 * User and system time of all threads as the scheduler keeps it, in nanoseconds: /proc/<pid>/stat
 * counts hundredths of a second, too coarse for some hundred updates.
 */
export async function processorTime(pid: number): Promise<ProcessorTime> {
  const times = new Map<string, { name: string; ms: number }>();
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${thread}`;
    try {
      const [name, spent] = await Promise.all([
        readFile(`${folder}/comm`, 'utf8'),
        readFile(`${folder}/schedstat`, 'utf8'),
      ]);
      times.set(thread, { name: name.trim(), ms: Number(spent.split(' ')[0]) / 1e6 });
    } catch {
      // The thread ended while it was being looked at.
    }
  }
  return times;
}

/** What was spent between two readings, by the name of the thread. */
export function spentBetween(before: ProcessorTime, after: ProcessorTime): Map<string, number> {
  const spent = new Map<string, number>();
  for (const [id, { name, ms }] of after) {
    spent.set(name, (spent.get(name) ?? 0) + ms - (before.get(id)?.ms ?? 0));
  }
  return spent;
}

export function sumOf(spent: ReadonlyMap<string, number>): number {
  return [...spent.values()].reduce((sum, ms) => sum + ms, 0);
}

/** Waits until a process does next to nothing, or for `mostMs`. */
export async function untilQuiet(pid: number, mostMs: number): Promise<void> {
  const end = performance.now() + mostMs;
  while (performance.now() < end) {
    const before = await processorTime(pid);
    await pause(LOOK_MS);
    if (sumOf(spentBetween(before, await processorTime(pid))) < QUIET_SHARE * LOOK_MS) return;
  }
}

/** Milliseconds of processor time a second, by thread, measured over so long. */
export async function idleRate(pid: number, overMs: number): Promise<Map<string, number>> {
  const [before, start] = [await processorTime(pid), performance.now()];
  await pause(overMs);
  const spent = spentBetween(before, await processorTime(pid));
  const seconds = (performance.now() - start) / 1_000;
  return new Map([...spent].map(([name, ms]) => [name, ms / seconds]));
}
