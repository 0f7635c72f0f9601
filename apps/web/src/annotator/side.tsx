import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ProjectAnswer, TranscriptSummary } from '@triad/collab';
import { basisOf, isAllowed } from '@triad/collab';
import { Check } from 'lucide-react';
import { queries } from '../api/queries.ts';
import { number } from '../messages/format.ts';
import { adjudicating } from '../messages/adjudicating.ts';
import { agreement } from '../messages/agreement.ts';
import { annotator as words } from '../messages/annotator.ts';
import { useAccount } from '../shell/session.ts';
import { roundName } from '../pages/rounds/round-name.ts';
import { Avatar, Button, Select } from '../ui/index.ts';
import { AGREED, memberOf, otherRoundOf } from './lanes.ts';
import { LateCount } from './late-mark.tsx';
import { ownSpans } from './own-spans.ts';
import type { PageRound } from './page-round.ts';
import type { AnnotatorSession } from './session.ts';
import { useLater, useSignal } from './signal.ts';
import { SnappingChoice } from './snapping-choice.tsx';

/** Where I am: the transcripts of the project, and whose layers are shown. */
export function Side({
  project,
  current,
  session,
  round,
  onChooseRound,
}: {
  readonly project: ProjectAnswer;
  readonly current: string;
  readonly session: AnnotatorSession;
  readonly round: PageRound;
  readonly onChooseRound: (round: string) => void;
}) {
  const { preferences } = useAccount();
  // Counts of all layers make the server open them all: first what is to be read and marked.
  const ready = useLater(session.ready);
  const codable = useLater(session.codable);
  const enabled = ready && (codable || !session.canCode);
  const transcripts = useQuery({ ...queries.transcripts(project.id), enabled }).data ?? [];
  const spansIn = (one: TranscriptSummary): number | null => ownSpans(one, session);
  const most = Math.max(1, ...transcripts.map((one) => spansIn(one) ?? 0));
  return (
    <>
      <h2 className="label side-head">{words.side.transcripts}</h2>
      <ul>
        {transcripts.map((transcript) => {
          const spans = spansIn(transcript);
          return (
            <li key={transcript.id}>
              <Link
                to="/projects/$project/transcripts/$transcript"
                params={{ project: project.id, transcript: transcript.id }}
                className={`side-item${transcript.id === current ? ' on' : ''}`}
                {...(transcript.id === current ? { 'aria-current': 'page' as const } : {})}
              >
                <span className="truncate">{transcript.title}</span>
                {spans === null ? null : (
                  <>
                    <span className="n num">{number(spans)}</span>
                    <span className="side-bar" aria-hidden="true">
                      <i style={{ width: `${(spans / most) * 100}%` }} />
                    </span>
                  </>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
      {round.writable.length > 1 ? (
        <div className="side-snapping">
          <Select
            label={words.side.codingIn}
            value={round.main?.id ?? null}
            choices={round.writable.map((each) => ({ value: each.id, label: roundName(each) }))}
            onChange={onChooseRound}
          />
        </div>
      ) : null}
      <Layers
        session={session}
        isReopened={(lane) => {
          const of = project.rounds.find(({ id }) => id === (otherRoundOf(lane) ?? round.main?.id));
          return of?.everReopenedFor?.includes(memberOf(lane)) === true;
        }}
      />
      {round.blind === null && mayCompare(project, current) ? (
        <p className="side-agreement">
          <Link
            to="/projects/$project/agreement/$transcript"
            params={{ project: project.id, transcript: current }}
          >
            {agreement.open}
          </Link>
        </p>
      ) : null}
      {session.canCode ? <SnappingChoice preferences={preferences} /> : null}
    </>
  );
}

/** Whether a round is closed here, on which agreement rests. */
function mayCompare({ rounds, roles }: ProjectAnswer, transcript: string): boolean {
  return (
    basisOf(rounds, transcript, null) !== null &&
    isAllowed('agreement.read', roles, { unblinded: true })
  );
}

type IsReopened = (lane: string) => boolean;

function Layers({
  session,
  isReopened,
}: {
  readonly session: AnnotatorSession;
  readonly isReopened: IsReopened;
}) {
  useLater(session.layersVersion);
  useLater(session.spansVersion);
  const visible = useSignal(session.layers.visible);
  const layers = session.layers.listed().filter(({ member }) => otherRoundOf(member) === null);
  const [agreed, others] = byKind(session.layers.ofOtherRounds());
  const isAll = layers.every(({ member }) => visible.has(member));
  const show = (members: readonly string[]): void => session.setVisible(new Set(members));
  return (
    <>
      <div className="side-head row between">
        <h2 className="label">{words.side.layers}</h2>
        {layers.length > 1 ? (
          <Button
            kind="quiet"
            className="small"
            onPress={() => show(isAll ? [session.me] : layers.map(({ member }) => member))}
          >
            {isAll ? words.side.onlyMine : words.side.all}
          </Button>
        ) : null}
      </div>
      {layers.length === 0 ? <p className="faint small side-empty">{words.side.empty}</p> : null}
      <LayerList session={session} layers={layers} isReopened={isReopened} />
      {agreed.length === 0 ? null : (
        <>
          <h2 className="label side-head row">{adjudicating.own.lane}</h2>
          <LayerList session={session} layers={agreed} isReopened={() => false} />
        </>
      )}
      {others.length === 0 ? null : (
        <>
          <h2 className="label side-head row">{words.side.otherRounds}</h2>
          {byRound(others).map(([round, ofRound]) => (
            <section key={round} aria-label={session.nameOfRound(round)}>
              <h3>
                <RoundToggle session={session} name={session.nameOfRound(round)} lanes={ofRound} />
              </h3>
              <LayerList session={session} layers={ofRound} isReopened={isReopened} />
            </section>
          ))}
        </>
      )}
    </>
  );
}

/** Shows or hides all layers of a round at once. */
function RoundToggle({
  session,
  name,
  lanes,
}: {
  readonly session: AnnotatorSession;
  readonly name: string;
  readonly lanes: readonly Lane[];
}) {
  const visible = useSignal(session.layers.visible);
  const shown = lanes.filter(({ member }) => visible.has(member)).length;
  return (
    <label className="side-layer side-round" title={name}>
      <input
        type="checkbox"
        checked={shown === lanes.length}
        ref={(box) => {
          if (box !== null) box.indeterminate = shown > 0 && shown < lanes.length;
        }}
        aria-label={words.side.showRound(name)}
        onChange={(event) => {
          const members = new Set(lanes.map(({ member }) => member));
          const { checked } = event.currentTarget;
          session.setVisible(checked ? visible.union(members) : visible.difference(members));
        }}
      />
      <span className="truncate">{name}</span>
    </label>
  );
}

type Lane = { readonly member: string; readonly spans: number };

/** What is agreed, and the layers. */
function byKind(
  lanes: readonly Lane[],
): readonly [agreed: readonly Lane[], layers: readonly Lane[]] {
  const { agreed = [], layers = [] } = Object.groupBy(lanes, ({ member }) =>
    memberOf(member) === AGREED ? 'agreed' : 'layers',
  );
  return [agreed, layers];
}

/** Each round once, in the order in which its first lane comes. */
function byRound(lanes: readonly Lane[]): readonly (readonly [string, readonly Lane[]])[] {
  const rounds = Map.groupBy(lanes, ({ member }) => otherRoundOf(member) ?? '');
  return [...rounds];
}

function LayerList({
  session,
  layers,
  isReopened,
}: {
  readonly session: AnnotatorSession;
  readonly layers: readonly Lane[];
  readonly isReopened: IsReopened;
}) {
  const visible = useSignal(session.layers.visible);
  return (
    <ul>
      {layers.map(({ member, spans }) => {
        const name = session.nameOf(member);
        const isAgreed = memberOf(member) === AGREED;
        return (
          <li key={member}>
            <label className="side-layer" title={name}>
              <input
                type="checkbox"
                checked={visible.has(member)}
                aria-label={words.side.show(name)}
                onChange={(event) => {
                  const next = new Set(visible);
                  if (event.currentTarget.checked) next.add(member);
                  else next.delete(member);
                  session.setVisible(next);
                }}
              />
              {isAgreed ? (
                <Check size={16} aria-hidden="true" />
              ) : (
                <Avatar
                  id={memberOf(member)}
                  name={session.nameOf(memberOf(member))}
                  size={20}
                  decorative
                />
              )}
              <span className="truncate">
                {member === session.me
                  ? words.side.you
                  : session.nameOf(isAgreed ? member : memberOf(member))}
              </span>
              {/* Before it is looked at nobody has counted what is agreed. */}
              {isAgreed && !visible.has(member) ? null : (
                <span className="n num">{number(spans)}</span>
              )}
            </label>
            <p className="side-late">
              <LateCount
                changes={visible.has(member) ? session.layers.lateIn(member) : null}
                isReopened={!visible.has(member) && isReopened(member)}
              />
            </p>
          </li>
        );
      })}
    </ul>
  );
}
