import type { VersionAnswer } from '@triad/collab';
import { say } from '../../messages.ts';
import { dateTime } from '../../messages/format.ts';
import { Pill } from '../../ui/index.ts';
import { nameOfVersion } from './version-name.ts';

/** Who wrote which version, when, and how much it has; the newest first. */
export function VersionList({
  versions,
  chosen,
  nameOf,
  onChoose,
}: {
  readonly versions: readonly VersionAnswer[];
  readonly chosen: string;
  readonly nameOf: (member: string | null) => string;
  readonly onChoose: (id: string) => void;
}) {
  const words = say.history;
  return (
    <ol className="versions" reversed>
      {versions
        .map((version, at) => ({ version, before: versions[at - 1] }))
        .reverse()
        .map(({ version, before }) => (
          <li key={version.id}>
            <button
              type="button"
              className="version"
              aria-current={version.id === chosen}
              onClick={() => onChoose(version.id)}
            >
              <span className="row wrap">
                <strong>{nameOfVersion(version.number)}</strong>
                {version.redacted ? <Pill>{say.redacting.redacted}</Pill> : null}
              </span>
              <span className="num nowrap muted">{dateTime(version.at)}</span>
              <span dir="auto">{words.by(nameOf(version.by))}</span>
              <span className="num small muted">
                {before === undefined
                  ? words.size(version.turns, version.words)
                  : words.more(version.words - before.words, version.turns - before.turns)}
              </span>
            </button>
          </li>
        ))}
    </ol>
  );
}
