import { Link } from '@tanstack/react-router';
import type { ProjectAnswer, TranscriptAgreementAnswer } from '@triad/collab';
import { ArrowUpRight, ChevronDown, ChevronUp, Flag } from 'lucide-react';
import { keyLabel } from '../../annotator/keys.ts';
import { formatTime } from '../../annotator/time.ts';
import { agreement } from '../../messages/agreement.ts';
import { Button, IconButton } from '../../ui/index.ts';
import type { Place } from './places.ts';
import type { SceneTurn } from './scene.ts';
import { turnAt } from './scene.ts';
import { Strip, StripLegend } from './strip.tsx';

const words = agreement.place;

type Step = 'next' | 'previous' | 'flag';

/** Which place of how many, where it stands, and agreement along the whole transcript. */
export function PlacesBar({
  project,
  answer,
  list,
  current,
  keyOf,
  turns,
  onStep,
  onFlag,
  onOffset,
}: {
  readonly project: ProjectAnswer;
  readonly answer: TranscriptAgreementAnswer;
  readonly list: readonly Place[];
  readonly current: Place | null;
  readonly keyOf: (command: Step) => string | undefined;
  readonly turns: readonly SceneTurn[];
  readonly onStep: (by: 1 | -1) => void;
  readonly onFlag: (() => void) | null;
  readonly onOffset: (offsetUtf16: number) => void;
}) {
  const shortcut = (id: Step) => {
    const key = keyOf(id);
    return key === undefined ? {} : { shortcut: keyLabel(key) };
  };
  const at = current === null ? -1 : list.indexOf(current);
  const range = current?.ranges[0] ?? null;
  const turn = range === null ? -1 : turnAt(turns, range.startUtf16);
  const seconds = turns[turn]?.startSeconds ?? null;
  return (
    <div className="places-bar">
      <div className="row">
        <IconButton
          icon={<ChevronUp size={16} />}
          label={words.previous}
          {...shortcut('previous')}
          onPress={() => onStep(-1)}
        />
        <IconButton
          icon={<ChevronDown size={16} />}
          label={words.next}
          {...shortcut('next')}
          onPress={() => onStep(1)}
        />
        <b className="num nowrap" role="status">
          {at >= 0 ? words.at(at + 1, list.length) : current === null ? '' : words.outside}
        </b>
        {turn < 0 ? null : (
          <span className="faint num nowrap places-turn">
            {turns[turn]?.who} {seconds === null ? '' : formatTime(seconds)} ·{' '}
            {words.turn(turn + 1)}
          </span>
        )}
        <span className="grow" />
        {onFlag === null ? null : (
          <Button
            icon={<Flag size={13} aria-hidden="true" />}
            {...shortcut('flag')}
            onPress={onFlag}
          >
            {agreement.flag.one}
          </Button>
        )}
        <InTranscript project={project} answer={answer} current={current} />
      </div>
      <Strip
        groups={answer.groups}
        lengthUtf16={answer.text.length}
        here={range}
        onOffset={onOffset}
      />
      <StripLegend />
    </div>
  );
}

function InTranscript({
  project,
  answer: { transcript },
  current,
}: {
  readonly project: ProjectAnswer;
  readonly answer: TranscriptAgreementAnswer;
  readonly current: Place | null;
}) {
  const span = current?.spans[0];
  return (
    <Link
      to="/projects/$project/transcripts/$transcript"
      params={{ project: project.id, transcript: transcript.id }}
      {...(span === undefined
        ? {}
        : { hash: `span=${span.member}~${transcript.round}/${span.id}` })}
      className="btn quiet in-transcript"
    >
      <span className="btn-label">{words.inTranscript}</span>
      <ArrowUpRight size={14} aria-hidden="true" />
    </Link>
  );
}
