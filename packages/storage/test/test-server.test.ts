import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startRedis } from '../src/test-server/index.ts';

const redis = await startRedis();

function answers(uri: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(uri).port), '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

test.skipIf(redis === null)(
  'a server that is started twice is one, and stopped it is gone',
  async () => {
    if (redis === null) return;
    await redis.start();
    await redis.kill();
    expect(await answers(redis.uri)).toBe(false);
    await redis.start();
    await redis.start();
    expect(await answers(redis.uri)).toBe(true);
    // What is left behind holds the lines of whoever ran the tests, who waits for them to end.
    await redis.stop();
    expect(await answers(redis.uri)).toBe(false);
  },
);
