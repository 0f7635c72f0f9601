import { spawnSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Process } from './cli-runner.ts';
import { makeFolder } from './http-harness.ts';

/** A disk of its own for a command needs a name space of its own; not every machine gives one. */
export const hasSmallDisks =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
export const NO_SMALL_DISKS =
  'Tests of a full disk are skipped: this user may not make a disk with unshare and mount.';

export type SmallDisk = {
  /** Where it is for whoever runs on it. */
  readonly folder: string;
  /** Before a command, so that it runs on it: each command has one anew. */
  readonly under: readonly string[];
  /** Takes all room but so many bytes of a running process's disk; gives what takes it back. */
  leave(of: Process, leavingBytes: number): () => Promise<void>;
};

/** A disk of so many bytes, on which one process runs. */
export async function makeSmallDisk(bytes: number): Promise<SmallDisk> {
  const folder = join(await makeFolder(), 'disk');
  await mkdir(folder);
  const script = 'mount -t tmpfs -o size="$1" none "$2" && shift 2 && exec "$@"';
  return {
    folder,
    under: ['unshare', '-rm', 'sh', '-c', script, 'sh', String(bytes), folder],
    leave(of, leavingBytes) {
      const seen = `/proc/${of.child.pid ?? 0}/root${folder}`;
      const filler = join(seen, 'filler');
      // The process goes on writing meanwhile: what was free a moment ago may not be.
      for (let tries = 1; ; tries += 1) {
        const { bavail, bsize } = statfsSync(seen);
        try {
          writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leavingBytes), 1));
          break;
        } catch (error) {
          rmSync(filler, { force: true });
          if (tries === 10) throw error;
        }
      }
      return () => rm(filler);
    },
  };
}
