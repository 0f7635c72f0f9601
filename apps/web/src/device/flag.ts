/*
 * Whether anything was ever kept here, so that whoever has no such project pays nothing for it: no
 * database is opened to find that there is none.
 */

const KEY = 'triad.device';

export function flagged(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

/** False where the browser keeps nothing for this page. */
export function setFlag(isKept: boolean): boolean {
  try {
    if (isKept) localStorage.setItem(KEY, '1');
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}
