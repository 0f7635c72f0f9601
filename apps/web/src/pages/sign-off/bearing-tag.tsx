import type { Bearing } from '@triad/realist';
import { signing as words } from '../../messages/signing.ts';

const SIGN: Readonly<Record<Bearing, string>> = { supports: '+', refutes: '✕', caveat: '◇' };

/** How a quote bears on a CMOC, by sign, outline and word. */
export function BearingTag({ bearing }: { readonly bearing: Bearing }) {
  return (
    <span className={`bearing-tag ${bearing}`}>
      <span aria-hidden="true">{SIGN[bearing]} </span>
      {words.bearing[bearing]}
    </span>
  );
}
