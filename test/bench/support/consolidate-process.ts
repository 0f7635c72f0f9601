import type { Consolidation, ConsolidationInput } from '@triad/consolidation';
import { consolidate } from '@triad/consolidation';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { residentMb } from './memory.ts';

/* Consolidates each file of the folder it is told, and prints what that took and gave as JSON. */

export type ConsolidateTimes = {
  /** Of each text, without reading its file. */
  readonly times: readonly number[];
  /** Processor time of the thread in all of them, which other work on the machine hardly touches. */
  readonly processorMs: number;
  readonly mostMb: number;
  /** Of all texts together. */
  readonly counts: Readonly<Record<string, number>>;
};

const folder = process.argv[2] ?? '';
const times: number[] = [];
const counts: Record<string, number> = {};
let processorMs = 0;
for (const name of await readdir(folder)) {
  const input = JSON.parse(await readFile(join(folder, name), 'utf8')) as ConsolidationInput;
  const [start, before] = [performance.now(), process.threadCpuUsage()];
  const found = consolidate(input);
  const { user, system } = process.threadCpuUsage(before);
  times.push(performance.now() - start);
  processorMs += (user + system) / 1000;
  refuseIfOff(input, found);
  for (const [what, count] of Object.entries(countAll(input, found))) {
    counts[what] = (counts[what] ?? 0) + count;
  }
}
const { most } = await residentMb(process.pid);
const found: ConsolidateTimes = { times, processorMs, mostMb: most, counts };
process.stdout.write(JSON.stringify(found));

function countAll({ coders }: ConsolidationInput, found: Consolidation): Record<string, number> {
  const fromSketches = found.candidates.filter(({ from }) => from === 'sketches');
  return {
    spans: coders.reduce((sum, { spans }) => sum + spans.length, 0),
    sketches: coders.reduce((sum, { sketches = [] }) => sum + sketches.length, 0),
    groups: found.groups.length,
    '… of four coders or more': found.groups.filter(({ spans }) => spans.length >= 4).length,
    '… of one': found.groups.filter(({ spans }) => spans.length === 1).length,
    disagreements: found.disagreements.length,
    'proposed spans': found.proposed.length,
    configurations: fromSketches.length,
    '… of two coders or more': fromSketches.filter(({ support }) => support >= 2).length,
    'candidates by closeness': found.candidates.length - fromSketches.length,
  };
}

/** Where this does not hold the figures would say nothing. */
function refuseIfOff({ coders }: ConsolidationInput, found: Consolidation): void {
  const spans = coders.flatMap((coder) =>
    coder.spans.map((span) => ({ ...span, coder: coder.id })),
  );
  const distinct = new Set(
    spans.map(({ coder, start, end, label }) => `${coder} ${start} ${end} ${label}`),
  );
  const grouped = found.groups.flatMap((group) => group.spans);
  if (grouped.length !== distinct.size || new Set(grouped).size !== grouped.length) {
    throw new Error('a span is in no group, or in two');
  }
  const coderOf = new Map(spans.map(({ id, coder }) => [id, coder]));
  for (const group of found.groups) {
    if (new Set(group.spans.map((id) => coderOf.get(id))).size !== group.spans.length) {
      throw new Error('a coder is in a group twice');
    }
    if (group.shared[0] >= group.shared[1]) throw new Error('the spans of a group share nothing');
  }
  const sketches = new Set(found.candidates.flatMap((candidate) => candidate.sketches));
  if (sketches.size !== coders.reduce((sum, coder) => sum + (coder.sketches ?? []).length, 0)) {
    throw new Error('a sketch is in no configuration');
  }
}
