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
 * layer in a blind round its coder alone hears, and leads and reviewers that they have started.
 */
export function announceDocuments(
  context: Pick<Context, 'tables' | 'documents' | 'announce' | 'log' | 'clock' | 'locks'>,
  everyMs = 3_000,
): () => void {
  const due = new Map<string, { readonly timer: NodeJS.Timeout; readonly layers: Set<string> }>();
  /** Layers whose telling is due already: nothing is looked up for them again before. */
  const waiting = new Set<string>();

  /** Who may hear of a layer; null where its transcript is gone. */
  async function audienceOf(name: LayerName) {
    const { tables } = context;
    const transcript = await tables.transcripts.get(name.transcript);
    if (transcript === null || transcript.body.pending !== null) return null;
    const { project, observersRead } = transcript.body;
    const rounds = await roundFacts(tables, project);
    const round = rounds.find(({ id }) => id === name.round);
    if (round === undefined) return null;
    if (isHidden(round, name.transcript)) {
      const author = await tables.members.get(name.member);
      return { project, isHidden: true, about: { heardBy: author?.body.account ?? '' } };
    }
    const isBlind = (member: string) => blindRoundOf(rounds, name.transcript, member) !== null;
    const unheardBy = await accountsOf(tables, rounds, isBlind);
    return { project, isHidden: false, about: { observersRead, unheardBy } };
  }

  async function tellBegun(name: LayerName): Promise<void> {
    const audience = await audienceOf(name);
    if (audience === null || audience.isHidden) return;
    const { project, about } = audience;
    const id = formatDocumentName(name);
    const { transcript } = name;
    context.announce.changed({ project, what: 'documents', id, version: 0, transcript }, about);
  }

  async function tellCounts(name: LayerName): Promise<void> {
    const id = formatDocumentName(name);
    if (waiting.has(id)) return;
    const audience = await audienceOf(name);
    if (audience === null) return;
    if (audience.isHidden) await noteStarted(context, name);
    const what = audience.isHidden ? id : name.transcript;
    waiting.add(id);
    const before = due.get(what);
    if (before !== undefined) {
      before.layers.add(id);
      return;
    }
    const layers = new Set([id]);
    const timer = setTimeout(() => {
      due.delete(what);
      for (const layer of layers) waiting.delete(layer);
      noted(
        audienceOf(name).then((then) => {
          if (then === null) return;
          const event = { what: 'counts', id: name.transcript, version: 0 } as const;
          context.announce.changed({ project: then.project, ...event }, then.about);
        }),
      );
    }, everyMs);
    timer.unref();
    due.set(what, { timer, layers });
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
    for (const { timer } of due.values()) clearTimeout(timer);
    due.clear();
  };
}
