import type { Clock } from './clock/clock.ts';
import type { KillableServer } from '../whole-server/killable-server.ts';
import type { SmallDisk } from './small-disk.ts';

/** A process of the test's own that is killed, held and started anew, on the same port and data. */
export type KillableProcess = {
  /** Ends it without a chance to do anything more. */
  kill(): Promise<void>;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** Holds it as it is, connections and all, so that it does nothing; or lets it go on. */
  pause(): void;
  resume(): void;
};

export const TOPOLOGIES = ['sqlite', 'mongodb', 'cluster'] as const;
export type TopologyName = (typeof TOPOLOGIES)[number];

/** What serves a study: one server or several, and what they stand on. */
export type Topology = {
  readonly name: TopologyName;
  readonly servers: readonly KillableServer[];
  /** Apart from the servers; null where it is inside the one. */
  readonly database: KillableProcess | null;
  readonly redis: KillableProcess | null;
  /** Those of the servers, in their order; none where there is no C compiler to make them. */
  readonly clocks: readonly Clock[];
  /** Small, and of the one server alone; null where there is none. */
  readonly disk: SmallDisk | null;
  /** What is half-done in the store of servers that nobody uses; `[]` where nothing is. */
  halfDone(): Promise<readonly string[]>;
  /** Ends all processes and deletes their data. */
  end(): Promise<void>;
};
