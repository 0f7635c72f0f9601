import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { WORKSPACE } from '../../support/workspace.ts';

/** A disk of the trial's own, which outlives the servers on it. */
export type SmallDisk = {
  /** Where it is for whoever runs `under` it. */
  readonly folder: string;
  /** The same place as everybody else sees it. */
  readonly seen: string;
  /** Before a command, so that it runs where the disk is. */
  readonly under: readonly string[];
  /** Takes all room but so many bytes. */
  fill(leavingBytes: number): void;
  makeRoom(): void;
  /** The disk is gone, with what is on it. */
  end(): Promise<void>;
};

const SCRIPT = 'mount -t tmpfs -o size="$1" none "$2" && echo ready && exec cat';
const IN_WORKSPACE = 'cd "$1" && shift && exec "$@"';

/**
 * A disk of so many bytes at this folder: a tmpfs in a name space of its own, held by a process that
 * ends with this one. Null where this user may not make one.
 */
export async function makeSmallDisk(folder: string, bytes: number): Promise<SmallDisk | null> {
  await mkdir(folder);
  const args = ['-rm', 'sh', '-c', SCRIPT, 'sh', String(bytes), folder];
  const holder = spawn('unshare', args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = new Promise((resolve) => holder.once('close', resolve).once('error', resolve));
  const ready = once(createInterface(holder.stdout), 'line');
  if (!(await Promise.race([ready.then(() => true), gone.then(() => false)]))) return null;
  const pid = String(holder.pid);
  const seen = `/proc/${pid}/root${folder}`;
  const filler = `${seen}/filler`;
  const enter = ['nsenter', '-t', pid, '--user', '--mount', '--preserve-credentials'];
  return {
    folder,
    seen,
    under: [...enter, 'sh', '-c', IN_WORKSPACE, 'sh', WORKSPACE],
    fill(leavingBytes) {
      // Others go on writing meanwhile: what was free a moment ago may not be.
      for (let tries = 1; ; tries += 1) {
        const { bavail, bsize } = statfsSync(seen);
        try {
          writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leavingBytes), 1));
          return;
        } catch (error) {
          rmSync(filler, { force: true });
          if (tries === 10) throw error;
        }
      }
    },
    makeRoom: () => rmSync(filler, { force: true }),
    async end() {
      holder.stdin.end();
      await gone;
    },
  };
}
