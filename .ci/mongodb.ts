import { findMongodb } from '../packages/storage/src/test-server/index.ts';

/**
 * Makes a MongoDB present for the tests, building the stand-in if need be, and says which it is;
 * fails where there is none, before the tests would.
 */
const found = await findMongodb();
if (found === null) process.exitCode = 1;
else console.log(`MongoDB: ${found.name}`);
