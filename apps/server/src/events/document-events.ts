import type { DocumentName, RoundFacts } from '@triad/collab';
import { blindRoundOf, formatDocumentName, isHidden } from '@triad/collab';
import type { Context } from '../context.ts';
import { accountsOf, roundFacts } from '../rounds/facts.ts';
import { noteStarted } from '../rounds/started.ts';

type LayerName = Extract<DocumentName, { kind: 'layer' }>;
type Due = { readonly name: LayerName; readonly timer: NodeJS.Timeout };

/** A layer whose transcript and round are there, and what decides who hears of it. */
type Found = {
  readonly project: string;
  readonly observersRead: boolean;
  readonly rounds: readonly RoundFacts[];
  /** Nobody sees it but its coder. */
  readonly isHidden: boolean;
};

/** Names kept in memory, so that the same is not looked up again and again. */
const MOST_NOTED = 50_000;

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
): () => void {
  const { tables, announce, documents, log } = context;
  /** Layers of which it is to be told that they changed, by transcript and then by name. */
  const due = new Map<string, Map<string, Due>>();
  /** Layers of which it is noted that they are begun, where that is to be noted. */
  const noted = new Set<string>();

  async function look({ transcript, round }: LayerName): Promise<Found | null> {
    const row = await tables.transcripts.get(transcript);
    if (row === null || row.body.pending !== null) return null;
    const { project, observersRead } = row.body;
    const rounds = await roundFacts(tables, project);
    const its = rounds.find(({ id }) => id === round);
    return its === undefined
      ? null
      : { project, observersRead, rounds, isHidden: isHidden(its, transcript) };
  }

  /** Who may hear of a layer that is shown. */
  async function audienceOf({ rounds, observersRead }: Found, transcript: string) {
    const isBlind = (member: string) => blindRoundOf(rounds, transcript, member) !== null;
    return { observersRead, unheardBy: await accountsOf(tables, rounds, isBlind) };
  }

  async function tellBegun(name: LayerName): Promise<void> {
    const found = await look(name);
    if (found === null || found.isHidden) return;
    const { project } = found;
    const { transcript } = name;
    const id = formatDocumentName(name);
    const event = { project, what: 'documents', id, version: 0, transcript } as const;
    announce.changed(event, await audienceOf(found, transcript));
  }

  async function tellCounts(name: LayerName): Promise<void> {
    const { transcript, member } = name;
    take(name);
    const found = await look(name);
    if (found === null) return;
    const { project, rounds } = found;
    const event = { project, what: 'counts', id: transcript, version: 0 } as const;
    if (found.isHidden) {
      const author = await tables.members.get(member);
      announce.changed(event, { heardBy: author?.body.account ?? '' });
      return;
    }
    // One telling is of all that are shown.
    for (const { name: other } of due.get(transcript)?.values() ?? []) {
      const its = rounds.find(({ id }) => id === other.round);
      if (its !== undefined && !isHidden(its, transcript)) take(other);
    }
    announce.changed(event, await audienceOf(found, transcript));
  }

  /** At once, since a server may stop before counts are told. */
  async function noteBegun(name: LayerName): Promise<void> {
    const id = formatDocumentName(name);
    if (noted.has(id)) return;
    if (noted.size >= MOST_NOTED) noted.clear();
    noted.add(id);
    try {
      if ((await look(name))?.isHidden === true) await noteStarted(context, name);
    } catch (error) {
      noted.delete(id);
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
    const timer = setTimeout(() => logged(tellCounts(name)), EVERY_MS).unref();
    layers.set(id, { name, timer });
  }

  const logged = (telling: Promise<void>): void => {
    telling.catch(() => log.warn('a change of a layer was not announced'));
  };

  const stop = documents.onChange((name, change) => {
    if (name.kind !== 'layer') return;
    if (change === 'begun') logged(tellBegun(name));
    else {
      logged(noteBegun(name));
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
