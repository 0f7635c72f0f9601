import type {
  AccountAnswer,
  ProjectAnswer,
  ProjectSummary,
  SessionAnswer,
  TranscriptAnswer,
} from '@triad/collab';
import { call } from '../api/client.ts';
import { canKeepCopies } from './availability.ts';
import { listCopies } from './copies.ts';
import { workerFlagged } from './flag.ts';
import { heldSlots } from './held-copies.ts';
import { isExpired, judgeByDocuments, judgeByProject } from './judge.ts';
import type { Asked } from './kept-answers.ts';
import { noteContact, readOwner, removeAnswers } from './kept-answers.ts';
import { listOffers } from './offers.ts';
import { isSignedIn } from './owner-check.ts';
import { dropExpiredSeals, sealDevice, unsealFor } from './sealed.ts';
import { leaveDevice, settleDevice } from './settle-device.ts';
import { isWaiting } from './waiting.ts';
import { installWorker, removeWorker } from './worker-client.ts';

/*
 * The server was heard: what it says now is held against what this device keeps. One at a time, in
 * the order in which it was said.
 */

let queue: Promise<void> = Promise.resolve();
/** Everything is looked at once a page, and whenever the server is back. */
let isSettled = false;
/** How long that waits where nothing is due, milliseconds. */
const SETTLE_LATER_MS = 10_000;

export function contact(asked: Asked, answer: unknown): void {
  queue = queue.then(() => take(asked, answer)).catch(() => undefined);
}

/** The server is there again: what waits is sent, and what may not stay goes. */
export function settleAgain(): void {
  isSettled = false;
}

async function take(asked: Asked, answer: unknown): Promise<void> {
  switch (asked.what) {
    case 'session':
      return takeSession(answer as SessionAnswer);
    case 'projects':
      return takeProjects(answer as readonly ProjectSummary[]);
    case 'project':
      return takeProject(asked.project, answer as ProjectAnswer | null);
    case 'transcript':
      return takeTranscript(asked.transcript, answer as TranscriptAnswer | null);
    case 'members':
    case 'transcripts':
      return undefined;
  }
}

async function takeSession({ account }: SessionAnswer): Promise<void> {
  await dropExpiredSeals(Date.now());
  if (account === null) {
    await leaveDevice('signed-out');
    await removeWorker();
    return;
  }
  const before = await readOwner();
  if (before !== null && before.account.id !== account.id) {
    await sealDevice();
    await removeWorker();
  }
  await unsealFor(account);
  const owner = await readOwner();
  if (owner === null) return;
  const isTooOld = isExpired(owner, Date.now());
  await noteContact(account);
  if (isSettled && !isTooOld) return;
  isSettled = true;
  // What waits goes at once; to see whether all else may stay does not compete with what is opened.
  if (isTooOld || (await listCopies()).some(isWaiting)) await settle(account, isTooOld);
  else setTimeout(() => queueSettle(account), SETTLE_LATER_MS);
}

async function takeProjects(projects: readonly ProjectSummary[]): Promise<void> {
  await fitWorker(projects);
  const allowed = new Set(projects.flatMap(({ id, deviceCopies }) => (deviceCopies ? [id] : [])));
  const kept = [...(await listCopies()), ...(await ownOffers())];
  if (kept.some(({ project }) => !allowed.has(project))) await settleAsOwner();
}

/** The worker is there as long as a project of the account allows copies. */
async function fitWorker(projects: readonly ProjectSummary[]): Promise<void> {
  if (projects.some(({ deviceCopies }) => deviceCopies)) await installWorker();
  else await removeWorker();
}

async function takeProject(id: string, project: ProjectAnswer | null): Promise<void> {
  if (project?.deviceCopies === true && canKeepCopies()) await installWorker();
  const copies = (await listCopies()).filter((copy) => copy.project === id);
  const isOver = project?.deviceCopies !== true;
  if (isOver || copies.some((copy) => judgeByProject(copy, project) === 'gone')) {
    await settleAsOwner();
  }
}

async function takeTranscript(id: string, transcript: TranscriptAnswer | null): Promise<void> {
  const copies = (await listCopies()).filter((copy) => copy.transcript === id);
  const owner = await readOwner();
  if (transcript === null && owner !== null && (await isSignedIn(owner.account.id)) === true) {
    await removeAnswers(new Set([id]));
  }
  const redactions = transcript?.documents[0]?.redactions ?? 0;
  const offers = (await ownOffers()).filter((offer) => offer.transcript === id);
  if (offers.some((offer) => transcript === null || offer.redactions < redactions)) {
    await settleAsOwner();
    return;
  }
  if (copies.length === 0) return;
  const held = await heldSlots();
  const isDue = copies.some((copy) => {
    const verdict = judgeByDocuments(copy, transcript?.documents ?? null);
    return verdict === 'gone' || (verdict === 'open' && !held.has(copy.slot));
  });
  if (isDue) await settleAsOwner();
}

async function ownOffers() {
  const owner = await readOwner();
  return owner === null ? [] : listOffers(owner.account.id);
}

async function settleAsOwner(): Promise<void> {
  const owner = await readOwner();
  if (owner !== null) await settle(owner.account, false);
  // Nothing is kept any more; what was heard before that may have brought the worker back.
  else if (workerFlagged()) await fitWorker(await call('listProjects', {}));
}

/** In the order of everything that is heard. */
function queueSettle(account: AccountAnswer): void {
  queue = queue.then(async () => {
    if ((await readOwner())?.account.id === account.id) await settle(account, false);
  });
}

async function settle(account: AccountAnswer, isTooOld: boolean): Promise<void> {
  isSettled = true;
  try {
    await fitWorker(await settleDevice(account, isTooOld));
  } catch {
    // The server went away in between; it is settled when it is there again.
    isSettled = false;
  }
}
