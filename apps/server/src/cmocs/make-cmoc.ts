import type { CmocContent, Evidence } from '@triad/realist';
import type { Context } from '../context.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';

export type NewCmoc = {
  readonly project: string;
  /** Member id. */
  readonly by: string;
  readonly group: string | null;
  readonly content: CmocContent;
  /** Candidates that it came of. */
  readonly candidates: readonly string[];
};

/** Makes a draft, with the next number. Refuses with `cmocs/too-many`. */
export function makeCmoc(_context: Context, _made: NewCmoc): Promise<Row<CmocBody>> {
  throw new Error('not built');
}

/** Puts a candidate's parts and evidence into a draft that is there. Refuses with `cmocs/retired`. */
export function addToCmoc(
  _context: Context,
  _cmoc: Row<CmocBody>,
  _added: {
    readonly parts: CmocContent['parts'];
    readonly evidence: readonly Evidence[];
    readonly candidate: string;
  },
): Promise<Row<CmocBody>> {
  throw new Error('not built');
}
