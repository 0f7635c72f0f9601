import type { DocumentName, RoundFacts } from '@triad/collab';
import { blindRoundOf, formatDocumentName, isHidden } from '@triad/collab';
import type { Context } from '../context.ts';
import { accountsOf, roundFacts } from '../rounds/facts.ts';
import { noteStarted } from '../rounds/started.ts';

type LayerName = Extract<DocumentName, { kind: 'layer' }>;
type Due = { readonly name: LayerName; readonly timer: NodeJS.Timeout };

/** A transcript that is there, and what decides who hears of its layers. */
type Told = {
  readonly project: string;
  readonly transcript: string;
  readonly observersRead: boolean;
  readonly rounds: readonly RoundFacts[];
};

/** Names kept in memory, so that the same is not looked up again and again. */
const MOST_LOOKED = 50_000;

/** A little later than changes are noticed, once a second of each layer, so that it is of three such notices. */
const EVERY_MS = 3_200;

/**
 * Tells those who may see layers when one was begun, or that counts of a transcript changed: whoever
 * hears of it asks for them, and long layers are folded for that, so it is told once in EVERY_MS,
 * however many code. Of a layer in a blind round its coder alone hears, and leads and reviewers that
 * they have started; when they hear depends on their own changes alone.
 */
export function announceDocuments(
  context: Pick<Context, 'tables' | 'documents' | 'announce' | 'log' | 'clock' | 'locks'>,
  everyMs = EVERY_MS,
): () => void {
  const { tables, announce, documents, log } = context;
  /** Layers of which it is to be told that they changed, by transcript and then by name. */
  const due = new Map<string, Map<string, Due>>();
  /** Layers of which it was looked whether that they are begun must be noted. */
  const looked = new Set<string>();

  async function look(transcript: string): Promise<Told | null> {
    const row = await tables.transcripts.get(transcript);
    if (row === null || row.body.pending !== null) return null;
    const { project, observersRead } = row.body;
    return { project, transcript, observersRead, rounds: await roundFacts(tables, project) };
  }

  const roundIn = ({ rounds }: Told, name: LayerName): RoundFacts | undefined =>
    rounds.find(({ id }) => id === name.round);

  /** Who may hear of a layer that is shown. */
  async function audienceOf({ rounds, transcript, observersRead }: Told) {
    const isBlind = (member: string) => blindRoundOf(rounds, transcript, member) !== null;
    return { observersRead, unheardBy: await accountsOf(tables, rounds, isBlind) };
  }

  async function tellBegun(name: LayerName): Promise<void> {
    const { transcript } = name;
    const told = await look(transcript);
    const round = told && roundIn(told, name);
    if (told === null || round === undefined || round === null) return;
    if (isHidden(round, transcript)) return;
    const { project } = told;
    const id = formatDocumentName(name);
    const event = { project, what: 'documents', id, version: 0, transcript } as const;
    announce.changed(event, await audienceOf(told));
  }

  async function tellCounts(name: LayerName): Promise<void> {
    const { transcript, member } = name;
    take(name);
    const told = await look(transcript);
    const round = told && roundIn(told, name);
    if (told === null || round === undefined || round === null) return;
    const event = { project: told.project, what: 'counts', id: transcript, version: 0 } as const;
    if (isHidden(round, transcript)) {
      const author = await tables.members.get(member);
      announce.changed(event, { heardBy: author?.body.account ?? '' });
      return;
    }
    // One telling is of all that are shown.
    for (const other of due.get(transcript)?.values() ?? []) {
      const its = roundIn(told, other.name);
      if (its !== undefined && !isHidden(its, transcript)) take(other.name);
    }
    announce.changed(event, await audienceOf(told));
  }

  /** At once, since a server may stop before counts are told. */
  async function noteBegun(name: LayerName): Promise<void> {
    const id = formatDocumentName(name);
    if (looked.has(id)) return;
    if (looked.size >= MOST_LOOKED) looked.clear();
    looked.add(id);
    try {
      const told = await look(name.transcript);
      const round = told && roundIn(told, name);
      if (round && isHidden(round, name.transcript)) await noteStarted(context, name);
    } catch (error) {
      looked.delete(id);
      throw error;
    }
  }

  function take(name: LayerName): void {
    const layers = due.get(name.transcript);
    const id = formatDocumentName(name);
    clearTimeout(layers?.get(id)?.timer);
    layers?.delete(id);
    if (layers?.size === 0) due.delete(name.transcript);
  }

  function tellCountsLater(name: LayerName): void {
    let layers = due.get(name.transcript);
    if (layers === undefined) due.set(name.transcript, (layers = new Map()));
    const id = formatDocumentName(name);
    if (layers.has(id)) return;
    const timer = setTimeout(() => noted(tellCounts(name)), everyMs).unref();
    layers.set(id, { name, timer });
  }

  const noted = (telling: Promise<void>): void => {
    telling.catch(() => log.warn('a change of a layer was not announced'));
  };

  const stop = documents.onChange((name, change) => {
    if (name.kind !== 'layer') return;
    if (change === 'begun') noted(tellBegun(name));
    else {
      noted(noteBegun(name));
      tellCountsLater(name);
    }
  });

  return () => {
    stop();
    for (const layers of due.values()) {
      for (const { timer } of layers.values()) clearTimeout(timer);
    }
    due.clear();
  };
}
