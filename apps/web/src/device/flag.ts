/*
 * Whether anything was ever kept here, so that whoever has no such project pays nothing for it: no
 * database is opened to find that there is none.
 */

const KEY = 'triad.device';
/** The same of the service worker. */
const WORKER_KEY = 'triad.worker';

export function flagged(): boolean {
  return read(KEY);
}

export function workerFlagged(): boolean {
  return read(WORKER_KEY);
}

export function setWorkerFlag(isThere: boolean): boolean {
  return write(WORKER_KEY, isThere);
}

/** False where the browser keeps nothing for this page. */
export function setFlag(isKept: boolean): boolean {
  return write(KEY, isKept);
}

function read(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

function write(key: string, isSet: boolean): boolean {
  try {
    if (isSet) localStorage.setItem(key, '1');
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}
