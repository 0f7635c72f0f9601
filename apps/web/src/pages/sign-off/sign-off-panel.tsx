import type { CmocAnswer, ProjectAnswer } from '@triad/collab';

/** The sign-off of a CMOC's latest version. */
export function SignOffPanel({
  cmoc,
}: {
  readonly project: ProjectAnswer;
  readonly cmoc: CmocAnswer;
}) {
  return <div hidden>{cmoc.latest?.number}</div>;
}
