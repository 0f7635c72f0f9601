import type { CmocSummary } from '@triad/collab';
import { signing } from '../../messages/signing.ts';
import { waitingFor } from './waiting.ts';

const words = signing.sentence;

/** The sentence that the page begins with: what waits for the reader, then how far the team is. */
export function summaryOf(
  cmocs: readonly CmocSummary[],
  { me, isAsked }: { readonly me: string; readonly isAsked: boolean },
): string {
  const living = cmocs.filter(({ state }) => state !== 'retired');
  if (living.every(({ latest }) => latest === null)) return words.nothing;
  const many = (state: CmocSummary['state']): number =>
    living.filter((cmoc) => cmoc.state === state).length;
  const waits = waitingFor(living, me).length;
  const first = waits > 0 ? words.waits(waits) : isAsked ? words.none : words.notAsked;
  const [contested, notPut] = [many('contested'), many('draft')];
  const rest = [
    words.agreed(many('agreed'), living.length),
    ...(contested > 0 ? [words.contested(contested)] : []),
    ...(notPut > 0 ? [words.notPut(notPut)] : []),
  ];
  return `${first}; ${rest.join(', ')}.`;
}
