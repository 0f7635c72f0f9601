import type { ImportBody, PreviewAnswer, Route, TranscriptSummary } from '@triad/collab';
import { ROUTES } from '@triad/collab';
import { errorOf, unreachable } from './api-error.ts';
import { fillPath, readJson } from './client.ts';

/** Bytes sent, as a share of all from 0 to 1. */
export type OnProgress = (share: number) => void;

/** The name travels beside the bytes, percent-encoded, since headers hold no other letters. */
const FILE_NAME_HEADER = 'x-file-name';

/** Sends a file to be read; nothing of it is kept. Throws an ApiError whose message can be shown. */
export async function previewFile(
  project: string,
  file: File,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<PreviewAnswer> {
  const answer = await send(ROUTES.previewTranscript, { project }, file, onProgress, signal, {
    'content-type': 'application/octet-stream',
    [FILE_NAME_HEADER]: encodeURIComponent(file.name),
  });
  return answer as PreviewAnswer;
}

/** Imports what the person approved; `original` goes along only if it is to be kept. */
export async function importTranscript(
  project: string,
  transcript: ImportBody,
  original: File | null,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<TranscriptSummary> {
  const form = new FormData();
  form.append('transcript', JSON.stringify(transcript));
  if (original !== null) form.append('original', original, original.name);
  const answer = await send(ROUTES.importTranscript, { project }, form, onProgress, signal, {});
  return answer as TranscriptSummary;
}

/* XMLHttpRequest, since fetch tells nothing of how far an upload has come. */
function send(
  route: Route,
  params: Readonly<Record<string, string>>,
  body: File | FormData,
  onProgress: OnProgress,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(route.method, fillPath(route.path, params));
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader('accept', 'application/json');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      if (request.status < 200 || request.status >= 300) {
        reject(errorOf(request.status, request.responseText));
        return;
      }
      try {
        resolve(readJson(request.status, request.responseText));
      } catch (error) {
        reject(error);
      }
    });
    request.addEventListener('error', () => reject(unreachable()));
    request.addEventListener('abort', () => reject(signal.reason));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}
