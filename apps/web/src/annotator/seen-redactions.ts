/*
 * How often words had been taken out of each transcript when somebody last opened it here, so that they
 * are told of what came since. Ids and numbers alone; it stays when they sign out.
 */

const KEY = 'triad.seen-redactions';
/** Of all accounts together; the oldest go first, and what came since is not told then. */
const MOST = 500;

type Seen = readonly (readonly [key: string, redactions: number])[];

/** Where the browser keeps nothing; it lasts as long as the tab. */
let inTab: Seen = [];

const listeners = new Set<() => void>();
// Another tab may be where it is dismissed.
if (typeof addEventListener !== 'undefined') {
  addEventListener('storage', ({ key }) => {
    if (key === KEY || key === null) tell();
  });
}

/** Null for a transcript that was not opened here yet, as far as is known. */
export function seenRedactions(account: string, transcript: string): number | null {
  return read().find(([key]) => key === `${account} ${transcript}`)?.[1] ?? null;
}

export function noteSeenRedactions(account: string, transcript: string, redactions: number): void {
  const key = `${account} ${transcript}`;
  inTab = [...read().filter(([other]) => other !== key), [key, redactions] as const].slice(-MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(inTab));
  } catch {
    /* It is known in this tab. */
  }
  tell();
}

export function onSeenRedactions(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}

function read(): Seen {
  let stored: string | null;
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    return inTab;
  }
  try {
    const kept: unknown = JSON.parse(stored ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.filter(
      (entry): entry is [string, number] =>
        Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number',
    );
  } catch {
    return [];
  }
}
