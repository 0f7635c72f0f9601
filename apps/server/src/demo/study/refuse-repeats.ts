import type { Checked } from './checked.ts';

/** @throws Error that names the place and the id that stands there twice */
export function refuseRepeats(source: Checked, ids: readonly string[]): void {
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) source.fail(`'${repeated}' stands here twice.`);
}
