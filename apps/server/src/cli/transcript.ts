import { Command } from 'commander';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CommandProblem } from '../sentence-for.ts';
import { print } from './print.ts';

/** More is not read into memory; the importer has its own, lower limits. */
const MOST_BYTES = 64 * 1024 * 1024;

/** `triad transcript FILE` */
export function transcriptCommand(): Command {
  return new Command('transcript')
    .description(
      'Prints what the importer makes of a transcript (.docx, .txt, .md, .vtt, .srt) as JSON.',
    )
    .argument('<file>', 'the file to read')
    .action(async (path: string) => {
      const transcript = await read(path);
      await print(`${JSON.stringify(transcript, null, 2)}\n`);
    });
}

async function read(path: string) {
  const { ImportError, importTranscript } = await import('@triad/transcripts');
  const bytes = await readBounded(path);
  try {
    const { title, format, sha256, turns, warnings } = await importTranscript({
      name: basename(path),
      bytes,
    });
    return {
      title,
      format,
      sha256,
      turns: turns.map(({ speaker, start, end, text }) => ({ speaker, start, end, text })),
      warnings,
    };
  } catch (error) {
    if (error instanceof ImportError) throw new CommandProblem(error.message.replace(/\s+/g, ' '));
    throw error;
  }
}

async function readBounded(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) {
      throw new CommandProblem(
        `The file is larger than ${MOST_BYTES / (1024 * 1024)} MB. If it is a recording, transcribe it first; save a document without pictures, or split it.`,
      );
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof CommandProblem) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') throw new CommandProblem('There is no such file. Check its path.');
    if (code === 'EISDIR') throw new CommandProblem('This is a folder. Name one file.');
    if (code === 'EACCES') throw new CommandProblem('The file may not be read. Check its rights.');
    throw error;
  }
}
