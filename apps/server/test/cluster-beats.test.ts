import { openMongodb } from '@triad/storage';
import type { MongodbStore } from '@triad/storage';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { beginBeat } from '../src/cluster/beat.ts';
import type { Beat, BeatTimes } from '../src/cluster/beat.ts';
import { makeHomes } from '../src/cluster/homes.ts';
import type { HomesHere } from '../src/cluster/homes.ts';
import { until } from './documents-support/condition.ts';
import { describeOnMongodb } from './mongodb-stage.ts';
import type { MongodbStage } from './mongodb-stage.ts';

const log = pino({ level: 'silent' });
const LIVELY: BeatTimes = { everyMs: 50, freshMs: 20_000, patienceMs: 1_000 };
/** Of a server that hangs: it beats again only when others took it for dead. */
const HANGING: BeatTimes = { everyMs: 4_000, freshMs: 300, patienceMs: 20_000 };

type Server = {
  readonly store: MongodbStore;
  readonly beat: Beat;
  readonly homes: HomesHere;
  /** What became its own, in order. */
  readonly opened: string[];
  readonly told: ('lost' | 'stale' | 'fresh')[];
};

async function begin(
  uri: string,
  times: BeatTimes,
  opening?: () => Promise<void>,
): Promise<Server> {
  const store = await openMongodb({ uri });
  onTestFinished(() => store.close());
  const opened: string[] = [];
  const told: Server['told'] = [];
  const beat = await beginBeat({
    table: store.servers,
    origin: 'http://127.0.0.1:1',
    log,
    times,
    onLost: () => told.push('lost'),
    onFresh: (isFresh) => told.push(isFresh ? 'fresh' : 'stale'),
    onLook: () => undefined,
  });
  onTestFinished(() => beat.leave());
  store.guard(() => beat.isFresh());
  const homes = makeHomes({
    table: store.servers,
    beat,
    log,
    async open(project) {
      await opening?.();
      opened.push(project);
    },
    close: () => Promise.resolve(),
  });
  return { store, beat, homes, opened, told };
}

/** So many servers that all know of one another. */
async function some(stage: MongodbStage, times: readonly BeatTimes[]): Promise<readonly Server[]> {
  const uri = stage.makeDatabase();
  const servers: Server[] = [];
  for (const each of times) servers.push(await begin(uri, each));
  for (const { beat } of servers) await beat.look();
  return servers;
}

describe('homes of projects', () => {
  describeOnMongodb((stage) => {
    test('whoever asks, at once or later, is told one home, which opened it once', async () => {
      const servers = await some(stage, [LIVELY, LIVELY, LIVELY]);
      const projects = Array.from({ length: 12 }, (_, at) => `project ${at}`);
      for (const project of projects) {
        const found = await Promise.all(
          servers.flatMap(({ homes }) => [homes.find(project), homes.find(project)]),
        );
        const homes = found.map((home, at) => home?.server ?? servers[Math.floor(at / 2)]?.beat.id);
        expect(new Set(homes).size).toBe(1);
      }
      // Evenly, and each with one.
      for (const { homes, opened } of servers) {
        expect(homes.count()).toBe(4);
        expect(opened).toHaveLength(4);
        for (const project of projects)
          expect(homes.isHere(project)).toBe(opened.includes(project));
      }
    });

    test('what a server that hangs had goes to another, and it may do nothing when it is back', async () => {
      const [hanging, other] = await some(stage, [HANGING, LIVELY]);
      if (hanging === undefined || other === undefined) throw new Error('two');
      await hanging.homes.begin('project');
      expect((await other.homes.find('project'))?.server).toBe(hanging.beat.id);
      await until('it knows that it may not act', () => !hanging.homes.isHere('project'));
      const written = hanging.store.log.append('document', new Uint8Array([1]), '');
      await expect(written).rejects.toMatchObject({ code: 'storage/unavailable' });
      // Nobody else acts before it counts as dead, and then another does.
      other.homes.forget('project');
      await until('another has it', async () => (await other.homes.find('project')) === null);
      expect(other.opened).toEqual(['project']);
      await until('it is told', () => hanging.told.includes('lost'));
      expect(hanging.beat.isFresh()).toBe(false);
      expect(hanging.homes.isHere('project')).toBe(false);
    });

    test('a server that leaves gives up what it had, and gets nothing more before', async () => {
      const [leaving, other] = await some(stage, [LIVELY, LIVELY]);
      if (leaving === undefined || other === undefined) throw new Error('two');
      await leaving.homes.begin('old');
      await leaving.beat.beginLeaving();
      await Promise.all([leaving.beat.look(), other.beat.look()]);
      for (const project of ['a', 'b', 'c']) {
        expect((await leaving.homes.find(project))?.server).toBe(other.beat.id);
      }
      expect((await other.homes.find('old'))?.server).toBe(leaving.beat.id);
      await leaving.beat.leave();
      await other.beat.look();
      expect(await other.homes.find('old')).toBeNull();
    });

    test('one that nobody uses is given up, and found anew by whoever asks', async () => {
      const [one, two] = await some(stage, [LIVELY, LIVELY]);
      if (one === undefined || two === undefined) throw new Error('two');
      for (const project of ['a', 'b', 'c']) await one.homes.begin(project);
      expect(one.homes.unusedFor(60_000)).toEqual([]);
      expect(one.homes.unusedFor(0)).toEqual(['a', 'b', 'c']);
      const released = one.homes.release('a');
      expect(one.homes.isHere('a')).toBe(false);
      // Whoever asks at that moment waits until it is given up.
      const [asked] = await Promise.all([one.homes.find('a'), released]);
      expect(asked?.server).toBe(two.beat.id);
      expect(await two.homes.find('a')).toBeNull();
      expect(two.opened).toEqual(['a']);
    });

    test('one that could not be opened is opened by the next who asks', async () => {
      let fails = true;
      const uri = stage.makeDatabase();
      const server = await begin(uri, LIVELY, () =>
        fails ? Promise.reject(new Error('off')) : Promise.resolve(),
      );
      await expect(server.homes.find('project')).rejects.toThrow('off');
      expect(server.homes.isHere('project')).toBe(false);
      fails = false;
      expect(await server.homes.find('project')).toBeNull();
      expect(server.homes.isHere('project')).toBe(true);
    });
  });

  describeOnMongodb(
    (stage) => {
      test('where the store is away for a while nobody is taken for dead', async () => {
        const [one, two] = await some(stage, [
          { ...LIVELY, freshMs: 600 },
          { ...LIVELY, freshMs: 600 },
        ]);
        if (one === undefined || two === undefined) throw new Error('two');
        await one.homes.begin('project');
        stage.server.pause();
        await until('neither may act', () => !one.beat.isFresh() && !two.beat.isFresh());
        // For longer than either would be watched.
        await new Promise((resolve) => setTimeout(resolve, 2 * LIVELY.patienceMs));
        stage.server.resume();
        await until('both may', () => [one, two].every(({ told }) => told.includes('fresh')));
        expect(one.told).toEqual(['stale', 'fresh']);
        expect(two.told).toEqual(['stale', 'fresh']);
        expect((await two.homes.find('project'))?.server).toBe(one.beat.id);
      });
    },
    { ours: true },
  );
});
