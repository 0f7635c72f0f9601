import type { CmocContent } from '@triad/realist';
import type { Context } from '../context.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';

export type CmocContents = {
  readonly row: Row<CmocBody>;
  readonly content: CmocContent;
  /** Of its canonical JSON, hex. */
  readonly sha256: string;
};

/** Every CMOC of a project, retired ones too, with what its draft says now; what did not change is at hand. */
export function contentsOf(_context: Context, _project: string): Promise<readonly CmocContents[]> {
  throw new Error('not built');
}
