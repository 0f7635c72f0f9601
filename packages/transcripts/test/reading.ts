import { importTranscript } from '../src/import-transcript.ts';
import type { Transcript, Turn } from '../src/transcript.ts';

/** Imports text as a file of that ending, in UTF-8. */
export function importText(ending: string, text: string): Promise<Transcript> {
  return importTranscript({ name: `interview.${ending}`, bytes: new TextEncoder().encode(text) });
}

/** Turns in one readable line each: `Ann 3-5: words`. */
export function asLines(turns: readonly Turn[]): string[] {
  return turns.map((turn) => {
    const time =
      turn.start === null && turn.end === null ? '' : ` ${turn.start ?? '?'}-${turn.end ?? '?'}`;
    return `${turn.speaker ?? '(none)'}${time}: ${turn.text}`;
  });
}

export function codes(transcript: Transcript): string[] {
  return transcript.warnings.map((warning) => warning.code);
}
