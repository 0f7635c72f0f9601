import { devices } from '../../apps/web/src/messages/devices.ts';
import { Annotator } from './annotator.ts';
import { keptOn } from './kept-on-device.ts';
import { Laptop } from './laptop.ts';
import type { Stage } from './live-stage.ts';
import type { Person } from './person.ts';
import { joinProject, openInterview } from './team.ts';
import { until } from './until.ts';

/** A project that keeps copies, its lead, and a coder with a laptop of their own. */
export type DeviceStage = {
  readonly project: string;
  readonly transcript: string;
  readonly hers: Annotator;
  readonly laptop: Laptop;
  readonly coder: Person;
  readonly his: Annotator;
};

/** The lead has the transcript open, and so has the coder, whose device has all it needs. */
export async function setDeviceStage(
  stage: Stage,
  lead: Person,
  name: string,
): Promise<DeviceStage> {
  expectOffline(stage);
  const { project, transcript, hers } = await openInterview(lead);
  await allowCopies(lead, project, true);
  await understand(lead);
  const laptop = await Laptop.of(stage, name);
  const coder = await laptop.open();
  await joinProject(lead, project, coder);
  const his = await openOn(coder, project, transcript);
  await understand(coder);
  await isReadyForOffline(coder);
  return { project, transcript, hers, laptop, coder, his };
}

/** What a browser says of a server that is away, or goes in the middle of an answer. */
export function expectOffline({ troubles }: Stage): void {
  troubles.expect(
    /ERR_CONNECTION|WebSocket connection to|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_NETWORK_CHANGED/,
  );
  troubles.expect(/ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED_ENCODING/);
}

export async function allowCopies(lead: Person, project: string, deviceCopies: boolean) {
  const { version } = await lead.call('readProject', { project });
  await lead.call('changeProject', { project }, { version, deviceCopies });
}

/** Answers what the project tells of this device. */
export async function understand({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: devices.understood }).click();
}

export async function openOn(
  person: Person,
  project: string,
  transcript: string,
): Promise<Annotator> {
  return new Annotator(person).open(project, transcript);
}

/** Waits until the device has the app and the documents. */
export async function isReadyForOffline(person: Person): Promise<void> {
  await until('documents on the device', async () => (await keptOn(person)).copies.length, 2);
  await person.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/**
 * Waits until the newest build has taken over: in the very moment of the change Chromium can lose a page
 * that is being opened, which then never comes until it is asked for once more.
 */
export async function isTakenOver(person: Person): Promise<void> {
  const states = (): Promise<readonly (string | null)[]> =>
    person.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      const { installing, waiting, active } = registration ?? {};
      return [installing, waiting, active].map((worker) => worker?.state ?? null);
    });
  await until('workers', states, [null, null, 'activated']);
}

/** Waits until nothing of Triad is left in this browser. */
export async function isBare(person: Person): Promise<void> {
  await until('what is left', () => keptOn(person), {
    copies: [],
    answers: [],
    texts: [],
    waiting: 0,
    offers: 0,
    confirmed: [],
    caches: [],
    workers: 0,
  });
}
