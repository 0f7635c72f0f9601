import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ProjectAnswer, TranscriptAgreementAnswer, TranscriptAnswer } from '@triad/collab';
import { useEffect, useMemo, useRef, useState } from 'react';
import { queries } from '../../api/queries.ts';
import { agreement } from '../../messages/agreement.ts';
import { useAccount } from '../../shell/session.ts';
import { Notice } from '../../ui/index.ts';
import { PageFoot } from '../keys/page-foot.tsx';
import { commandIn, firstKeyOf, pageKeys } from '../keys/page-keys.ts';
import { usePageKeys } from '../keys/use-page-keys.ts';
import { nameIn } from '../project/name-in.ts';
import { byName } from './by-name.ts';
import { PlaceFlags } from './place-flags.tsx';
import type { PlaceCommand } from './place-keys.ts';
import { PLACE_HINTS, PLACE_KEYS } from './place-keys.ts';
import { PlaceListColumn } from './place-list-column.tsx';
import { PlacePanel } from './place-panel.tsx';
import { PlacesBar } from './places-bar.tsx';
import { PlaceGone, PlacesFrame } from './places-frame.tsx';
import type { Place } from './places.ts';
import { isShown, placeAt, placesOf, placeWith, stepFrom } from './places.ts';
import { sceneOf } from './scene.ts';
import { filterOf, searchOf } from './search.ts';
import { TextPane } from './text-pane.tsx';
import { usePlaceWords } from './use-place-words.ts';

const words = agreement.place;
const NOWHERE: Place['ranges'] = [];

/** The list of places, the words, and the place that is looked at; the address says which. */
export function Places({
  project,
  transcript,
  answer,
}: {
  readonly project: ProjectAnswer;
  readonly transcript: TranscriptAnswer;
  readonly answer: TranscriptAgreementAnswer;
}) {
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const { preferences } = useAccount();
  const search = useSearch({ from: '/signed-in/projects/$project/agreement/$transcript' });
  const navigate = useNavigate();
  const nameOf = useMemo(() => (id: string) => nameIn(members, id), [members]);
  // What is drawn changes with these alone: a flag more draws nothing anew.
  const { text, turns, spans, groups } = answer;
  const scene = useMemo(
    () => sceneOf({ text, turns, spans, groups }, transcript.speakers),
    [text, turns, spans, groups, transcript.speakers],
  );
  const places = useMemo(() => placesOf(answer), [answer]);
  const coders = useMemo(
    () => byName(answer.transcript.coders, nameOf).map(({ member }) => member),
    [answer.transcript.coders, nameOf],
  );
  // The place in the address changes with every step, what stands beside it seldom.
  const { place: named, ...rest } = search;
  const key = JSON.stringify(rest);
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const asked = useMemo(() => filterOf(rest), [key]);
  const filter = useMemo(
    () =>
      asked.coder === null || coders.includes(asked.coder) ? asked : { ...asked, coder: null },
    [asked, coders],
  );
  const list = useMemo(() => places.filter((place) => isShown(place, filter)), [places, filter]);
  const table = useMemo(() => pageKeys(PLACE_KEYS, preferences), [preferences]);
  const given = usePlaceWords(project, answer, nameOf);
  const [dialog, setDialog] = useState<'flag' | 'keys' | null>(null);
  const [said, setSaid] = useState('');
  const [goTo, setGoTo] = useState<{ readonly offsetUtf16: number } | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  const current = named === undefined ? null : placeWith(places, named);
  const isGone = named !== undefined && current === null;
  const go = (place: Place): void => {
    setSaid('');
    void navigate({
      to: '/projects/$project/agreement/$transcript',
      params: { project: project.id, transcript: transcript.id },
      search: { ...searchOf(filter), place: place.id },
      replace: true,
    });
  };
  // Without one the address gets the first, so that it always says what is shown.
  const first = list[0];
  useEffect(() => {
    if (named === undefined && first !== undefined) go(first);
    // `go` is made anew each time, and does the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [named, first]);

  const step = (by: 1 | -1): void => {
    const next = stepFrom(list, places, current, by);
    if (next === null) setSaid(by === 1 ? words.last : words.first);
    else go(next);
  };
  const run = (command: PlaceCommand): void => {
    if (command === 'help') setDialog('keys');
    else if (command === 'next') step(1);
    else if (command === 'previous') step(-1);
    else if (current === null) setSaid(words.choose);
    else if (command === 'flag') setDialog('flag');
    else if (field.current === null) setSaid(agreement.talk.hidden);
    else field.current.focus();
  };
  usePageKeys((event) => commandIn(table, event), run);

  // Nobody could settle them, or take them back, where no place shows them.
  const orphans = answer.flags.filter(
    (flag) => flag.settledBy === null && !places.some(({ flags }) => flags.includes(flag)),
  );
  const moved = answer.transcript.result?.movedOn ?? [];
  return (
    <PlacesFrame
      {...{ project, transcript, current, nameOf, field, table, dialog }}
      page={agreement.of(transcript.title)}
      round={answer.transcript.round}
      labels={agreement.keys}
      choose={words.choose}
      leftLabel={words.left}
      left={
        <PlaceListColumn
          {...{ project, transcript, answer, places, list, current, filter, coders, nameOf }}
          onFilter={(next) =>
            void navigate({
              to: '/projects/$project/agreement/$transcript',
              params: { project: project.id, transcript: transcript.id },
              search: { ...searchOf(next), ...(named === undefined ? {} : { place: named }) },
              replace: true,
            })
          }
        />
      }
      rightLabel={words.right}
      panel={
        current === null ? null : (
          <PlacePanel place={current} transcript={answer.transcript} given={given} />
        )
      }
      onLeaveTalk={() => scroller.current?.focus()}
      onFlagged={() => setSaid(agreement.flag.said)}
      onCloseDialog={() => setDialog(null)}
      footer={
        <PageFoot
          {...{ table, said }}
          hints={PLACE_HINTS}
          helpLabel={agreement.keys.all}
          onHelp={() => setDialog('keys')}
        />
      }
    >
      {moved.length === 0 ? null : (
        <div className="places-notice">
          <Notice
            action={
              <Link
                to="/projects/$project/agreement"
                params={{ project: project.id }}
                className="btn"
              >
                {words.toAgreement}
              </Link>
            }
          >
            {words.moved(moved)}
          </Notice>
        </div>
      )}
      {isGone ? <PlaceGone first={first} onGo={go} /> : null}
      {orphans.length === 0 ? null : (
        <section className="places-notice" aria-label={words.orphans}>
          <p className="small muted">{words.orphans}</p>
          <PlaceFlags
            project={project}
            transcript={transcript.id}
            flags={orphans}
            nameOf={nameOf}
          />
        </section>
      )}
      <PlacesBar
        {...{ project, answer, list, current }}
        keyOf={(command) => firstKeyOf(table, command)}
        turns={scene.turns}
        onStep={step}
        onFlag={current === null ? null : () => setDialog('flag')}
        onOffset={(offsetUtf16) => setGoTo({ offsetUtf16 })}
      />
      <TextPane
        scroller={scroller}
        scene={scene}
        coders={coders}
        nameOf={nameOf}
        spacing={preferences.lineSpacing ?? 'normal'}
        here={current?.ranges ?? NOWHERE}
        goTo={goTo}
        onOffset={(offset) => {
          const place = placeAt(places, offset);
          if (place !== null) go(place);
          else setSaid(words.agreeHere);
        }}
        onSpan={(span) => {
          const place = places.find(
            ({ group, spans }) => group !== null && spans.some(({ id }) => id === span),
          );
          if (place !== undefined) go(place);
        }}
      />
    </PlacesFrame>
  );
}
