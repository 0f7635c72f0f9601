import type { DocumentName } from '@triad/collab';
import { blindRoundOf, formatDocumentName, isHidden } from '@triad/collab';
import type { Context } from '../context.ts';
import { accountsOf, roundFacts } from '../rounds/facts.ts';
import { noteStarted } from '../rounds/started.ts';

type LayerName = Extract<DocumentName, { kind: 'layer' }>;

/**
 * Tells those who may see layers when one was begun or its counts changed. The document server
 * tells of each layer once a second at most; a transcript, however many coders it has, is told of
 * every three: whoever hears of it asks for the counts, and long layers are folded for them. Of a
 * layer in a blind round nothing is told but, to leads and reviewers, that its coder has started.
 */
export function announceDocuments(
  context: Pick<Context, 'tables' | 'documents' | 'announce' | 'log' | 'clock' | 'locks'>,
  everyMs = 3_000,
): () => void {
  const due = new Map<string, NodeJS.Timeout>();

  /** Null where the layer's transcript is gone, or nobody may know that anything is in the layer. */
  async function audienceOf(name: LayerName) {
    const { tables } = context;
    const transcript = await tables.transcripts.get(name.transcript);
    if (transcript === null || transcript.body.pending !== null) return null;
    const { project, observersRead } = transcript.body;
    const rounds = await roundFacts(tables, project);
    const round = rounds.find(({ id }) => id === name.round);
    if (round === undefined || isHidden(round, name.transcript)) return null;
    const isBlind = (member: string) => blindRoundOf(rounds, name.transcript, member) !== null;
    const unheardBy = await accountsOf(tables, rounds, isBlind);
    return { project, about: { observersRead, unheardBy } };
  }

  async function tellBegun(name: LayerName): Promise<void> {
    const audience = await audienceOf(name);
    if (audience === null) return;
    const { project, about } = audience;
    const id = formatDocumentName(name);
    const { transcript } = name;
    context.announce.changed({ project, what: 'documents', id, version: 0, transcript }, about);
  }

  async function tellCounts(name: LayerName): Promise<void> {
    const audience = await audienceOf(name);
    if (audience === null) {
      await noteStarted(context, name);
      return;
    }
    if (due.has(name.transcript)) return;
    const timer = setTimeout(() => {
      due.delete(name.transcript);
      noted(
        audienceOf(name).then((then) => {
          if (then === null) return;
          const { project, about } = then;
          const event = { project, what: 'counts', id: name.transcript, version: 0 } as const;
          context.announce.changed(event, about);
        }),
      );
    }, everyMs);
    timer.unref();
    due.set(name.transcript, timer);
  }

  const noted = (telling: Promise<void>): void => {
    telling.catch(() => context.log.warn('a change of a layer was not announced'));
  };

  const stop = context.documents.onChange((name, change) => {
    if (name.kind !== 'layer') return;
    noted(change === 'begun' ? tellBegun(name) : tellCounts(name));
  });

  return () => {
    stop();
    for (const timer of due.values()) clearTimeout(timer);
    due.clear();
  };
}
