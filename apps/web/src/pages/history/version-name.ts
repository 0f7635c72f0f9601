import { say } from '../../messages.ts';

/** The first is the text as it was imported, and is never let go. */
export function nameOfVersion(number: number): string {
  return number === 1 ? say.history.imported : say.history.version(number);
}
