import { CommandProblem } from '../sentence-for.ts';
import type { StoreChoice } from '../store-choice.ts';

/** That this server shares its data with others, and how they reach it. */
export type ClusterChoice = {
  /** The connection string of Redis; asked for where it is used, since a password may be in it. */
  readonly redis: () => string;
  readonly peer: PeerAddress;
};

/** Where the other servers reach this one, which listens there for them alone. */
export type PeerAddress = { readonly host: string; readonly port: number };

/**
 * What TRIAD_REDIS and TRIAD_PEER say: null where neither is set. Throws {@link CommandProblem}, whose
 * sentences repeat nothing of a connection string.
 */
export function parseClusterChoice(
  redis: string | undefined,
  peer: string | undefined,
  store: StoreChoice,
): ClusterChoice | null {
  const isShared = redis !== undefined && redis !== '';
  if (!isShared) {
    if (peer === undefined || peer === '') return null;
    throw new CommandProblem(
      'TRIAD_PEER is where other servers reach this one, and they know of one another only where each has TRIAD_REDIS.',
    );
  }
  if (store.kind !== 'mongodb') {
    throw new CommandProblem(
      'TRIAD_REDIS has several servers share their data, which they do in MongoDB: set TRIAD_STORE, or unset TRIAD_REDIS.',
    );
  }
  if (!/^rediss?:\/\/[^\s]+$/.test(redis)) {
    throw new CommandProblem(
      'TRIAD_REDIS is a connection string of Redis, which begins with redis:// or rediss://.',
    );
  }
  const [whole, six, name, digits] =
    /^(?:http:\/\/)?(?:\[([\da-f:.]+)\]|([\w.-]+)):(\d{1,5})\/?$/i.exec(peer ?? '') ?? [];
  const port = Number(digits);
  const host = six ?? name;
  if (whole === undefined || host === undefined || port === 0 || port > 65_535) {
    throw new CommandProblem(
      'TRIAD_PEER is the host and port at which the other servers reach this one, such as 10.0.0.5:4331. It must be set beside TRIAD_REDIS, and be closed to all but them.',
    );
  }
  return { redis: () => redis, peer: { host, port } };
}

/** As the other servers are told of it. */
export function originOf({ host, port }: PeerAddress): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
