/**
 * Work too long for one commit: `step` does one slice inside the current transaction and returns
 * what is left, or null at the end. A step whose transaction fails is simply taken again: it keeps
 * its state in what it returns.
 */
export type Slices<T> = { readonly value: T; step(): Slices<T> | null };
