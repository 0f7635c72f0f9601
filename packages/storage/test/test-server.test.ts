import { expect, test } from 'vitest';
import { listens, startRedis } from '../src/test-server/index.ts';

const redis = await startRedis();

const answers = (uri: string): Promise<boolean> => listens(Number(new URL(uri).port));

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
