import type { DueDate } from '@triad/collab';

/* Numbers, dates and lists as English writes them, by Intl. */

const LOCALE = 'en-GB';
const integer = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const plural = new Intl.PluralRules(LOCALE);
const conjunction = new Intl.ListFormat(LOCALE, { type: 'conjunction' });
const day = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });
const moment = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const FULL_MOMENT = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
} as const;
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });

/** `12,040`. */
export const number = (value: number): string => integer.format(value);

/** `1 turn`, `2 turns`. */
export function count(value: number, one: string, other: string): string {
  return `${number(value)} ${plural.select(value) === 'one' ? one : other}`;
}

/** `a, b and c`. */
export const list = (items: readonly string[]): string => conjunction.format(items);

/** `14 Nov 2026`; of an ISO instant, in this device's zone. */
export const date = (iso: string): string => day.format(new Date(iso));

/** `14 Nov, 16:40`. */
export const dateTime = (iso: string): string => moment.format(new Date(iso));

/** `10 Dec 2026, 18:00 (Europe/London)`: in the zone of those who set it, whoever reads it. */
export function dueDateTime({ at, zone }: DueDate): string {
  const there = new Intl.DateTimeFormat(LOCALE, { ...FULL_MOMENT, timeZone: zone });
  return `${there.format(new Date(at))} (${zone})`;
}

/** `in 6 days`, `in 3 hours`, `yesterday`. */
export function fromNow(iso: string, now: number): string {
  const hours = (new Date(iso).getTime() - now) / 3_600_000;
  if (Math.abs(hours) >= 36) return relative.format(Math.round(hours / 24), 'day');
  if (Math.abs(hours) >= 1) return relative.format(Math.round(hours), 'hour');
  return relative.format(Math.round(hours * 60), 'minute');
}

/** `1:02:45` or `12:03`, of seconds. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `52 min`, `1 h 04 min`, of seconds; under a minute `40 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? `${minutes} min`
    : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** `3.4 MB`, of bytes. */
export function bytes(value: number): string {
  if (value < 1_000) return `${value} bytes`;
  if (value < 1_000_000) return `${number(value / 1_000)} kB`;
  return `${(value / 1_000_000).toFixed(1)} MB`;
}
