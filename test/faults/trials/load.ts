import type { Random } from '../../bench/support/random.ts';
import { waitUntil } from '../whole-server/wait-until.ts';
import type { Study } from './study.ts';

/** Everybody at work. */
export type Load = {
  /** Resolves when so many more acts are acknowledged, and some more requests of everybody who asks. */
  underWay(acts: number): Promise<void>;
  /** Resolves when nobody acts any more, and every request is over; the same when called again. */
  stop(): Promise<void>;
};

const REQUESTS = 3;
const PRESENCE_MS = [150, 500] as const;

/** Everybody codes, writes, asks and reads, with such pauses in ms between the acts of one tab. */
export function startLoad(study: Study, random: Random, pauseMs: readonly [number, number]): Load {
  const pause = (): number => random.whole(...pauseMs);
  const stops = [...study.coders, ...study.prose].map((tab) =>
    tab.keepActing(() => tab.act(), pause),
  );
  const asking = study.records.map((records) => records.keepAsking());
  const reading = setInterval(() => tellWhere(study, random), random.whole(...PRESENCE_MS));
  tellWhere(study, random);
  return {
    underWay: async (acts) => {
      const wanted = acknowledgedIn(study) + acts;
      const before = study.records.map(({ acknowledged }) => acknowledged);
      await waitUntil('more is acknowledged', () => acknowledgedIn(study) >= wanted);
      await waitUntil('more requests are answered', () =>
        study.records.every((each, at) => each.acknowledged >= (before[at] ?? 0) + REQUESTS),
      );
    },
    stop: async () => {
      clearInterval(reading);
      for (const stop of stops) stop();
      await Promise.all(asking.map((stop) => stop()));
    },
  };
}

/** Acts of which the server said that they are on its disk. */
export function acknowledgedIn({ coders, prose }: Study): number {
  return [...coders, ...prose].reduce((sum, tab) => sum + tab.acknowledged, 0);
}

function tellWhere({ present, alone }: Study, random: Random): void {
  for (const { member, tab } of [...present, ...alone]) {
    const at = random.whole(0, 500);
    tab.provider.awareness.setLocalState({ member, reading: [at, at + 200], selection: null });
  }
}
