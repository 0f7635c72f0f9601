import { useQuery } from '@tanstack/react-query';
import type { ProjectAnswer, TranscriptAnswer } from '@triad/collab';
import type { ReactNode, RefObject } from 'react';
import { useMemo } from 'react';
import { commentDrafts } from '../../annotator/comment-drafts.ts';
import { queries } from '../../api/queries.ts';
import { agreement } from '../../messages/agreement.ts';
import type { FrameProps } from '../../shell/frame.tsx';
import { Frame } from '../../shell/frame.tsx';
import { useAccount } from '../../shell/session.ts';
import { Button, EmptyState, Notice } from '../../ui/index.ts';
import { KeysSheet } from '../keys/keys-sheet.tsx';
import type { PageKey } from '../keys/page-keys.ts';
import { FlagDialog, PlaceFlags } from './place-flags.tsx';
import { PlaceTalk } from './place-talk.tsx';
import type { Place } from './places.ts';

/** The page of one transcript's places: their list, the one in hand in the middle, what is said of it beside. */
export function PlacesFrame<Command extends string>({
  project,
  transcript,
  round,
  current,
  nameOf,
  choose,
  panel,
  more,
  field,
  onLeaveTalk,
  table,
  labels,
  dialog,
  onFlagged,
  onCloseDialog,
  className = '',
  children,
  ...frame
}: Pick<FrameProps, 'page' | 'className' | 'actions' | 'left' | 'leftLabel' | 'rightLabel'> &
  Pick<FrameProps, 'footer' | 'children'> & {
    readonly project: ProjectAnswer;
    readonly transcript: TranscriptAnswer;
    /** Whose comments are made here. */
    readonly round: string;
    readonly current: Place | null;
    readonly nameOf: (member: string) => string;
    /** What is said beside while no place is in hand. */
    readonly choose: string;
    /** Above and below the flags and the talk of the place. */
    readonly panel?: ReactNode;
    readonly more?: ReactNode;
    /** Where a comment is written. */
    readonly field: RefObject<HTMLTextAreaElement | null>;
    readonly onLeaveTalk: () => void;
    readonly table: readonly PageKey<Command>[];
    readonly labels: Readonly<Record<Command, string>>;
    readonly dialog: 'flag' | 'keys' | null;
    readonly onFlagged: () => void;
    readonly onCloseDialog: () => void;
  }) {
  const { id: account } = useAccount();
  const { data: comments } = useQuery(queries.comments(project.id, transcript.id));
  const drafts = useMemo(() => commentDrafts(account, transcript.id), [account, transcript.id]);
  const where = { project, transcript: transcript.id };
  const page = {
    me: project.me,
    nameOf,
    knownRedactions: transcript.documents[0]?.redactions ?? 0,
    transcript: { id: transcript.id },
  };
  return (
    <Frame
      {...frame}
      project={project}
      className={`places-frame ${className}`}
      scroll="own"
      right={
        current === null ? (
          <EmptyState title={choose} />
        ) : (
          <>
            {panel}
            <PlaceFlags {...where} flags={current.flags} nameOf={nameOf} />
            <PlaceTalk
              page={page}
              project={project}
              round={round}
              place={current}
              comments={comments ?? []}
              drafts={drafts}
              fieldRef={field}
              onLeave={onLeaveTalk}
            />
            {more}
          </>
        )
      }
    >
      {children}
      {dialog === 'flag' && current !== null ? (
        <FlagDialog {...where} place={current} onFlagged={onFlagged} onClose={onCloseDialog} />
      ) : null}
      {dialog === 'keys' ? (
        <KeysSheet
          table={table}
          labels={labels}
          words={agreement.keys}
          scroll={agreement.keys.scroll}
          onClose={onCloseDialog}
        />
      ) : null}
    </Frame>
  );
}

/** Says that the place of the address is no more, and leads to the first that is. */
export function PlaceGone({
  first,
  onGo,
}: {
  readonly first: Place | undefined;
  readonly onGo: (place: Place) => void;
}) {
  const words = agreement.place;
  return (
    <div className="places-notice">
      <Notice
        title={words.gone}
        action={
          first === undefined ? undefined : (
            <Button onPress={() => onGo(first)}>{words.goFirst}</Button>
          )
        }
      >
        {words.goneBody}
      </Notice>
    </div>
  );
}
