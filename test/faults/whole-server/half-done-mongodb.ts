import { leftBehind } from '@triad/storage/test-server';
import { waitUntil } from './wait-until.ts';

/**
 * What is half-done in the MongoDB of running servers that nobody uses: `[]` where nothing is. What they
 * end, undo and sweep after their start is waited for. Less than of SQLite (half-done.ts): no records,
 * documents and blobs of something that is not there.
 */
export async function halfDoneInMongodb(uri: string): Promise<readonly string[]> {
  let left: readonly string[] = [];
  const isNothingLeft = async (): Promise<boolean> => {
    left = await leftBehind(uri, 'pending');
    return left.length === 0;
  };
  await waitUntil('nothing is half-done in MongoDB', isNothingLeft).catch((error: unknown) => {
    if (left.length === 0) throw error;
  });
  return left;
}
