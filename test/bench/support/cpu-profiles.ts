import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CpuProfile } from './profile.ts';
import { printProfile } from './profile.ts';

/** Prints what a process's threads did, of the folder into which `--cpu-prof` wrote. */
export async function printCpuProfiles(folder: string): Promise<void> {
  for (const file of await readdir(folder)) {
    const profile = JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile;
    printProfile(`${basename(folder)}, ${file}`, profile);
  }
}
