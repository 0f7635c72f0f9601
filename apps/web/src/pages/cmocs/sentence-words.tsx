import type { Sentence } from '@triad/realist';
import { say } from '../../messages.ts';
import './sentence-words.css';

/** A sentence with its words marked, to be read. */
export function SentenceWords({ sentence }: { readonly sentence: Sentence }) {
  return sentence.map(({ text, role }, at) =>
    role === null ? (
      text
    ) : (
      // Pieces have no other identity than their place.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={at} className={`role-words ${role.toLowerCase()}`} data-role={role}>
        {text}
        <span className="visually-hidden"> ({say.roles[role]})</span>
      </span>
    ),
  );
}
