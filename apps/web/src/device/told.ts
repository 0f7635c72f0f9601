/*
 * What each account was told of each project on this device, and has answered: nothing is kept here
 * before that. Ids alone. It goes with what the device keeps, so that whoever comes back is told anew.
 */

const KEY = 'triad.device-told';
/** Of all accounts together; the oldest go first, and are told once more. */
const MOST = 200;

export type Told = 'on' | 'off';

const listeners = new Set<() => void>();
// Another tab may be where it is answered.
if (typeof addEventListener !== 'undefined') {
  addEventListener('storage', ({ key }) => {
    if (key === KEY || key === null) tell();
  });
}

/** Null where nothing was told, or this browser keeps nothing. */
export function toldOf(account: string, project: string): Told | null {
  return read().find(([key]) => key === `${account} ${project}`)?.[1] ?? null;
}

/** Whether its person knows that this device keeps copies of the project. */
export function mayKeepFor(account: string, project: string): boolean {
  return toldOf(account, project) === 'on';
}

export function noteTold(account: string, project: string, told: Told): void {
  const key = `${account} ${project}`;
  const rest = read().filter(([other]) => other !== key);
  write([...rest, [key, told]]);
}

/** Nothing is kept of this account here any more. */
export function forgetTold(account: string): void {
  write(read().filter(([key]) => !key.startsWith(`${account} `)));
}

export function onTold(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function write(entries: readonly (readonly [string, Told])[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(entries.slice(-MOST)));
  } catch {
    /* A browser that keeps nothing tells it each time. */
  }
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
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
