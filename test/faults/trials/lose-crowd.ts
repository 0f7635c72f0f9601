import type { Random } from '../../bench/support/random.ts';
import { waitUntil } from '../whole-server/wait-until.ts';
import { Crowd } from './crowd.ts';
import type { Study } from './study.ts';

/** An account may have 128 sockets. */
const ACCOUNTS = 20;
const EACH = 100;
/** Of whom a server is so full that all are back within this, ms, with everybody else at work beside. */
const BACK_MS = 20_000;

const cookies = new WeakMap<Study, readonly string[]>();

/** Two thousand sockets on a text that nobody changes are there, are lost in one moment, and come back in one. */
export async function loseCrowd(study: Study, random: Random): Promise<readonly string[]> {
  const { topology, alone } = study;
  const quiet = alone[0]?.tab.head;
  if (quiet === undefined) throw new Error('there is no text that nobody changes');
  const origins = topology.servers.map(({ origin }) => origin);
  const crowd = new Crowd(origins, await cookiesOf(study), EACH, quiet);
  const untilIn = (): Promise<void> =>
    waitUntil('a crowd is in', () => crowd.in === crowd.size).catch((error: unknown) => {
      throw new Error(`not all of a crowd come in: ${crowd.condition}`, { cause: error });
    });
  try {
    await crowd.come();
    await untilIn();
    if (random.chance(0.5)) {
      crowd.drop();
    } else {
      const server = random.pick(topology.servers);
      await server.kill();
      await server.start();
    }
    const lostMs = performance.now();
    await waitUntil('a crowd begins to come back', () => crowd.in < crowd.size);
    await untilIn();
    const backMs = Math.round(performance.now() - lostMs);
    return backMs > BACK_MS ? [`a crowd was back after ${backMs} ms`] : [];
  } finally {
    crowd.leave();
  }
}

async function cookiesOf(study: Study): Promise<readonly string[]> {
  const known = cookies.get(study);
  if (known !== undefined) return known;
  const { founder, project } = study;
  const made: string[] = [];
  for (let n = 0; n < ACCOUNTS; n += 1) {
    made.push((await founder.direct.invite(project, ['reviewer'], `one-of-many${n}`)).cookie);
  }
  cookies.set(study, made);
  return made;
}
