/* Figures of a run: what is printed is markdown, so that it can stand in docs/performance.md as it is. */

/** The value below which the share `p` of the samples lies (nearest rank); NaN for none. */
export function quantile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(p * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** Milliseconds as they are printed: one decimal below 100, none above. */
export function ms(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}

/** `p50 / p95 / max` of some milliseconds. */
export function spread(samples: readonly number[]): string {
  return [quantile(samples, 0.5), quantile(samples, 0.95), Math.max(...samples)]
    .map(ms)
    .join(' / ');
}

/** Says whether a figure stays under its goal. */
export function against(goal: string, reached: boolean): string {
  return `${goal}: ${reached ? 'reached' : 'MISSED'}`;
}

/** The same with what was measured. */
export function under(
  what: string,
  measured: number,
  limit: number,
  { unit = 'ms', digits = 1 }: { readonly unit?: string; readonly digits?: number } = {},
): string {
  const figure = Number.isFinite(measured) ? measured.toFixed(digits) : '–';
  return against(`${what} under ${limit} ${unit}, ${figure}`, measured < limit);
}

/** `p50 / p95 / p99 / max` of some milliseconds. */
export function tail(samples: readonly number[]): string {
  if (samples.length === 0) return '–';
  const most = samples.reduce((largest, sample) => Math.max(largest, sample), 0);
  return [...[0.5, 0.95, 0.99].map((p) => quantile(samples, p)), most].map(ms).join(' / ');
}

export function printTable(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, 3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  console.log(`\n${title}\n\n${[line(head), rule, ...rows.map(line)].join('\n')}`);
}

export function say(sentence: string): void {
  console.log(sentence);
}
