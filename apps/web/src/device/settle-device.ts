import type { AccountAnswer, DocumentAnswer, ProjectSummary } from '@triad/collab';
import { CLOSE } from '@triad/collab';
import type { CloseReason } from '@triad/collab';
import { ApiError } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { accountHere, noteAccount } from '../api/who.ts';
import type { OwnedHead } from '../collab/owned-head.ts';
import { endUnsaved } from '../collab/unsaved.ts';
import { listCopies, readCopy, removeCopies } from './copies.ts';
import type { CopyPlace } from './copies.ts';
import type { CopyRecord } from './database.ts';
import { removeDevice } from './database.ts';
import { heldSlots } from './held-copies.ts';
import { isExpired, judgeByDocuments, judgeByProject } from './judge.ts';
import { keepAnswersOf, readOwner, removeAnswers } from './kept-answers.ts';
import { tellNews } from './news.ts';
import { mustBeSignedIn } from './owner-check.ts';
import { DEVICE_REASONS } from './reasons.ts';
import { adoptOffers, listOffers, replaceOffer } from './offers.ts';
import { dropExpiredSeals } from './sealed.ts';
import { forgetTold } from './told.ts';
import { isWaiting } from './waiting.ts';

/*
 * What may not stay on this device goes, and first what waits in it is sent, or offered as a file
 * where it cannot be. What a page has open is that page's: it sends and offers it itself. Whose
 * session it is, is asked before each of the server's answers has a consequence: they mean nothing
 * for this account once another is signed in.
 */

/** One page at a time does this. */
const LOCK = 'triad-device';
/** How long one document may take to be sent before the others are looked at, milliseconds. */
const VISIT_MS = 30_000;
/** Between transcripts in which nothing waits, milliseconds. */
const PAUSE_MS = 200;
/** How long a page that has a copy open has to send or offer what waits in it, and between two looks; milliseconds. */
const PAGES_MS = 3_000;
const LOOK_MS = 100;

/**
 * Asks the server about all that is kept for this account, sends what waits, and removes what may
 * not stay; of a device that was away too long everything. Resolves with the account's projects;
 * rejects where the server is not there, or another account is signed in.
 */
export async function settleDevice(
  account: AccountAnswer,
  isTooOld: boolean,
): Promise<readonly ProjectSummary[]> {
  const projects = await navigator.locks.request(LOCK, async () => {
    const projects = await call('listProjects', {});
    await mustBeSignedIn(account.id);
    // What waits first.
    const copies = (await listCopies()).toSorted(
      (a, b) => Number(isWaiting(b)) - Number(isWaiting(a)),
    );
    for (const [project, ofProject] of groupBy(copies, (copy) => copy.project)) {
      const summary = projects.find(({ id }) => id === project);
      await settleProject(account, summary ?? null, ofProject, isTooOld);
    }
    await settleOffers(account, projects, isTooOld);
    const allowed = projects.flatMap(({ id, deviceCopies }) => (deviceCopies ? [id] : []));
    await mustBeSignedIn(account.id);
    const left = await keepAnswersOf(new Set(allowed));
    const isEmpty = left === 0 && (await listCopies()).length === 0;
    if (isEmpty && (await listOffers(account.id)).length === 0) await removeDevice();
    return projects;
  });
  tellNews({ kind: 'waiting' });
  return projects;
}

/** Everything of the owner goes. */
export async function leaveDevice(why: 'signed-out' | 'too-old' | 'asked') {
  const copies = await listCopies();
  const owner = await readOwner();
  if (owner !== null) {
    // A page that opened with nobody signed in is theirs until somebody is.
    if (accountHere() === null) noteAccount(owner.account.id);
    if (why === 'signed-out') endUnsaved(owner.account.id, CLOSE.signedOut);
  }
  const reason = {
    'signed-out': CLOSE.signedOut,
    'too-old': DEVICE_REASONS.tooOld,
    asked: DEVICE_REASONS.asked,
  }[why];
  await offer(await afterPages(copies), reason);
  // The server may have gone back to a backup: then it lacks what was saved, and says so once they are in again.
  if (why === 'signed-out') await remember(copies);
  if (owner !== null) {
    await adoptOffers(await listOffers(owner.account.id));
    forgetTold(owner.account.id);
  }
  await removeDevice();
  tellNews({ kind: 'gone', slots: null });
  tellNews({ kind: 'waiting' });
}

/** Removes what is too old to be shown; true where it did. */
export async function leaveIfTooOld(): Promise<boolean> {
  await dropExpiredSeals(Date.now()).catch(() => undefined);
  const owner = await readOwner().catch(() => null);
  if (owner === null || !isExpired(owner, Date.now())) return false;
  await leaveDevice('too-old');
  return true;
}

async function settleProject(
  account: AccountAnswer,
  summary: ProjectSummary | null,
  copies: readonly CopyRecord[],
  isTooOld: boolean,
): Promise<void> {
  const id = copies[0]?.project ?? '';
  const project = summary && (await ifThere(() => call('readProject', { project: id })));
  for (const [transcript, ofTranscript] of groupBy(copies, (copy) => copy.transcript)) {
    // Each answer makes the server count all layers: what is not urgent leaves it time for others.
    if (project !== null && !ofTranscript.some(isWaiting)) await pause(PAUSE_MS);
    const answer = project && (await ifThere(() => call('readTranscript', { transcript })));
    const documents = answer?.documents ?? null;
    await mustBeSignedIn(account.id);
    const judged: CopyRecord[] = [];
    for (const copy of ofTranscript) {
      const verdict = judgeByDocuments(copy, documents);
      if (verdict === 'open' && documents !== null) {
        await visit(copy, ofTranscript, documents, { account, project: id, transcript });
      }
      const mayStay = judgeByProject(copy, project) !== 'gone' && verdict !== 'gone' && !isTooOld;
      if (!mayStay) judged.push(copy);
    }
    if (judged.length === 0) continue;
    const going = await afterPages(judged);
    if (going.length === 0) continue;
    await mustBeSignedIn(account.id);
    const reason = documents === null ? CLOSE.unknown : CLOSE.forbidden;
    await offer(going, reason, redactionsOf(documents));
    await (await import('../collab/index.ts')).offersStored();
    await removeCopies(going.map(({ slot }) => slot));
    if (going.some(({ kind }) => kind === 'transcript')) await removeAnswers(new Set([transcript]));
  }
}

/** What is offered stays as long as its transcript may be kept here, and without words that are gone. */
async function settleOffers(
  account: AccountAnswer,
  projects: readonly ProjectSummary[],
  isTooOld: boolean,
): Promise<void> {
  const offers = await listOffers(account.id);
  for (const [transcript, ofTranscript] of groupBy(offers, (offer) => offer.transcript)) {
    const project = projects.find(({ id }) => id === ofTranscript[0]?.project);
    const mayStay = project?.deviceCopies === true && !isTooOld;
    const answer = mayStay ? await ifThere(() => call('readTranscript', { transcript })) : null;
    await mustBeSignedIn(account.id);
    if (answer === null) await adoptOffers(ofTranscript);
    const redactions = redactionsOf(answer?.documents ?? null);
    for (const offer of ofTranscript.filter((each) => each.redactions < redactions)) {
      const { fileWithoutWords } = await import('../collab/index.ts');
      const file = fileWithoutWords(offer.file);
      await replaceOffer({ ...offer, cause: 'redacted', redactions, file });
    }
  }
}

/**
 * Copies as they are once the pages that have them open have sent or offered what waits in them, or
 * closed; without those that a page still has. One that just closes has given its work to the device.
 */
async function afterPages(copies: readonly CopyRecord[]): Promise<readonly CopyRecord[]> {
  const slots = new Set(copies.map(({ slot }) => slot));
  const last = performance.now() + PAGES_MS;
  for (;;) {
    const present = (await listCopies()).filter(({ slot }) => slots.has(slot));
    const held = await heldSlots();
    const open = present.filter((copy) => held.has(copy.slot) && isWaiting(copy));
    if (open.length === 0 || performance.now() > last) {
      return present.filter((copy) => !open.includes(copy));
    }
    await pause(LOOK_MS);
  }
}

/** Opens a document for so long that what waits in it is on the server's disk, or known not to be taken. */
async function visit(
  copy: CopyRecord,
  ofTranscript: readonly CopyRecord[],
  documents: readonly DocumentAnswer[],
  place: CopyPlace,
): Promise<void> {
  const head = documents.find(({ name }) => name === copy.name);
  if (head === undefined || (await heldSlots()).has(copy.slot)) return;
  const { openDocument } = await import('../collab/index.ts');
  // Which words were taken out meanwhile is told by the text as it was here, and as it is now.
  const isRedacted = redactionsOf(documents) > copy.redactions;
  const texts = isRedacted ? documents.filter(({ kind }) => kind === 'transcript') : [];
  if (isRedacted) await remember(ofTranscript.filter(({ kind }) => kind === 'transcript'));
  const beside = texts.map((text) => openDocument(text, { account: place.account.id }));
  const open = openDocument(head, { place });
  const isDone = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, VISIT_MS, false);
    const look = (): void => {
      const kinds = [open, ...beside].map((each) => each.state().kind);
      if (!kinds.every((kind) => kind === 'saved' || kind === 'ended')) return;
      clearTimeout(timer);
      resolve(true);
    };
    for (const each of [open, ...beside]) each.subscribe(look);
    look();
  });
  for (const each of beside) each.destroy();
  open.destroy();
  if (isDone) await open.ended;
}

/**
 * What waits in these copies, and no page has open, is offered as files. `redactions` counts how
 * often words have been taken out by now.
 */
async function offer(
  copies: readonly CopyRecord[],
  reason: CloseReason,
  redactions = 0,
): Promise<void> {
  const held = await heldSlots();
  for (const { slot } of copies) {
    const copy = held.has(slot) ? null : await readCopy(slot);
    if (copy === null || copy.record.kind !== 'layer') continue;
    if (!isWaiting(copy.record)) continue;
    const { docOf, keepUnsent, keepWithoutWords } = await import('../collab/index.ts');
    const { confirmed } = copy.record;
    const doc = docOf(copy);
    if (redactions > copy.record.redactions) {
      keepWithoutWords(headOf(copy.record), doc, confirmed, reason);
    } else keepUnsent(headOf(copy.record), doc, confirmed, reason);
  }
}

/** Holds copies in this tab, to be compared when their documents are opened again. */
async function remember(copies: readonly CopyRecord[]): Promise<void> {
  for (const { slot } of copies) {
    const copy = await readCopy(slot);
    if (copy === null) continue;
    const { docOf, holdsCopy, rememberCopy } = await import('../collab/index.ts');
    if (!holdsCopy(headOf(copy.record))) rememberCopy(headOf(copy.record), docOf(copy));
  }
}

function redactionsOf(documents: readonly DocumentAnswer[] | null): number {
  return Math.max(0, ...(documents ?? []).map(({ redactions }) => redactions ?? 0));
}

function headOf(copy: CopyRecord): OwnedHead {
  const { account, project, transcript, name, kind, generation, redactions } = copy;
  const place = { project, transcript };
  return { account, place, name, kind, generation, redactions, writable: true, madeFrom: null };
}

/** Null where the server says that there is no such thing for this person. */
async function ifThere<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 403)) return null;
    throw error;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, readonly T[]> {
  return Map.groupBy(items, keyOf);
}
