import type { Context } from '../context.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';

/** How CMOCs came about, to be put into a paper. */
export function methodsOf(_context: Context, _project: Row<ProjectBody>): Promise<string> {
  return Promise.resolve('');
}
