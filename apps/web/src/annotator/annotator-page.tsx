import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { CLOSE, isAllowed, LIMITS } from '@triad/collab';
import type { MemberAnswer, ProjectAnswer, TranscriptAnswer } from '@triad/collab';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { sentenceOf } from '../api/api-error.ts';
import { keys, queries } from '../api/queries.ts';
import { annotator as words } from '../messages/annotator.ts';
import { redacting } from '../messages/redacting.ts';
import { useAccount, useSession } from '../shell/session.ts';
import { Frame } from '../shell/frame.tsx';
import {
  Avatar,
  Button,
  EmptyState,
  Loading as PageLoading,
  SaveStatus,
  toast,
} from '../ui/index.ts';
import type { DocumentState } from '../collab/index.ts';
import { placeFor } from '../device/place-for.ts';
import { useKeepAnswers } from '../device/use-keep-answers.ts';
import { useDocument } from '../collab/index.ts';
import { TYPED } from '../redacting/to-redact.ts';
import type { ToRedact } from '../redacting/to-redact.ts';
import { roundName } from '../pages/rounds/round-name.ts';
import { runCommand } from './commands.ts';
import { commentDrafts, useDrafted } from './comment-drafts.ts';
import { Choice } from './choice.tsx';
import { EditBar, EditButton } from './edit-bar.tsx';
import { Foot } from './foot.tsx';
import { drawnLanes } from './highlighter.ts';
import type { CommandId } from './keys.ts';
import { commandFor, personalShortcuts } from './keys.ts';
import { offeredShortcuts } from './method-offers.ts';
import { KeysSheet } from './keys-sheet.tsx';
import type { PageRound } from './page-round.ts';
import { pageRound } from './page-round.ts';
import { LaneHeads } from './lane-heads.tsx';
import { laneFor, memberOf, otherRoundOf } from './lanes.ts';
import { Panel } from './panel.tsx';
import type { PanelTab } from './panel.tsx';
import { RedactedNotice } from './redacted-notice.tsx';
import { ReopenedNotice } from './reopened-notice.tsx';
import { ReturnedDialog } from './returned-dialog.tsx';
import type { ReturnedTurn } from './returned-turns.ts';
import { RoundNotice, RoundPill } from './round-notice.tsx';
import { AnnotatorSession } from './session.ts';
import { keepShownLayers, shownLayers } from './shown-lanes.ts';
import { Side } from './side.tsx';
import type { Snapping } from './snapping.ts';
import { signal, useLater } from './signal.ts';
import { Toolbar } from './toolbar.tsx';
import { useReturn } from './use-return.ts';
import { useToldOfRedaction } from './use-told-of-redaction.ts';
import { useRevealed } from './use-revealed.ts';
import { WaitingComments } from './waiting-comments.tsx';
import './css/index.css';

const RedactDialog = lazy(() => import('../redacting/redact-dialog.tsx'));

/** The round that the page is about, of one transcript. */
type KeptRound = { readonly transcript: string; readonly round: string | null };

/** The tab of the panel that is open, of one transcript. */
type OpenTab = { readonly transcript: string; readonly tab: PanelTab };

/** One transcript, read and coded together. */
export function AnnotatorPage({
  project: projectId,
  transcript: transcriptId,
}: {
  readonly project: string;
  readonly transcript: string;
}) {
  const project = useSuspenseQuery(queries.project(projectId)).data;
  const transcript = useSuspenseQuery(queries.transcript(projectId, transcriptId)).data;
  const members = useSuspenseQuery(queries.members(projectId)).data;
  const [closed, setClosed] = useState<number | null>(null);
  const { account: first } = useSession();
  const [owner, setOwner] = useState(first?.id ?? null);
  const [kept, setKept] = useState<KeptRound>({ transcript: transcriptId, round: null });
  const round = pageRound(
    project,
    transcript,
    kept.transcript === transcriptId ? kept.round : null,
  );
  const setChosen = (id: string | null): void => setKept({ transcript: transcriptId, round: id });
  // Whoever works in a round stays in it when another is opened again for them: the page would begin anew.
  const stays = round.main?.id ?? null;
  if (kept.transcript !== transcriptId || kept.round !== stays) setChosen(stays);
  const isWritable = round.writable.some(({ id }) => id === round.main?.id);
  const router = useRouter();
  const queryClient = useQueryClient();
  /** Corrections that came back, and how often the page began anew for that. */
  const [returned, setReturned] = useState<readonly ReturnedTurn[] | null>(null);
  const [begun, setBegun] = useState(0);
  const [toRedact, setToRedact] = useState<ToRedact | null>(null);
  const isComingBack = useReturn(projectId, transcriptId, closed, () => setClosed(null));
  const { isTold, dismiss, noteOwn } = useToldOfRedaction(transcript);
  // Kept while the page begins anew, as what is being written in one of them is.
  const [openTab, setOpenTab] = useState<OpenTab>({ transcript: transcriptId, tab: 'spans' });
  if (isComingBack) {
    return (
      <Frame project={project} page={transcript.title}>
        <PageLoading>{words.closed.comingBack}</PageLoading>
      </Frame>
    );
  }
  if (closed !== null) {
    const again = async (): Promise<void> => {
      if (!mayComeBack(closed)) {
        location.reload();
        return;
      }
      // The page stays: loading it anew would forget what it still holds of what was replaced.
      const { account } = await queryClient.fetchQuery({ ...queries.session(), staleTime: 0 });
      if (account === null)
        await router.navigate({ to: '/sign-in', search: { next: location.pathname } });
      else {
        await queryClient.refetchQueries({ queryKey: keys.project(projectId) });
        setOwner(account.id);
        setClosed(null);
      }
    };
    return (
      <Closed
        project={project}
        page={transcript.title}
        owner={owner}
        code={closed}
        onAgain={() => {
          again().catch((error: unknown) => toast(sentenceOf(error), { bad: true }));
        }}
      />
    );
  }
  return (
    <>
      <Annotator
        // Another text, another round, or the own layer of it that came after: another page.
        key={[
          transcript.id,
          transcript.documents[0]?.generation,
          round.main?.id,
          round.blind?.id,
          isWritable,
          begun,
        ].join()}
        project={project}
        transcript={transcript}
        members={members}
        round={round}
        tab={openTab.transcript === transcriptId ? openTab.tab : 'spans'}
        onTab={(tab) => setOpenTab({ transcript: transcriptId, tab })}
        onToldOfRedaction={isTold ? dismiss : null}
        onChooseRound={setChosen}
        onClosed={setClosed}
        onRedact={setToRedact}
        onReturned={(turns) => {
          setReturned(turns);
          setBegun((times) => times + 1);
        }}
      />
      <Suspense>
        {toRedact === null ? null : (
          <RedactDialog
            transcript={transcript}
            asked={toRedact}
            onBegin={noteOwn}
            onClose={() => setToRedact(null)}
          />
        )}
      </Suspense>
      {returned === null ? null : (
        <ReturnedDialog
          title={transcript.title}
          turns={returned}
          speakers={transcript.speakers}
          onClose={() => setReturned(null)}
        />
      )}
    </>
  );
}

/** Whether the same person can open the transcript again, once they are signed in. */
function mayComeBack(code: number): boolean {
  return code === CLOSE.generation.code || code === CLOSE.signedOut.code;
}

/** Whoever may no longer read a text keeps none of its words on the page. */
function Closed({
  project,
  page,
  owner,
  code,
  onAgain,
}: {
  readonly project: ProjectAnswer;
  readonly page: string;
  /** The account for which the page was opened. */
  readonly owner: string | null;
  readonly code: number;
  readonly onAgain: () => void;
}) {
  const isAgain = mayComeBack(code);
  const { account } = useSession();
  // Asked anew when a connection ended: whoever signed in over the one whose page this was.
  const isOther = code === CLOSE.signedOut.code && account !== null && account.id !== owner;
  return (
    <Frame project={project} page={page}>
      <EmptyState
        title={isOther ? words.closed.otherTitle(account.name) : words.closed.title(code)}
        action={
          <span className="row">
            <Button onPress={onAgain} kind={isAgain ? 'primary' : 'plain'}>
              {isOther ? words.closed.openAsOther : words.closed.again(code)}
            </Button>
            <Link
              to="/projects/$project"
              params={{ project: project.id }}
              className={isAgain ? 'btn' : 'btn primary'}
            >
              {words.closed.back}
            </Link>
          </span>
        }
      >
        {isOther ? words.closed.other : words.state.ended(code)}
      </EmptyState>
    </Frame>
  );
}

function Annotator({
  project,
  transcript,
  members,
  round,
  tab,
  onTab: setTab,
  onToldOfRedaction,
  onChooseRound,
  onClosed,
  onRedact,
  onReturned,
}: {
  readonly project: ProjectAnswer;
  readonly transcript: TranscriptAnswer;
  readonly members: readonly MemberAnswer[];
  readonly round: PageRound;
  readonly tab: PanelTab;
  readonly onTab: (tab: PanelTab) => void;
  /** Null where there is nothing to be told. */
  readonly onToldOfRedaction: (() => void) | null;
  readonly onChooseRound: (round: string) => void;
  readonly onClosed: (code: number) => void;
  readonly onRedact: (asked: ToRedact) => void;
  readonly onReturned: (turns: readonly ReturnedTurn[]) => void;
}) {
  const { id: account, preferences } = useAccount();
  const queryClient = useQueryClient();
  // Kept while the page begins anew, as when a round is opened or closed.
  const drafts = useMemo(() => commentDrafts(account, transcript.id), [account, transcript.id]);
  const drafted = useDrafted(drafts);
  useKeepAnswers(project, members, transcript);
  const snapping = useRef<Snapping>('word');
  snapping.current = preferences.snapping ?? 'word';
  const { method } = project;
  const shortcuts = useMemo(
    () => offeredShortcuts(personalShortcuts(preferences), method),
    [preferences, method],
  );
  const [said] = useState(() => signal(''));
  const [session, setSession] = useState<AnnotatorSession | null>(null);
  const [keysOpen, setKeysOpen] = useState(false);
  /** What the panel should bring into focus next, e.g. a memo just begun. */
  const [focusOn] = useState(() => signal<string | null>(null));
  const theory = useDocument(project.theory);
  const places = {
    scroller: useRef<HTMLDivElement>(null),
    text: useRef<HTMLDivElement>(null),
    margin: useRef<HTMLDivElement>(null),
    threads: useRef<HTMLDivElement>(null),
    minimap: useRef<HTMLDivElement>(null),
  };

  const command = useRef<(id: CommandId) => boolean>(() => false);
  command.current = (id) => {
    if (session === null) return false;
    const focus = (what: string, where: PanelTab): true => {
      setTab(where);
      focusOn.set(null);
      focusOn.set(what);
      return true;
    };
    switch (id) {
      case 'help':
        setKeysOpen(true);
        return true;
      case 'memo': {
        const memo = session.coding()?.memo() ?? null;
        return memo === null ? true : focus(memo, 'memos');
      }
      case 'comment':
        if (round.blind === null) return focus('comment', 'talk');
        said.set(words.announce.blindTalk);
        return true;
      case 'sketch':
        runCommand(session, 'sketch');
        setTab('sketches');
        return true;
      case 'infer':
        if (session.openSketch.get() === null) {
          said.set(words.announce.noSketch);
          return true;
        }
        return focus('infer', 'sketches');
      case 'list':
        return focus('list', 'spans');
      case 'filter':
        return focus('filter', 'spans');
      default:
        return runCommand(session, id);
    }
  };

  /** Takes what is selected, or is typed then, out for good; a text that is being edited is saved first. */
  const redact = (): void => {
    if (session === null) return;
    const asked = session.selectedWords() ?? TYPED;
    if (asked.words.length > LIMITS.redactedUtf16) {
      said.set(redacting.tooLong(LIMITS.redactedUtf16));
    } else void session.editing.ended().then(() => onRedact(asked));
  };

  useEffect(() => {
    const made = new AnnotatorSession({
      transcript,
      members,
      me: project.me,
      place: placeFor(queryClient, transcript),
      round: round.main?.id ?? '',
      otherRounds: new Map(
        project.rounds
          .filter(({ id }) => id !== round.main?.id)
          .map((each) => [each.id, { name: roundName(each), number: each.number }]),
      ),
      shownBefore: shownLayers(project.me, transcript.id).map((layer) =>
        laneFor(memberOf(layer), otherRoundOf(layer) ?? '', round.main?.id ?? ''),
      ),
      onShown: (lanes) => keepShownLayers(project.me, transcript.id, lanes),
      snapping: () => snapping.current,
      lanes: drawnLanes(preferences.lineSpacing ?? 'normal'),
      announce: (sentence) => said.set(sentence),
      onCommand: (id) => void command.current(id),
      onReturned,
    });
    made.closed.subscribe(() => {
      const code = made.closed.get();
      if (code !== null) onClosed(code);
    });
    setSession(made);
    return () => made.destroy();
    // One session a generation of the text; what changes in the answers later is handed to it below.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    const { scroller, text, margin, threads, minimap } = places;
    if (session === null) return;
    if (
      scroller.current === null ||
      text.current === null ||
      margin.current === null ||
      threads.current === null ||
      minimap.current === null
    ) {
      return;
    }
    session.mount(
      {
        scroller: scroller.current,
        text: text.current,
        margin: margin.current,
        threads: threads.current,
        minimap: minimap.current,
      },
      (event) => {
        const id = commandFor(event, shortcuts);
        return id !== null && command.current(id);
      },
    );
    // The places are refs: they do not change while the page lives.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [session, shortcuts]);

  useEffect(() => {
    session?.layers.setDocuments(transcript.documents);
    session?.setMembers(members);
  }, [session, transcript.documents, members]);

  useRevealed(session, project, transcript.documents);

  return (
    <Frame
      project={project}
      page={transcript.title}
      pill={<RoundPill round={round} />}
      status={session === null ? null : <Status session={session} />}
      presence={session === null ? null : <Presence session={session} />}
      actions={
        session === null ? null : (
          <EditButton session={session} roles={project.roles} editing={transcript.editing} />
        )
      }
      left={
        session === null ? undefined : (
          <Side
            project={project}
            current={transcript.id}
            session={session}
            round={round}
            onChooseRound={onChooseRound}
          />
        )
      }
      leftLabel={words.side.label}
      right={
        session === null ? undefined : (
          <Panel
            session={session}
            project={project}
            members={members}
            theory={theory.doc}
            isBlind={round.blind !== null}
            drafts={drafts}
            tab={round.blind !== null && tab === 'talk' ? 'spans' : tab}
            onTab={setTab}
            focusOn={focusOn}
            shortcuts={shortcuts}
          />
        )
      }
      rightLabel={words.panel.label}
      footer={
        session === null ? undefined : (
          <Foot
            session={session}
            shortcuts={shortcuts}
            isBlind={round.blind !== null}
            said={said}
            onHelp={() => setKeysOpen(true)}
          />
        )
      }
      scroll="own"
    >
      <RoundNotice project={project} members={members} round={round} />
      {onToldOfRedaction === null ? null : <RedactedNotice onDismiss={onToldOfRedaction} />}
      {round.reopened.map((each) => (
        <ReopenedNotice
          key={each.id}
          project={project}
          members={members}
          reopened={each}
          main={round.main}
          onChooseRound={onChooseRound}
        />
      ))}
      {round.blind === null ? null : (
        <WaitingComments drafts={drafts} abouts={drafted} why={words.talk.waiting.blind} />
      )}
      <div className="stage">
        <div
          className={`annotator spacing-${preferences.lineSpacing ?? 'normal'}`}
          ref={places.scroller}
        >
          {session === null ? null : <Loading session={session} />}
          <div className="sheet">
            <div className="threads" ref={places.threads} aria-hidden="true" />
            <div className="text" ref={places.text} />
            <div className="margin" ref={places.margin} aria-hidden="true" />
          </div>
          {session === null ? null : (
            <>
              <Toolbar
                session={session}
                shortcuts={shortcuts}
                onCommand={(id) => command.current(id)}
                onRedact={isAllowed('transcript.redact', project.roles) ? redact : null}
              />
              <Choice session={session} />
            </>
          )}
        </div>
        <div className="minimap" ref={places.minimap} aria-hidden="true" />
        <LaneHeads session={session} main={round.main} />
      </div>
      {session === null ? null : (
        <EditBar session={session} editing={transcript.editing} onRedact={redact} />
      )}
      <KeysSheet
        isOpen={keysOpen}
        onClose={() => setKeysOpen(false)}
        shortcuts={shortcuts}
        preferences={preferences}
      />
    </Frame>
  );
}

function Loading({ session }: { readonly session: AnnotatorSession }) {
  const ready = useLater(session.ready);
  const state = useLater(session.state);
  if (ready) return null;
  return (
    <p className="annotator-loading" role="status">
      {state.kind === 'ended' ? words.state.ended(state.code) : words.loading}
    </p>
  );
}

const OPENING: DocumentState = { kind: 'opening' };

/** Whether what one did is on the server's disk. */
function Status({ session }: { readonly session: AnnotatorSession }) {
  const state = useLater(session.state);
  const ready = useLater(session.ready);
  // Nothing counts as saved before all that is coded here has been read.
  const shown = state.kind === 'saved' && !ready ? OPENING : state;
  const isEditing = useLater(session.editing.state) !== 'off';
  return <SaveStatus state={shown} mayWrite={session.canCode || isEditing} />;
}

function Presence({ session }: { readonly session: AnnotatorSession }) {
  const colleagues = useLater(session.colleagues);
  if (colleagues.length === 0) return null;
  return (
    <span className="presence">
      {colleagues.slice(0, 5).map(({ member }) => (
        <Avatar key={member} id={member} name={session.nameOf(member)} />
      ))}
      {colleagues.length > 5 ? <span className="faint">+{colleagues.length - 5}</span> : null}
    </span>
  );
}
