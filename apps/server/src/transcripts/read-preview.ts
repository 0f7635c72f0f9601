import type { PreviewAnswer } from '@triad/collab';
import { guessInterviewer, importTranscript, ImportError } from '@triad/transcripts';

/** What the importer makes of a file, for the side-by-side view. Pure; run on the thread for jobs. */
export async function readPreview(name: string, bytes: Uint8Array): Promise<PreviewAnswer> {
  const transcript = await importTranscript({ name, bytes });
  return { ...transcript, interviewer: guessInterviewer(transcript.turns) };
}

/** The importer's code and sentence; null for anything else that was thrown. */
export function refusalOf(
  error: unknown,
): { readonly code: string; readonly message: string } | null {
  return error instanceof ImportError ? { code: error.code, message: error.message } : null;
}
