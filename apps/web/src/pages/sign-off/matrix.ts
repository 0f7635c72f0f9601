import type { CmocSummary } from '@triad/collab';
import type { Verdict } from '@triad/realist';

/** What one member said of the version of one CMOC that is put to sign-off. */
export type Cell =
  | { readonly kind: 'said'; readonly verdict: Verdict; readonly ended: boolean }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'not-asked' };

export function cellOf({ latest, signOffs }: CmocSummary, member: string): Cell {
  if (latest === null || signOffs === null) return { kind: 'not-asked' };
  const said = signOffs.said.find((each) => each.member === member);
  if (said !== undefined) return { kind: 'said', verdict: said.verdict, ended: said.ended };
  return { kind: signOffs.outstanding.includes(member) ? 'waiting' : 'not-asked' };
}

/** The members who have a column: who is asked, and who said something though they are not asked now. */
export function columnsOf(
  cmocs: readonly CmocSummary[],
  signers: readonly string[],
): readonly string[] {
  const said = cmocs.flatMap(({ signOffs }) => signOffs?.said.map(({ member }) => member) ?? []);
  return [...new Set([...signers, ...said])];
}

export type MatrixFilter = 'all' | 'waiting' | 'contested' | 'agreed';
export const MATRIX_FILTERS: readonly MatrixFilter[] = ['all', 'waiting', 'contested', 'agreed'];

/** The rows of the table, in their order: what was put to sign-off, retired ones left out. */
export function rowsOf(
  cmocs: readonly CmocSummary[],
  filter: MatrixFilter,
  me: string,
): readonly CmocSummary[] {
  return cmocs.filter((cmoc) => {
    if (cmoc.state === 'retired' || cmoc.signOffs === null) return false;
    switch (filter) {
      case 'all':
        return true;
      case 'waiting':
        return cellOf(cmoc, me).kind === 'waiting';
      case 'contested':
      case 'agreed':
        return cmoc.state === filter;
    }
  });
}
