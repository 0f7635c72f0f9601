import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../bench/support/random.ts';
import { waitUntil } from '../whole-server/wait-until.ts';
import { readDocument } from '../whole-server/tab.ts';
import { acknowledgedIn } from './load.ts';
import type { Study } from './study.ts';
import { tabsOf } from './study.ts';

/** Left free, bytes: the write-ahead log still grows into it for a moment. */
const LEFT = [0, 8_192, 100_000, 400_000] as const;
const FULL_MS = [200, 2_500] as const;
const ROOM_ACTS = 20;
/** `server/full`, as the API answers it. */
const REFUSED = / 507 .*server\/full/;
/** What a server that does not start says, alone. */
const FULL = /^the server ended before it listened: the disk is full[^\n]*$/i;

/**
 * No room is left while everybody works: the server says so, reads on, and may even be killed and started
 * again; it takes everything as before when there is room.
 */
export async function fillDisk(study: Study, random: Random): Promise<readonly string[]> {
  const { topology, records, founder, project, text, theory } = study;
  const { disk } = topology;
  const [server] = topology.servers;
  if (disk === null || server === undefined) throw new Error('there is no disk to fill');
  const refusals = (): number => records.reduce((sum, each) => sum + each.refusedWith(REFUSED), 0);
  const before = refusals();
  const faults: string[] = [];
  disk.fill(random.pick(LEFT));
  try {
    await waitUntil('a request is refused for want of room', () => refusals() > before);
    await pause(random.whole(...FULL_MS));
    if (random.chance(0.5)) {
      await server.kill();
      await server.start().catch((error: unknown) => {
        // Where there is no room at all it says so, and does not start.
        if (!FULL.test(messageOf(error))) throw error;
      });
    }
    if (server.running) {
      // Whatever needs no room works.
      const transcript = text.name.split('/')[1] ?? '';
      await founder.direct.call('listComments', { transcript });
      await founder.direct.call('readProject', { project });
      for (const head of [theory, text]) (await readDocument(founder.direct, head)).destroy();
    }
  } catch (error) {
    faults.push(`while the disk is full: ${messageOf(error)}`);
  } finally {
    disk.makeRoom();
  }
  if (!server.running) await server.start();
  const acknowledged = acknowledgedIn(study);
  const isBack = (): boolean =>
    acknowledgedIn(study) >= acknowledged + ROOM_ACTS && tabsOf(study).every((tab) => !tab.ended);
  await waitUntil('the server takes everything as before', isBack).catch(() => {
    const ended = tabsOf(study).filter((tab) => tab.ended);
    const conditions = ended.map(({ condition }) => condition).join('; ');
    faults.push(`there is room again, and not everything is taken: ${conditions}`);
  });
  return faults;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'failed';
}
