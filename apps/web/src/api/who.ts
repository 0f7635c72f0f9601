/* Whose tab this is: the account that was last signed in here, also once it is signed out. */

let account: string | null = null;
const listeners = new Set<() => void>();

/** To be told after each answer about the session; null says that nobody is signed in. */
export function noteAccount(signedIn: string | null): void {
  if (signedIn === null || signedIn === account) return;
  account = signedIn;
  for (const listener of listeners) listener();
}

export function accountHere(): string | null {
  return account;
}

export function onAccount(listener: () => void): void {
  listeners.add(listener);
}
