import { createAdapter } from '@socket.io/redis-adapter';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { EventServer } from '../events/event-server.ts';
import { connectRedis } from './redis.ts';

/**
 * Has events reach the clients of other servers, over Redis. What is sent while Redis is away reaches those
 * of this server alone; when it is back every client comes anew and fetches what it shows.
 */
export function shareEvents(
  uri: string,
  channel: string,
  events: EventServer,
  log: Logger,
): { readonly commands: Redis; isReady(): boolean; close(): void } {
  const link = connectRedis(uri, log);
  const publisher = {
    // The adapter waits for no publishing; one that fails must not end the process.
    publish: (channel: string, message: Buffer) =>
      link.commands.publish(channel, message).catch(() => 0),
    on: () => undefined,
    off: () => undefined,
    listenerCount: () => 0,
  };
  const { subscriptions } = link;
  const subscriber = {
    // Nor for these: what waits for a Redis that never came is given up when the server ends.
    subscribe: (channels: string[]) => subscriptions.subscribe(...channels).catch(() => 0),
    psubscribe: (pattern: string) => subscriptions.psubscribe(pattern).catch(() => 0),
    unsubscribe: (channels: string[]) => subscriptions.unsubscribe(...channels).catch(() => 0),
    punsubscribe: (pattern: string) => subscriptions.punsubscribe(pattern).catch(() => 0),
    on: (event: string, listener: () => void) => subscriptions.on(event, listener),
    off: (event: string, listener: () => void) => subscriptions.off(event, listener),
  };
  events.shareBy(createAdapter(publisher, subscriber, { key: `triad:${channel}:events` }));
  link.onBack(() => events.startOver());
  return { commands: link.commands, isReady: link.isReady, close: link.close };
}
