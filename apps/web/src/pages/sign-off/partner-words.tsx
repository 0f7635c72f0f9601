import type { ReviewReply } from '@triad/collab';
import { dateTime } from '../../messages/format.ts';
import { signing } from '../../messages/signing.ts';
import './member-words.css';

const words = signing.panel;

/** What partners and experts answered by a link: shown beside what members say, and never counted. */
export function PartnerWords({ replies }: { readonly replies: readonly ReviewReply[] }) {
  if (replies.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="partner-words">
      <h2 id="partner-words" className="label">
        {words.partners}
      </h2>
      <ul className="member-words partners">
        {replies.map(({ link, note, kind, text, at }) => (
          <li key={`${link}/${at}`}>
            <span className="word-name">{note}</span>
            <span className="faint" title={dateTime(at)}>
              {words.notCounted(signing.replied[kind])}
            </span>
            {text === '' ? null : (
              <p className="word-text" dir="auto">
                {text}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
