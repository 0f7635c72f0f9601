import type { Context } from '../context.ts';
import { DAY_MS, HOUR_MS } from '../context.ts';

/** A day, from Monday as 0, and an hour of it: UTC, of the week before this one; days below 0 are of earlier ones. */
export type WeekHour = readonly [day: number, hour: number];

/** The instant of an hour of the week before this one, milliseconds. */
export function inWeekBefore({ clock }: Pick<Context, 'clock'>, [day, hour]: WeekHour): number {
  const today = Math.floor(clock().getTime() / DAY_MS);
  // The first day of all, of 1970, was a Thursday.
  const monday = today - ((today + 3) % 7) - 7;
  return (monday + day) * DAY_MS + hour * HOUR_MS;
}

/** The same context at another time: what is written through it is dated from then on. */
export function at(context: Context, instantMs: number): Context {
  const backMs = context.clock().getTime() - instantMs;
  return { ...context, clock: () => new Date(context.clock().getTime() - backMs) };
}
