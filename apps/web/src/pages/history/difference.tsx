import { useQuery } from '@tanstack/react-query';
import type { VersionAnswer } from '@triad/collab';
import { useMemo, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { Button, Loading, Notice } from '../../ui/index.ts';
import type { Piece, Stretch, TurnChange } from './compare-versions.ts';
import { compareVersions, foldSame, joinNear, removedWords } from './compare-versions.ts';
import { nameOfVersion } from './version-name.ts';

/** What changed from one version to another, turn by turn. */
export function Difference({
  project,
  transcript,
  before,
  after,
  speakerOf,
  onRedact,
}: {
  readonly project: string;
  readonly transcript: string;
  readonly before: VersionAnswer;
  readonly after: VersionAnswer;
  readonly speakerOf: (key: string) => string;
  readonly onRedact: (removed: readonly string[]) => void;
}) {
  const words = say.history;
  const old = useQuery(queries.version(project, transcript, before.id));
  const present = useQuery(queries.version(project, transcript, after.id));
  const stretches = useMemo(
    () =>
      old.data === undefined || present.data === undefined
        ? null
        : foldSame(compareVersions(old.data.text, present.data.text)),
    [old.data, present.data],
  );
  const error = old.error ?? present.error;
  if (error !== null) return <Notice kind="bad">{sentenceOf(error)}</Notice>;
  const title = words.differenceOf(nameOfVersion(before.number), nameOfVersion(after.number));
  if (stretches === null) {
    return (
      <>
        <h3>{title}</h3>
        <Loading>{words.loading}</Loading>
      </>
    );
  }
  const changed = stretches.flatMap(({ turns }) => turns.filter(({ kind }) => kind !== 'same'));
  return (
    <>
      <div>
        <h3>{title}</h3>
        <p className="muted" role="status">
          {words.changed(changed.length)}
        </p>
      </div>
      <ol className="difference">
        {stretches.map((stretch) => (
          <StretchRows
            key={`${stretch.turns[0]?.id} ${stretch.turns[0]?.kind}`}
            stretch={stretch}
            speakerOf={speakerOf}
            onRedact={onRedact}
          />
        ))}
      </ol>
    </>
  );
}

function StretchRows({
  stretch: { folded, turns },
  speakerOf,
  onRedact,
}: {
  readonly stretch: Stretch;
  readonly speakerOf: (key: string) => string;
  readonly onRedact: (removed: readonly string[]) => void;
}) {
  const [open, setOpen] = useState(!folded);
  if (!open) {
    return (
      <li className="difference-fold">
        <Button kind="quiet" onPress={() => setOpen(true)}>
          {say.history.showSame(turns.length)}
        </Button>
      </li>
    );
  }
  return turns.map((turn) => (
    <TurnRow
      key={`${turn.id} ${turn.kind}`}
      turn={turn}
      speakerOf={speakerOf}
      onRedact={onRedact}
    />
  ));
}

function TurnRow({
  turn,
  speakerOf,
  onRedact,
}: {
  readonly turn: TurnChange;
  readonly speakerOf: (key: string) => string;
  readonly onRedact: (removed: readonly string[]) => void;
}) {
  const words = say.history;
  const { kind, speakerBefore, speakerAfter } = turn;
  const removed = removedWords(turn);
  const name = (key: string | null): string =>
    key === null || key === '' ? words.noSpeaker : speakerOf(key);
  return (
    <li className={`difference-turn ${kind}`}>
      <div className="row wrap small">
        <b dir="auto">{name(speakerAfter ?? speakerBefore)}</b>
        {kind === 'removed' ? <span className="muted">{words.turnRemoved}</span> : null}
        {kind === 'added' ? <span className="muted">{words.turnAdded}</span> : null}
        {kind === 'changed' && speakerBefore !== speakerAfter ? (
          <span className="muted">
            {words.speakerChanged(name(speakerBefore), name(speakerAfter))}
          </span>
        ) : null}
        {removed.length === 0 ? null : (
          <Button
            kind="quiet"
            className="difference-redact"
            aria-label={say.redacting.buttonOf(removed.join(', '))}
            onPress={() => onRedact(removed)}
          >
            {say.redacting.button}
          </Button>
        )}
      </div>
      <p dir="auto" className="read difference-words">
        {joinNear(turn.pieces).map((piece, at) => (
          // Pieces have no other identity than their place, and never change.
          // oxlint-disable-next-line react/no-array-index-key
          <PieceWords key={at} piece={piece} />
        ))}
      </p>
    </li>
  );
}

/** Told apart by line, sign and words for those who listen, and not by colour alone. */
function PieceWords({ piece: { kind, words } }: { readonly piece: Piece }) {
  if (kind === 'same') return words;
  const Tag = kind === 'removed' ? 'del' : 'ins';
  return (
    <Tag>
      <span className="visually-hidden"> {say.history[kind]} </span>
      {words}
      <span className="visually-hidden"> {say.history.endOf} </span>
    </Tag>
  );
}
