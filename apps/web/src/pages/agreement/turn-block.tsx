import type { TextRange } from '@triad/realist';
import { memo } from 'react';
import { formatTime } from '../../annotator/time.ts';
import type { Scene, SceneTurn } from './scene.ts';
import { paragraphsOf } from './scene.ts';
import type { Segment, TextMark } from './text-marks.ts';
import { segmentsOf } from './text-marks.ts';

/** Turns that are drawn together. */
export const BLOCK = 8;
/** Lines under the words at most, as the annotator draws them; what lies deeper is counted in the margin. */
export const LINES = 3;

/** Some turns in a row: their words always, what was marked in them only near the view. */
export const TurnBlock = memo(function TurnBlock({
  scene,
  block,
  isDrawn,
  here,
}: {
  readonly scene: Scene;
  readonly block: number;
  readonly isDrawn: boolean;
  /** The place that is looked at, where some of it lies here. */
  readonly here: readonly TextRange[] | null;
}) {
  const from = block * BLOCK;
  return scene.turns
    .slice(from, from + BLOCK)
    .map((turn, i) => (
      <Turn
        key={turn.id}
        text={scene.text}
        turn={turn}
        marks={isDrawn ? (scene.marks[from + i] ?? []) : []}
        here={isDrawn ? (here ?? []) : []}
      />
    ));
});

function Turn({
  text,
  turn,
  marks,
  here,
}: {
  readonly text: string;
  readonly turn: SceneTurn;
  readonly marks: readonly TextMark[];
  readonly here: readonly TextRange[];
}) {
  return (
    <div
      className={`turn${turn.isInterviewer ? ' interviewer' : ''}`}
      data-who={turn.who}
      data-time={turn.startSeconds === null ? '' : formatTime(turn.startSeconds)}
    >
      {paragraphsOf(text, turn).map((range) => (
        <p key={range.startUtf16} dir="auto">
          {marks.length === 0 && here.length === 0
            ? text.slice(range.startUtf16, range.endUtf16)
            : drawn(text, range, marks, here)}
        </p>
      ))}
    </div>
  );
}

function drawn(
  text: string,
  range: TextRange,
  marks: readonly TextMark[],
  here: readonly TextRange[],
) {
  const cuts = here.flatMap(({ startUtf16, endUtf16 }) => [startUtf16, endUtf16]);
  return segmentsOf(range, marks, cuts).map((segment) => {
    const words = text.slice(segment.startUtf16, segment.endUtf16);
    const place = here.find(
      ({ startUtf16, endUtf16 }) =>
        startUtf16 <= segment.startUtf16 && endUtf16 >= segment.endUtf16,
    );
    if (segment.marks.length === 0 && place === undefined) return words;
    const edges = [
      place?.startUtf16 === segment.startUtf16 ? ' here-start' : '',
      place?.endUtf16 === segment.endUtf16 ? ' here-end' : '',
    ].join('');
    return (
      <span
        key={segment.startUtf16}
        className={`s${segment.begins.length > 0 ? ' r' : ''}${place === undefined ? '' : ` here${edges}`}`}
        style={styleOf(segment, place !== undefined)}
        data-at={segment.startUtf16}
      >
        {words}
      </span>
    );
  });
}

/** The variables that the annotator's style sheet draws lines, tint and letters by. */
function styleOf(
  { marks, begins }: Segment,
  isHere: boolean,
): Readonly<Record<`--${string}`, string>> {
  const style: Record<`--${string}`, string> = {};
  for (const { lane, role } of marks) {
    if (lane >= LINES) continue;
    style[`--l${lane}`] = `var(--line-${role})`;
    if (role === 'O') style[`--k${lane}`] = '3px';
  }
  const top = marks.find(({ lane }) => lane === 0);
  if (isHere) style['--t'] = `color-mix(in srgb, ${hueOf(top)} 26%, var(--paper))`;
  else if (top !== undefined) style['--t'] = `var(--tint-${top.role})`;
  if (begins.length > 0) {
    const letters = [...new Set(begins.map(letterOf))];
    const role = begins.length === 1 ? begins[0]?.role : undefined;
    style['--r'] = `"${letters.join(' ')}"`;
    style['--rc'] = `var(--letter-${role ?? 'several'})`;
  }
  return style;
}

/** Of the mark in the first lane; words that nobody marked in it are grey. */
function hueOf(mark: TextMark | undefined): string {
  return mark === undefined ? 'var(--ink-3)' : `var(--letter-${mark.role})`;
}

function letterOf({ role, spans }: TextMark): string {
  const letter = role === 'undecided' ? '?' : role;
  return role !== 'undecided' && spans.every(({ unsure }) => unsure) ? `${letter}?` : letter;
}
