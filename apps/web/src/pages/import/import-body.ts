import type { ImportBody, PreviewAnswer } from '@triad/collab';
import { importBody } from '@triad/collab';
import { say } from '../../messages.ts';
import type { DraftState } from './draft.ts';
import { speakersOf } from './draft.ts';

/** What keeps a draft from being imported, as sentences; none where it can be. */
export function problemsOf(state: DraftState): readonly string[] {
  const problems: string[] = [];
  if (!importBody.shape.title.safeParse(state.title).success)
    problems.push(say.importing.titleProblem);
  const speakers = speakersOf(state);
  if (speakers.some(({ label }) => label.length > 80)) problems.push(say.importing.nameProblem);
  if (speakers.length > MAX_SPEAKERS) problems.push(say.importing.tooManySpeakers(speakers.length));
  return problems;
}

const MAX_SPEAKERS = 500;

/** The body that imports a draft: speakers numbered in the order in which they first speak. */
export function bodyOf(
  state: DraftState,
  preview: Pick<PreviewAnswer, 'format' | 'sha256'>,
  fileName: string,
): ImportBody {
  const speakers = speakersOf(state).map(({ label, kind, participant }, index) => ({
    key: `s${index + 1}`,
    name: label.trim(),
    kind,
    participant: kind === 'interviewer' ? null : participant,
    label,
  }));
  const keyOf = new Map(speakers.map(({ label, key }) => [label, key]));
  return {
    title: state.title.trim(),
    fileName,
    format: preview.format,
    sha256: preview.sha256,
    keepOriginal: state.keepOriginal,
    speakers: speakers.map(({ key, name, kind, participant }) => ({
      key,
      name,
      kind,
      participant,
    })),
    turns: state.turns.map(({ speaker, start, end, text }) => ({
      speaker: speaker === null ? null : (keyOf.get(speaker) ?? null),
      start,
      end,
      text,
    })),
  };
}
