import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../bench/support/random.ts';
import type { Caller } from '../whole-server/caller.ts';
import { readDocument } from '../whole-server/tab.ts';
import { acknowledgedIn } from './load.ts';
import { attack } from './hostile.ts';
import type { Study } from './study.ts';
import { tabsOf } from './study.ts';

const LENGTH_MS = [1_500, 4_000] as const;
/** Acts that the others must be told are saved while it goes on. */
const LEAST_ACTS = 20;

const attackers = new WeakMap<Study, Caller>();

/**
 * A member of the project is hostile for a while: the others must not notice, and what is theirs and the
 * attacker's own stays readable.
 */
export async function beAttacked(study: Study, random: Random): Promise<readonly string[]> {
  const { founder, project, theory, text, topology } = study;
  const transcript = text.name.split('/')[1] ?? '';
  const eve = attackers.get(study) ?? (await founder.direct.invite(project, ['coder'], 'eve'));
  attackers.set(study, eve);
  const { documents } = await eve.call('readTranscript', { transcript });
  const own = documents.find(({ kind, writable }) => kind === 'layer' && writable);
  const closes = new Map(tabsOf(study).map((tab) => [tab, tab.closes]));
  const before = acknowledgedIn(study);
  const attacker = {
    origin: random.pick(topology.servers).origin,
    cookie: eve.cookie,
    documents: [theory, text, ...documents.filter((head) => head === own)],
    project,
    transcript,
  };
  await attack(attacker, random, random.whole(...LENGTH_MS));
  const faults: string[] = [];
  for (const [tab, count] of closes) {
    if (tab.closes > count) faults.push(`a hostile member ended ${tab.condition}`);
  }
  if (acknowledgedIn(study) - before < LEAST_ACTS)
    faults.push('a hostile member held everybody up');
  // Limits on how often a member may ask are over in a moment.
  await pause(200);
  if (own !== undefined) (await readDocument(eve, own)).destroy();
  return faults;
}
