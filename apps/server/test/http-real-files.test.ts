import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { countAll } from './http-counts.ts';
import { readText } from './http-documents.ts';
import { importForm, newProject, setUp, startServer } from './http-harness.ts';

const FOLDER = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const FORMATS = /\.(docx|txt|md|vtt|srt)$/;

function filesIn(name: string): readonly string[] {
  const folder = join(FOLDER, name);
  return existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [];
}

const real = filesIn('transcripts').filter((file) => FORMATS.test(file));
const hostile = filesIn('hostile');
if (real.length === 0) {
  process.stderr.write('NOT RUN: the real transcripts are not on this machine\n');
}

test.skipIf(real.length === 0)(
  'real transcripts are previewed, imported and read again',
  async () => {
    const lead = await setUp(await startServer({ previewTimeoutMs: 20_000 }));
    const { id: project } = await newProject(lead);
    for (const file of real) {
      const bytes = new Uint8Array(readFileSync(file));
      const fileName = file.slice(file.lastIndexOf('/') + 1);
      const { body: preview } = await lead.call('previewTranscript', { project }, bytes, {
        'x-file-name': encodeURIComponent(fileName),
      });
      const labels = [...new Set(preview.turns.map(({ speaker }) => speaker))].filter(
        (label) => label !== null,
      );
      const keyOf = new Map(labels.map((label, index) => [label, `s${index + 1}`]));
      const approved = {
        title: preview.title ?? fileName,
        fileName,
        format: preview.format,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        keepOriginal: true,
        speakers: labels.map((label) => ({
          key: keyOf.get(label),
          name: label.slice(0, 80),
          kind: label === preview.interviewer ? 'interviewer' : 'participant',
          participant: null,
        })),
        turns: preview.turns.map(({ speaker, start, end, text }) => ({
          speaker: speaker === null ? null : keyOf.get(speaker),
          start,
          end,
          text,
        })),
      };
      const { id, turns } = await lead.get(
        'importTranscript',
        { project },
        importForm(approved, bytes),
      );
      expect(turns, fileName).toBe(preview.turns.length);
      const index = await readText(lead, id);
      expect(index.text, fileName).toBe(preview.turns.map(({ text }) => text).join('\n'));
      const starts = index.turns.map(({ startSeconds }) => startSeconds);
      expect(starts, fileName).toEqual(preview.turns.map(({ start }) => start));
    }
    expect(await lead.get('listTranscripts', { project })).toHaveLength(real.length);
  },
  60_000,
);

test.skipIf(hostile.length === 0)(
  'hostile files are answered in time and leave nothing',
  async () => {
    const server = await startServer();
    const lead = await setUp(server);
    const { id: project } = await newProject(lead);
    const before = countAll(server.folder);
    for (const file of hostile) {
      const started = performance.now();
      const answer = await lead.call(
        'previewTranscript',
        { project },
        new Uint8Array(readFileSync(file)),
        { 'x-file-name': encodeURIComponent(file.slice(file.lastIndexOf('/') + 1)) },
      );
      expect([200, 422], file).toContain(answer.status);
      if (answer.status === 422) expect(answer.error.message, file).toMatch(/\.$/);
      expect(performance.now() - started, file).toBeLessThan(4_000);
    }
    expect(countAll(server.folder)).toEqual(before);
    expect((await lead.get('readSession')).account).not.toBeNull();
  },
  120_000,
);
