const minus = (text: string): string => text.replace('-', '−');

/**
 * Two decimals; four where two would make it look like 0 or 1 and it is neither. Figures with more
 * say more than they know.
 */
export function figureText(value: number): string {
  const short = value.toFixed(2);
  const looksWhole = Number(short) === Math.round(value);
  return minus(looksWhole && value !== Math.round(value) ? value.toFixed(4) : short);
}

/** The least that the bars must show: 0, or the first tenth below all values. */
export function scaleStart(values: readonly number[]): number {
  const least = Math.min(0, ...values);
  return Math.max(-1, Math.floor(least * 10) / 10);
}

/** Where a value stands between `from` and 1, percent, kept within. */
export function percentOf(value: number, from: number): number {
  return Math.min(100, Math.max(0, ((value - from) / (1 - from)) * 100));
}

/** How dark the cell of a heat map is, of 1. */
export function heatOf(share: number): { readonly '--tint': string } {
  return { '--tint': `${Math.round(Math.max(0, Math.min(1, share)) * 26)}%` };
}
