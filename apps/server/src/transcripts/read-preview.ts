import type { PreviewAnswer } from '@triad/collab';
import { guessInterviewer, importTranscript, ImportError } from '@triad/transcripts';
import { readSourceLines } from './source-lines.ts';

/** What the importer makes of a file, for the side-by-side view. Pure; run on the thread for jobs. */
export async function readPreview(name: string, bytes: Uint8Array): Promise<PreviewAnswer> {
  const transcript = await importTranscript({ name, bytes });
  const { title, format, sha256, turns, warnings } = transcript;
  return {
    title,
    format,
    sha256,
    turns,
    warnings,
    interviewer: guessInterviewer(turns),
    sourceLines: readSourceLines(bytes, transcript),
  };
}

/** The importer's code and sentence; null for anything else that was thrown. */
export function refusalOf(
  error: unknown,
): { readonly code: string; readonly message: string } | null {
  return error instanceof ImportError ? { code: error.code, message: error.message } : null;
}
