import { ROUTES } from '@triad/collab';
import type { PreviewAnswer } from '@triad/collab';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Person } from './person.ts';
import { ONCE_MORE } from './person.ts';

/** Imports a file by the API as the page would without corrections; answers the transcript's id. */
export async function importFile(lead: Person, project: string, path: string): Promise<string> {
  const name = basename(path);
  const preview = await previewOf(lead, project, name, await readFile(path));
  const labels = [...new Set(preview.turns.map(({ speaker }) => speaker))];
  const keyOf = (speaker: string | null) =>
    speaker === null ? null : `s${labels.indexOf(speaker) + 1}`;
  return lead.postImport(project, {
    title: preview.title ?? name,
    fileName: name,
    format: preview.format,
    sha256: preview.sha256,
    keepOriginal: false,
    speakers: labels.flatMap((label) =>
      label === null
        ? []
        : [
            {
              key: keyOf(label) ?? '',
              name: label,
              kind: label === preview.interviewer ? 'interviewer' : 'participant',
              participant: null,
            } as const,
          ],
    ),
    turns: preview.turns.map(({ speaker, start, end, text }) => ({
      speaker: keyOf(speaker),
      start,
      end,
      text,
    })),
  });
}

async function previewOf(lead: Person, project: string, name: string, bytes: Buffer) {
  const path = ROUTES.previewTranscript.path.replace(':project', project);
  const response = await lead.context.request.post(lead.at(path), {
    maxRetries: ONCE_MORE,
    headers: {
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(name),
    },
    data: bytes,
  });
  if (!response.ok()) throw new Error(`preview: ${response.status()} ${await response.text()}`);
  return (await response.json()) as PreviewAnswer;
}
