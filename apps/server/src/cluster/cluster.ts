import type { ServerTable } from '@triad/storage';
import type { Logger } from 'pino';
import type { Context } from '../context.ts';
import type { Announce } from '../events/announce.ts';
import { faultOf } from '../http/errors.ts';
import { beginBeat } from './beat.ts';
import type { Beat, BeatTimes } from './beat.ts';
import { makeHomes, SEAT } from './homes.ts';
import type { HomesHere } from './homes.ts';
import { makePeers } from './peers.ts';
import type { PeerMessage, Peers } from './peers.ts';
import { makeProjectOf } from './project-of.ts';
import type { ProjectOf } from './project-of.ts';
import { forgetProject, takeProject } from './take-project.ts';
import { projectsWithWork } from './unfinished.ts';

/** This server among others that share its data. */
export type Cluster = {
  readonly homes: HomesHere;
  readonly projectOf: ProjectOf;
  readonly peers: Peers;
  /** What the servers share in Redis goes by this, so that it is theirs alone. */
  readonly channel: string;
  isFresh(): boolean;
  /** How many servers are there, this one among them. */
  servers(): number;
  /** Does what another server told. */
  hear(message: PeerMessage): Promise<void>;
  /** Nothing more is to be at home here. */
  beginLeaving(): Promise<void>;
  /** What is at home here is free; to be called when nothing acts any more. */
  leave(): Promise<void>;
};

export type ClusterOptions = {
  readonly table: ServerTable;
  /** Of this server, for the others. */
  readonly origin: string;
  readonly context: Context;
  /** Of this server alone. */
  readonly announce: Announce;
  readonly log: Logger;
  readonly onLost: () => void;
  readonly times?: Partial<BeatTimes>;
};

/** Looks for work without a home, where no server went meanwhile. */
const NET_MS = 300_000;
/** A project that nobody asked for in so long, and has nothing open, is at home nowhere; longer than any request. */
const UNUSED_MS = 30 * 60_000;
const REST_MS = 5 * 60_000;
/** Between two looks whether the seat is taken, in beats. */
const SEAT_BEATS = 5;

/** Enters this server among those that share the data. */
export async function joinCluster(options: ClusterOptions): Promise<Cluster> {
  const { table, context, log, onLost } = options;
  const { tables, documents, keys } = context;
  let looks = 0;
  let known: ReadonlySet<string> = new Set();
  let isSeated = false;
  let waking: Promise<void> | null = null;
  let wokenMs = 0;
  let resting: Promise<void> | null = null;
  let restedMs = performance.now();

  const channel = await table.channel();
  // It beats first when what follows in this turn is there.
  const beat: Beat = await beginBeat({
    table,
    origin: options.origin,
    log,
    times: options.times ?? {},
    onLost,
    onFresh(isFresh) {
      // What is in memory may not be true any more when it goes on; until then nobody is served.
      if (isFresh) wokenMs = 0;
      else {
        documents.forget(() => true);
        homes.closeAll();
      }
    },
    onLook: look,
  });
  const projectOf = makeProjectOf(tables);
  const homes: HomesHere = makeHomes({
    table,
    beat,
    log,
    open,
    close: (project) => forgetProject(context, project),
  });
  const peers = makePeers(beat, log);

  async function open(project: string): Promise<void> {
    if (project === SEAT) isSeated = true;
    else await takeProject(context, project);
  }

  /** Whoever has the seat finds homes for what waits for one: after a server went, and now and then. */
  function look(): void {
    looks += 1;
    if (looks % SEAT_BEATS === 1) homes.find(SEAT).catch(() => undefined);
    if (performance.now() - restedMs > REST_MS) {
      restedMs = performance.now();
      resting ??= giveUpUnused().finally(() => (resting = null));
    }
    const present = new Set(beat.servers().map(({ id }) => id));
    const hasOneGone = [...known].some((id) => !present.has(id));
    known = present;
    if (!isSeated || !homes.isHere(SEAT)) return;
    if (!hasOneGone && performance.now() - wokenMs < NET_MS && wokenMs > 0) return;
    waking ??= wake().finally(() => (waking = null));
  }

  /** What nobody uses goes to whichever server has the fewest when somebody asks again. */
  async function giveUpUnused(): Promise<void> {
    try {
      const unused = homes.unusedFor(UNUSED_MS);
      if (unused.length === 0) return;
      const busy = (await projectsWithWork({ tables })).union(documents.projects());
      for (const project of unused) {
        // Somebody may have asked for it since.
        const isUnused = homes.unusedFor(UNUSED_MS).includes(project);
        if (isUnused && !busy.has(project)) await homes.release(project);
      }
    } catch (error) {
      log.warn(faultOf(error), 'projects that nobody uses were not given up');
    }
  }

  async function wake(): Promise<void> {
    wokenMs = performance.now();
    try {
      for (const project of await projectsWithWork({ tables })) {
        if (!homes.isHere(SEAT)) return;
        const home = await homes.find(project);
        if (home !== null) await peers.tellOne(home.server, { kind: 'wake', project });
      }
    } catch (error) {
      wokenMs = 0;
      log.warn(faultOf(error), 'unfinished work was not looked for, and is in a moment');
    }
  }

  return {
    homes,
    projectOf,
    peers,
    channel,
    isFresh: () => beat.isFresh(),
    servers: () => beat.servers().length,
    async hear(message) {
      const { announce } = options;
      switch (message.kind) {
        case 'session-ended':
          documents.endSession(message.session);
          announce.sessionEnded(message.session);
          return;
        case 'membership-ended':
          announce.membershipEnded(message.project, message.account);
          return;
        case 'roles-changed':
          await announce.rolesChanged(message.project, message.account);
          return;
        case 'project-ended':
          announce.projectEnded(message.project);
          return;
        case 'keys-changed':
          await keys.forget(message.transcript);
          return;
        case 'wake':
          await homes.find(message.project);
      }
    },
    beginLeaving: () => beat.beginLeaving(),
    async leave() {
      await Promise.all([waking, resting]);
      await beat.leave();
    },
  };
}
