import { join } from 'node:path';
import type { RunningServer, StartOptions } from '../support/running-server.ts';
import { startHocuspocus, startPlainServer, startServer } from '../support/running-server.ts';
import type { Via } from './load.ts';
import { findPeerPackages } from './peer-packages.ts';
import { say } from '../support/figures.ts';

/** A server that is measured: Triad, or one beside it. */
export type Contender = {
  readonly name: string;
  readonly via: Via;
  /** Whether anything of it is on the disk. */
  readonly stores: boolean;
  /** What it tells a client: that an update is on its disk, that it has it in memory, or nothing. */
  readonly tells: 'disk' | 'memory' | null;
  /** Starts it on what it has stored in this folder; with a port of 0 on any free one. */
  start(folder: string, port?: number, options?: StartOptions): Promise<RunningServer>;
};

/** On the data folder `triad` in the folder that it is given. */
export const TRIAD: Contender = {
  name: 'Triad',
  via: 'collab',
  stores: true,
  tells: 'disk',
  start: (folder, port = 0, options = {}) =>
    startServer({ dataFolder: triadFolder(folder), web: folder, port }, options),
};

export const IN_MEMORY: Contender = {
  name: 'y-websocket',
  via: 'plain',
  stores: false,
  tells: null,
  start: (_folder, port = 0, options = {}) => startPlainServer({ port, level: null }, options),
};

const LEVEL: Contender = {
  name: 'y-websocket, LevelDB',
  via: 'plain',
  stores: true,
  tells: null,
  start: (folder, port = 0, options = {}) =>
    startPlainServer({ port, level: join(folder, 'level') }, options),
};

export const HOCUSPOCUS_NAME = 'Hocuspocus, SQLite';

export function triadFolder(folder: string): string {
  return join(folder, 'triad');
}

/**
 * Triad and the others, unless the command line says `--alone`; says which are not there. Those of
 * `@y/websocket-server` come with the workspace.
 */
export async function findContenders(): Promise<readonly Contender[]> {
  if (process.argv.includes('--alone')) return [TRIAD];
  const packages = await findPeerPackages();
  if (typeof packages === 'string') {
    say(`\n${HOCUSPOCUS_NAME}: not there; ${packages}`);
    return [TRIAD, LEVEL, IN_MEMORY];
  }
  const hocuspocus: Contender = {
    name: HOCUSPOCUS_NAME,
    via: 'hocuspocus',
    stores: true,
    tells: 'memory',
    start: (folder, port = 0, options = {}) =>
      startHocuspocus(
        { packages: packages.folder, database: join(folder, 'hocuspocus.sqlite'), port },
        options,
      ),
  };
  return [TRIAD, hocuspocus, LEVEL, IN_MEMORY];
}
