import { addSpan, indexText, makeAnchor } from '@triad/collab';
import type { Random } from '../../bench/support/random.ts';
import type { Caller } from '../whole-server/caller.ts';
import { readDocument, Tab } from '../whole-server/tab.ts';
import { waitUntil } from '../whole-server/wait-until.ts';
import { openBlindRound } from './blind-round.ts';

/** Turns of the interview: every second one is marked by both. */
const TURNS = 120;

/** Places of one transcript on which coders differ, to be decided by a lead, each once. */
export type Places = {
  readonly transcript: string;
  /** State of the text. */
  readonly text: string;
  /** Spans of each. */
  readonly places: readonly (readonly string[])[];
};

/** Two coders mark the same words in other roles, in a blind round that is closed then. */
export async function makePlaces(
  lead: Caller,
  project: string,
  coders: readonly { readonly caller: Caller; readonly member: string }[],
  random: Random,
): Promise<Places> {
  const size = { turns: TURNS, originalBytes: 0 };
  const transcript = await lead.import(project, 'Decided', size);
  const round = await openBlindRound(lead, project, transcript, coders);
  const params = { project, round: round.id };
  for (const [at, { caller }] of coders.entries()) {
    await markAll(caller, transcript, at === 0 ? 'C' : 'M', random);
    await caller.call('setRoundDone', params, { done: true });
  }
  const { rounds } = await lead.call('readProject', { project });
  const version = rounds.find(({ id }) => id === round.id)?.version ?? round.version;
  await lead.call('closeRound', params, { version, transcripts: null });
  const read = () => lead.call('readAdjudication', { transcript });
  await waitUntil('what was coded is compared', async () => {
    return (await read()).transcript.result !== null;
  });
  const { transcript: compared, groups } = await read();
  return {
    transcript,
    text: compared.result?.text ?? '',
    places: groups.map(({ spans }) => spans),
  };
}

async function markAll(
  caller: Caller,
  transcript: string,
  role: 'C' | 'M',
  random: Random,
): Promise<void> {
  const { documents } = await caller.call('readTranscript', { transcript });
  const [head] = documents;
  const own = documents.find(({ kind, writable }) => kind === 'layer' && writable);
  if (head === undefined || own === undefined) throw new Error('nothing to mark');
  const index = indexText(await readDocument(caller, head));
  const tab = new Tab(caller, own);
  await tab.untilSaved();
  const now = (): string => new Date().toISOString();
  tab.doc.transact(() => {
    for (const { index: startUtf16, 0: words } of index.text.matchAll(/After step \d+ I/g)) {
      const anchor = makeAnchor(index, { startUtf16, endUtf16: startUtf16 + words.length });
      if (anchor === null) continue;
      addSpan({ doc: tab.doc, origin: tab, now, newId: () => random.uuid() }, { role, anchor });
    }
  }, tab);
  await tab.untilSaved();
  tab.close();
}
