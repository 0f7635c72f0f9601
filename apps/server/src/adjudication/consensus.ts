import type { DocumentName } from '@triad/collab';
import { formatDocumentName, layerFields } from '@triad/collab';
import type { Span, SpanId } from '@triad/realist';
import * as Y from 'yjs';
import type { Context } from '../context.ts';
import type { AgreedBody, DecisionBody } from '../data/adjudication-records.ts';
import type { Row } from '../data/table.ts';
import { faultOf } from '../http/errors.ts';
import { keepIfTranscript } from '../projects/still-there.ts';
import { blindAccounts } from '../rounds/facts.ts';

/*
 * The consensus of a transcript and round: what is agreed, as a document with the fields of a layer. The
 * server alone writes it, from decisions; these are the truth. It is brought level with them after each
 * command, and once after a start, since a crash may have come between: whatever differs is written, so
 * that doing it again changes nothing.
 */

type Needs = Pick<Context, 'tables' | 'documents' | 'locks' | 'log' | 'announce' | 'adjudication'>;
type Name = Extract<DocumentName, { kind: 'consensus' }>;

export type ConsensusWriter = {
  /** Brings it level soon; resolves when it is, and never rejects: what failed is done by the next. */
  level(transcript: string, round: string): Promise<void>;
  /** Resolves once it was level at some moment since the start. */
  caughtUp(transcript: string, round: string): Promise<void>;
  /** Words that went from a transcript do not stay in memory. */
  forget(transcript: string): void;
  /** Waits for what is being written. */
  close(): Promise<void>;
};

/**
 * Nobody else writes one, and each that is opened has all that was stored, so no id is given twice; another
 * for every start would stay in the document for good.
 */
const WRITER = 1;

/** Documents that stay in memory to be written to. */
const MOST_OPEN = 4;

type Open = {
  readonly doc: Y.Doc;
  readonly generation: string;
  /** What each agreed span was when it was written. */
  readonly written: Map<string, AgreedBody>;
};

type Run = { again: boolean; over: Promise<void> };

export function makeConsensusWriter(context: () => Needs): ConsensusWriter {
  const open = new Map<string, Open>();
  /** By name; `again`: something was decided after it was read. */
  const running = new Map<string, Run>();
  const level = new Set<string>();

  function begin(name: Name): Promise<void> {
    const id = formatDocumentName(name);
    const before = running.get(id);
    if (before !== undefined) {
      before.again = true;
      return before.over;
    }
    const run: Run = { again: true, over: Promise.resolve() };
    running.set(id, run);
    run.over = carryOut(name, id, run);
    return run.over;
  }

  async function carryOut(name: Name, id: string, run: Run): Promise<void> {
    const { locks, log } = context();
    try {
      while (run.again) {
        // A redaction that runs rewrites decisions and document alike.
        await locks(`comments/${name.transcript}`, () => {
          run.again = false;
          return levelNow(name);
        });
      }
      // At once: who comes next begins anew.
      running.delete(id);
      level.add(id);
    } catch (error) {
      running.delete(id);
      level.delete(id);
      open.delete(id);
      log.error({ document: id, ...faultOf(error) }, NOT_LEVEL);
    }
  }

  async function levelNow(name: Name): Promise<void> {
    const { tables, documents, adjudication } = context();
    const { transcript, round } = name;
    const row = await tables.transcripts.get(transcript);
    if (row === null || row.body.pending !== null) return;
    const { decisions } = await adjudication.decisions.of(transcript);
    const own = decisions.filter(({ body }) => body.round === round);
    let head = await documents.describe(name);
    if (head === null) {
      if (own.every(({ body }) => body.agreed.length === 0)) return;
      head = await documents.ensure(name);
      await keepIfTranscript(tables, row, () => documents.remove(name));
      await announceBegun(context(), name, row.body.project);
    }
    const held = await openNow(name, head.generation);
    const update = bringLevel(held, own);
    if (update !== null) await documents.write(name, update);
  }

  async function openNow(name: Name, generation: string): Promise<Open> {
    const id = formatDocumentName(name);
    const before = open.get(id);
    open.delete(id);
    if (before?.generation === generation) {
      open.set(id, before);
      return before;
    }
    const doc = new Y.Doc();
    Y.applyUpdate(doc, (await context().documents.copy(name)).bytes);
    // Not before: Yjs takes another where it meets its own in what comes from outside.
    doc.clientID = WRITER;
    const held = { doc, generation, written: new Map() };
    open.set(id, held);
    for (const [other] of open) {
      if (open.size <= MOST_OPEN) break;
      open.delete(other);
    }
    return held;
  }

  return {
    level: (transcript, round) => begin({ kind: 'consensus', transcript, round }),
    async caughtUp(transcript, round) {
      const name = { kind: 'consensus', transcript, round } as const;
      if (!level.has(formatDocumentName(name))) await begin(name);
    },
    forget(transcript) {
      const isOf = (id: string): boolean => id.startsWith(`consensus/${transcript}/`);
      for (const id of open.keys()) if (isOf(id)) open.delete(id);
      // Another server may have decided something since.
      for (const id of level) if (isOf(id)) level.delete(id);
    },
    async close() {
      await Promise.all([...running.values()].map(({ over }) => over));
    },
  };
}

const NOT_LEVEL = 'a consensus could not be written; it is with the next decision or start';

/** The update that makes it say what the decisions say; null where it does. */
function bringLevel(
  { doc, written }: Open,
  decisions: readonly Row<DecisionBody>[],
): Uint8Array | null {
  const { spans } = layerFields(doc);
  let update: Uint8Array | null = null;
  const keep = (made: Uint8Array): void => {
    update = made;
  };
  doc.on('update', keep);
  doc.transact(() => {
    const agreed = new Set<string>();
    for (const { body } of decisions) {
      for (const span of body.agreed) {
        agreed.add(span.id);
        if (written.get(span.id) === span) continue;
        const value = spanOf(span, body.rulings.at(-1)?.at ?? '');
        if (JSON.stringify(spans.get(span.id)) !== JSON.stringify(value)) spans.set(span.id, value);
        written.set(span.id, span);
      }
    }
    for (const id of spans.keys()) {
      if (agreed.has(id)) continue;
      spans.delete(id);
      written.delete(id);
    }
  });
  doc.off('update', keep);
  return update;
}

/** As a coder's span. */
function spanOf({ id, role, anchor }: AgreedBody, createdAt: string): Span {
  const { start, end, turn, quote, before, after } = anchor;
  const plain = { start, end, turn, quote, before, after };
  return { id: id as SpanId, role, unsure: false, anchor: plain, nodes: [], createdAt };
}

/** Whoever has the transcript open may open it from now on. */
async function announceBegun(
  { tables, announce }: Needs,
  name: Name,
  project: string,
): Promise<void> {
  const { transcript } = name;
  const unheardBy = await blindAccounts(tables, project, transcript);
  announce.changed(
    { project, what: 'documents', id: formatDocumentName(name), version: 0, transcript },
    { observersRead: false, unheardBy },
  );
}
