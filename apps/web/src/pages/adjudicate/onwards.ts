/* Whether a decision leads on to the next open place: this device's, since it is about a way of working. */

const KEY = 'triad.decide-onwards';

export function goesOnwards(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'no';
  } catch {
    return true;
  }
}

export function keepOnwards(isOn: boolean): void {
  try {
    localStorage.setItem(KEY, isOn ? 'yes' : 'no');
  } catch {
    /* It holds as long as the page stands. */
  }
}
