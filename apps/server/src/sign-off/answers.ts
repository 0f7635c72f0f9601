import type { SignOffAnswer } from '@triad/collab';
import type { SignOffBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';

export function signOffAnswer({ id, version, body }: Row<SignOffBody>): SignOffAnswer {
  const { member, verdict, text, at, ended, earlier } = body;
  return {
    id,
    version,
    member,
    verdict,
    text,
    at,
    ended,
    earlier: earlier.map((said) => ({ verdict: said.verdict, text: said.text, at: said.at })),
  };
}
