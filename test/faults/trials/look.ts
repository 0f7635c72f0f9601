import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as Y from 'yjs';
import type { Random } from '../../bench/support/random.ts';
import { Coder } from '../whole-server/coder.ts';
import { memoryFaults } from './memory.ts';
import { ProseTab } from './prose-tab.ts';
import { readDocument } from '../whole-server/tab.ts';
import type { Tab } from '../whole-server/tab.ts';
import { waitUntil } from '../whole-server/wait-until.ts';
import type { Study } from './study.ts';
import { tabsOf } from './study.ts';

/*
 * What must hold after each fault: every acknowledged act is in what a new process reads from the disk,
 * while whoever could bring it back is away; all copies become equal; every document opens; whoever may
 * not know something was not sent it; every request that was answered is there.
 */

/** Acts of each writer after everybody is back: others must be sent these over the same connections. */
const LAST_ACTS = 3;
/** Tabs whose condition is told. */
const TOLD = 3;
/** What is on disk reaches everybody within this, ms; it takes some tens. */
const SETTLED_MS = 6_000;

/**
 * Kills all servers in the middle of whatever they do, and takes everybody away; says what is wrong
 * already, and who took too much memory since it was started.
 */
export async function killAll(study: Study): Promise<readonly string[]> {
  const { servers } = study.topology;
  const ended = servers.filter(({ running }) => !running).map(() => 'a server ended by itself');
  const faults = [...ended, ...memoryFaults(study.topology)];
  await Promise.all(servers.map((server) => server.kill()));
  leave(study);
  return faults;
}

/** Looks at what those have in memory who went through it, when nobody acts any more. */
export async function lookAlive(study: Study, random: Random): Promise<readonly string[]> {
  await comeBack(study);
  const faults = [...(await lookAtCopies(study, random)), ...study.forbidden];
  return faults.map((fault) => `before anything was started anew: ${fault}`);
}

/**
 * Looks at everything, when all servers were killed and nobody acts any more: `[]` where all holds.
 * Everything runs then, and everybody is there.
 */
export async function look(study: Study, random: Random): Promise<readonly string[]> {
  const { topology } = study;
  const faults: string[] = [];
  if (topology.database !== null && random.chance(0.5)) {
    await topology.database.kill();
    await topology.database.start();
  }
  await Promise.all(topology.servers.map((server) => server.start()));
  faults.push(...(await lookAtStore(study, random)));
  faults.push(...(await topology.halfDone()));
  if (faults.length > 0) return faults;
  await comeBack(study);
  await spy(study);
  return [...(await lookAtCopies(study, random)), ...study.forbidden];
}

/** Everybody away, so that nobody brings back what is missing. */
export function leave(study: Study): void {
  for (const { line } of study.people) line.quality = { kind: 'cut' };
  for (const tab of tabsOf(study)) tab.disconnect();
}

/** Everybody back on a good line. */
async function comeBack(study: Study): Promise<void> {
  for (const { line } of study.people) line.quality = { kind: 'good' };
  for (const tab of tabsOf(study)) tab.connect();
  await allSaved(study);
}

async function allSaved(study: Study): Promise<void> {
  const unsaved = (): readonly Tab[] => tabsOf(study).filter((tab) => !tab.saved);
  try {
    await waitUntil('all is saved', () => unsaved().length === 0);
  } catch (error) {
    const left = unsaved();
    const some = left.slice(0, TOLD).map(({ condition }) => condition);
    throw new Error(`${left.length} tabs are not back with all saved: ${some.join('; ')}`, {
      cause: error,
    });
  }
}

/** What the servers have by themselves. */
async function lookAtStore(study: Study, random: Random): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const tab of tabsOf(study)) {
    const reader = study.reader(tab, random.pick(study.topology.servers));
    const stored = await readDocument(reader, tab.head);
    if (tab instanceof Coder || tab instanceof ProseTab) {
      const fault = tab.faultIn(stored);
      if (fault !== null) faults.push(fault);
    }
    stored.destroy();
  }
  for (const records of study.records) faults.push(...(await records.faults()));
  return faults;
}

/** Whether all copies become equal, and presence whole, with nobody reconnecting. */
async function lookAtCopies(study: Study, random: Random): Promise<readonly string[]> {
  for (const tab of [...study.coders, ...study.prose]) {
    for (let n = 0; n < LAST_ACTS; n += 1) tab.act();
  }
  await allSaved(study);
  const faults: string[] = [];
  await settled(() => unequal(study).length === 0);
  for (const name of unequal(study)) faults.push(`${name}: a copy stays another than the others`);
  for (const [tab] of copiesOf(study).values()) {
    if (tab === undefined) continue;
    const reader = study.reader(tab, random.pick(study.topology.servers));
    const stored = await readDocument(reader, tab.head);
    if (!sayTheSame(tab.doc, stored))
      faults.push(`${tab.head.name}: copies differ from the server's`);
    stored.destroy();
  }
  await settled(() => isPresenceWhole(study));
  if (!isPresenceWhole(study)) faults.push('presence is not whole');
  return faults;
}

/** Waits until it holds, or nothing more is to be expected. */
async function settled(holds: () => boolean): Promise<void> {
  const endMs = performance.now() + SETTLED_MS;
  while (!holds() && performance.now() < endMs) await pause(10);
}

/** Names of documents of which two tabs say something else. */
function unequal(study: Study): readonly string[] {
  return [...copiesOf(study)].flatMap(([name, [first, ...others]]) =>
    first === undefined || others.every(({ doc }) => sayTheSame(first.doc, doc)) ? [] : [name],
  );
}

/** Tabs by the name of their document. */
function copiesOf(study: Study): ReadonlyMap<string, readonly Tab[]> {
  return Map.groupBy(tabsOf(study), ({ head }) => head.name);
}

/** Those who code blind ask for each other's layers, which they may not have. */
async function spy({ blind, people, forbidden }: Study): Promise<void> {
  for (const { person, coder } of blind) {
    for (const other of people) {
      if (other === person) continue;
      const opened = await readDocument(other.caller, coder.head).then(
        () => true,
        () => false,
      );
      if (opened) forbidden.add(`${other.name} opens what ${person.name} codes blind`);
    }
  }
}

function isPresenceWhole({ present }: Study): boolean {
  return present.every(({ tab }) =>
    isDeepStrictEqual(
      [...tab.provider.awareness.getStates().keys()].sort(),
      present.map((other) => other.tab.doc.clientID).sort(),
    ),
  );
}

function sayTheSame(one: Y.Doc, other: Y.Doc): boolean {
  return Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other));
}
