import type { Context } from '../context.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';
import type { About } from '../events/announce.ts';

/** That something was signed, or somebody is asked to: by the CMOC. */
export function announceSignOffs(
  { announce }: Pick<Context, 'announce'>,
  { id, version, body: { project } }: Row<CmocBody>,
  about: About = {},
): void {
  announce.changed({ project, what: 'sign-offs', id, version }, about);
}
