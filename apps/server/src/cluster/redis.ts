import { Redis } from 'ioredis';
import type { Logger } from 'pino';

/*
 * Redis carries what may be lost: the project events between servers, which only say what changed, and
 * the counts of rate limits. While it is away each server goes on with its own.
 */

export type RedisLink = {
  /** Of what is asked and published. */
  readonly commands: Redis;
  /** Of what is subscribed to. */
  readonly subscriptions: Redis;
  isReady(): boolean;
  /** Called when both are there again after they were lost. */
  onBack(listener: () => void): void;
  close(): void;
};

const CONNECT_MS = 2_000;
const COMMAND_MS = 1_000;
const MOST_BETWEEN_TRIES_MS = 1_000;

/** Connects in the background: a server starts without Redis, and has it when it comes. */
export function connectRedis(uri: string, log: Logger): RedisLink {
  const options = {
    connectTimeout: CONNECT_MS,
    keepAlive: 10_000,
    retryStrategy: (times: number) => Math.min(MOST_BETWEEN_TRIES_MS, 50 * 2 ** Math.min(times, 5)),
    lazyConnect: true,
  };
  const commands = new Redis(uri, {
    ...options,
    commandTimeout: COMMAND_MS,
    // Nothing waits in memory for a Redis that is away.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  const subscriptions = new Redis(uri, {
    ...options,
    // What is subscribed to, once for each run, waits for it and is subscribed to again.
    maxRetriesPerRequest: null,
    autoResubscribe: true,
  });
  const listeners: (() => void)[] = [];
  let wasLost = true;
  let isFirst = true;
  let isClosed = false;

  const isReady = (): boolean => commands.status === 'ready' && subscriptions.status === 'ready';

  for (const client of [commands, subscriptions]) {
    // Without a listener each would be thrown; that it is away is said once, below.
    client.on('error', () => undefined);
    client.on('close', () => {
      if (wasLost || isClosed) return;
      wasLost = true;
      log.warn('Redis is away: events stay with the server that they are of until it is back');
    });
    client.on('ready', () => {
      if (!wasLost || !isReady()) return;
      wasLost = false;
      if (isFirst) log.info('Redis is there');
      else {
        log.warn('Redis is back');
        for (const listener of listeners) listener();
      }
      isFirst = false;
    });
    client.connect().catch(() => undefined);
  }

  return {
    commands,
    subscriptions,
    isReady,
    onBack: (listener) => void listeners.push(listener),
    close() {
      isClosed = true;
      commands.disconnect();
      subscriptions.disconnect();
    },
  };
}
