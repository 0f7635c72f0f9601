import { Link } from '@tanstack/react-router';
import type { FoundWordsAnswer, WordsOutside } from '@triad/collab';
import { redacting as words } from '../messages/redacting.ts';
import { Notice } from '../ui/index.ts';

/** Where the words go from, and where they stay. */
export function Consequences({
  project,
  found,
}: {
  readonly project: string;
  readonly found: FoundWordsAnswer;
}) {
  return (
    <div className="stack tight redact-consequences">
      <Notice kind="warn" title={words.backups} />
      <Elsewhere found={found} />
      {found.hidden ? <Notice>{words.hidden}</Notice> : null}
      <Outside project={project} outside={found.outside} />
      <ul className="muted" aria-label={words.besides}>
        <li>{words.history}</li>
        <li>{words.spans}</li>
        <li>{words.others}</li>
      </ul>
    </div>
  );
}

/** What else of the transcript loses the words. */
export function Elsewhere({ found }: { readonly found: FoundWordsAnswer }) {
  const lines = words.found(found);
  return (
    <div className="redact-consequences">
      {lines.length === 0 ? (
        <p>{words.nowhere(found.text)}</p>
      ) : (
        <>
          <p id="redact-elsewhere">{words.elsewhere(found.text)}</p>
          <ul aria-labelledby="redact-elsewhere">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
      {found.original === null ? null : <p>{words.original[found.original]}</p>}
    </div>
  );
}

/** The page on which each can be changed. */
const PAGES = {
  statements: '/projects/$project/theory',
  rounds: '/projects/$project/rounds',
  reasons: '/projects/$project/rounds',
  invites: '/projects/$project/members',
  participants: '/projects/$project',
  project: '/projects/$project',
  transcripts: '/projects/$project',
  cmocs: '/projects/$project/cmocs',
  groups: '/projects/$project/cmocs',
  cmocVersions: '/projects/$project/sign-off',
  signOffs: '/projects/$project/sign-off',
  lineages: '/projects/$project/cmocs',
  reviewLinks: '/projects/$project/sign-off',
  reviewReplies: '/projects/$project/sign-off',
} as const satisfies Readonly<Record<keyof WordsOutside, string>>;

const PLACES = Object.keys(PAGES) as readonly (keyof WordsOutside)[];

/** Where else in the project the words stand; the lead goes there and changes it by hand. */
function Outside({
  project,
  outside,
}: {
  readonly project: string;
  readonly outside: WordsOutside;
}) {
  const places = PLACES.filter((place) => outside[place] > 0);
  if (places.length === 0) return null;
  return (
    <Notice kind="warn">
      <p id="redact-outside">{words.outside}</p>
      <ul aria-labelledby="redact-outside">
        {places.map((place) => (
          <li key={place}>
            <Link to={PAGES[place]} params={{ project }}>
              {words.outsideIn[place](outside[place])}
            </Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
