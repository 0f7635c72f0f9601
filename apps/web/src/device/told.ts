/*
 * What each account was told of each project on this device, so that it is told once and again
 * whenever it changes. Ids alone; it outlives the copies.
 */

const KEY = 'triad.device-told';
/** Of all accounts together; the oldest go first, and are told once more. */
const MOST = 200;

export type Told = 'on' | 'off';

/** Null where nothing was told, or this browser keeps nothing. */
export function toldOf(account: string, project: string): Told | null {
  return read().find(([key]) => key === `${account} ${project}`)?.[1] ?? null;
}

export function noteTold(account: string, project: string, told: Told): void {
  const key = `${account} ${project}`;
  const rest = read().filter(([other]) => other !== key);
  try {
    localStorage.setItem(KEY, JSON.stringify([...rest, [key, told]].slice(-MOST)));
  } catch {
    /* A browser that keeps nothing tells it each time. */
  }
}

function read(): readonly (readonly [string, Told])[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.filter(
      (entry): entry is [string, Told] =>
        Array.isArray(entry) &&
        typeof entry[0] === 'string' &&
        (entry[1] === 'on' || entry[1] === 'off'),
    );
  } catch {
    return [];
  }
}
