import type { Random } from '../support/random.ts';
import type { InterviewTurn } from './interview.ts';

/** Captions as a meeting's recording gives them: voices, cues of a few seconds, an id each. */
export function toVtt(
  random: Random,
  turns: readonly InterviewTurn[],
  seconds: number,
  cues: number,
): Uint8Array {
  const spoken = turns.flatMap(({ speaker, paragraphs }) =>
    paragraphs
      .join(' ')
      .split(' ')
      .map((word) => ({ speaker, word })),
  );
  const perCue = spoken.length / cues;
  const lines = ['WEBVTT', ''];
  let from = 0;
  for (let cue = 0; cue < cues; cue += 1) {
    const speaker = spoken[from]?.speaker ?? 'participant';
    let to = cue === cues - 1 ? spoken.length : Math.round((cue + 1) * perCue);
    // A cue holds one voice.
    const change = spoken.slice(from, to).findIndex((word) => word.speaker !== speaker);
    if (change > 0) to = from + change;
    const words = spoken.slice(from, to).map(({ word }) => word);
    from = to;
    if (words.length === 0) continue;
    const voice = speaker === 'interviewer' ? 'Ida Moe' : 'Participant 7';
    lines.push(
      `${random.uuid()}/${cue}-0`,
      `${stamp((cue * seconds) / cues)} --> ${stamp(((cue + 0.95) * seconds) / cues)}`,
      `<v ${voice}>${words.join(' ')}</v>`,
      '',
    );
  }
  return new TextEncoder().encode(lines.join('\n'));
}

function stamp(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const milli = String(Math.floor((seconds - whole) * 1000)).padStart(3, '0');
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}.${milli}`;
}
