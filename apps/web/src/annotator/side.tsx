import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ProjectAnswer, TranscriptSummary } from '@triad/collab';
import { queries } from '../api/queries.ts';
import { number } from '../messages/format.ts';
import { annotator as words } from '../messages/annotator.ts';
import { useAccount } from '../shell/session.ts';
import { Avatar, Button } from '../ui/index.ts';
import { ownSpans } from './own-spans.ts';
import type { AnnotatorSession } from './session.ts';
import { useLater, useSignal } from './signal.ts';
import { SnappingChoice } from './snapping-choice.tsx';

/** Where I am: the transcripts of the project, and whose layers are shown. */
export function Side({
  project,
  current,
  session,
}: {
  readonly project: ProjectAnswer;
  readonly current: string;
  readonly session: AnnotatorSession;
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
      <Layers session={session} />
      {session.canCode ? <SnappingChoice preferences={preferences} /> : null}
    </>
  );
}

function Layers({ session }: { readonly session: AnnotatorSession }) {
  useLater(session.layersVersion);
  useLater(session.spansVersion);
  const visible = useSignal(session.visible);
  const layers = session.layers();
  const show = (members: readonly string[]): void => session.setVisible(new Set(members));
  return (
    <>
      <div className="side-head row between">
        <h2 className="label">{words.side.layers}</h2>
        {layers.length > 1 ? (
          <Button
            kind="quiet"
            className="small"
            onPress={() =>
              show(
                visible.size === layers.length ? [session.me] : layers.map(({ member }) => member),
              )
            }
          >
            {visible.size === layers.length ? words.side.onlyMine : words.side.all}
          </Button>
        ) : null}
      </div>
      {layers.length === 0 ? <p className="faint small side-empty">{words.side.empty}</p> : null}
      <ul>
        {layers.map(({ member, spans }) => {
          const name = session.nameOf(member);
          return (
            <li key={member}>
              <label className="side-layer">
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
                <Avatar id={member} name={name} size={20} decorative />
                <span className="truncate">{member === session.me ? words.side.you : name}</span>
                <span className="n num">{number(spans)}</span>
              </label>
            </li>
          );
        })}
      </ul>
    </>
  );
}
