import type { Sentence } from '@triad/realist';
import { say } from '../../messages.ts';
import { RoleBadge } from '../../ui/index.ts';
import './marked-sentence.css';

/** A sentence in the reading face, its words marked by letter, line pattern and hue. */
export function MarkedSentence({
  sentence,
  size = 'normal',
}: {
  readonly sentence: Sentence;
  readonly size?: 'normal' | 'small';
}) {
  return (
    <p className={`marked-sentence ${size}`} dir="auto">
      {sentence.map(({ text, role }, i) => (
        // The pieces of a sentence have no names; they are drawn anew together.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={i}>
          {role === null ? (
            text
          ) : (
            <span className={`sentence-mark ${role.toLowerCase()}`}>
              <span className="visually-hidden"> {say.roles[role]}: </span>
              {text}
              <RoleBadge role={role} size="small" decorative />
            </span>
          )}
        </span>
      ))}
    </p>
  );
}
