import type { Context } from '../context.ts';
import type { DecisionBody, DecisionReplyBody } from '../data/adjudication-records.ts';
import type { Row, Table } from '../data/table.ts';

/** What was decided of one transcript, by id; the same object until something of it is written. */
export type KeptDecisions = {
  readonly decisions: readonly Row<DecisionBody>[];
  /** By decision, oldest first. */
  readonly replies: ReadonlyMap<string, readonly Row<DecisionReplyBody>[]>;
};

/**
 * Decisions in memory, of the few transcripts on which somebody works: with thousands of them a command,
 * and everybody who hears of it, would wait for all to be read and opened. Whatever is written through the
 * tables is read again before anything is told of it.
 */
export type DecisionMemory = {
  of(transcript: string): Promise<KeptDecisions>;
  forget(transcript: string): void;
};

const MOST_TRANSCRIPTS = 8;

type Filed = { readonly transcript: string };
type Entry = {
  readonly decisions: Rows<DecisionBody>;
  readonly replies: Rows<DecisionReplyBody>;
  /** And the writes of which it tells. */
  told: { readonly at: string; readonly kept: KeptDecisions } | null;
};

export function makeDecisionMemory({ tables }: Pick<Context, 'tables'>): DecisionMemory {
  /** The one that was asked for least lately is the first. */
  const known = new Map<string, Entry>();

  function follow<Body extends Filed>(
    table: Table<Body>,
    rowsOf: (entry: Entry) => Pick<Rows<Body>, 'written'>,
  ): void {
    table.onWritten((id, body) => {
      for (const [transcript, entry] of known) {
        if (body === null || body.transcript === transcript) rowsOf(entry).written(id);
      }
    });
  }
  follow(tables.decisions, ({ decisions }) => decisions);
  follow(tables.decisionReplies, ({ replies }) => replies);

  function entryOf(transcript: string): Entry {
    const before = known.get(transcript);
    if (before !== undefined) {
      known.delete(transcript);
      known.set(transcript, before);
      return before;
    }
    const entry: Entry = {
      decisions: new Rows(tables.decisions, transcript),
      replies: new Rows(tables.decisionReplies, transcript),
      told: null,
    };
    known.set(transcript, entry);
    for (const [other] of known) {
      if (known.size <= MOST_TRANSCRIPTS) break;
      known.delete(other);
    }
    return entry;
  }

  return {
    async of(transcript) {
      const entry = entryOf(transcript);
      const at = `${entry.decisions.revision} ${entry.replies.revision}`;
      if (entry.told?.at === at) return entry.told.kept;
      try {
        const [decisions, replies] = await Promise.all([
          entry.decisions.now(),
          entry.replies.now(),
        ]);
        const kept = { decisions: inOrder(decisions), replies: byDecision(replies) };
        // With what was written since, it may tell of more: then the next reading is told anew.
        entry.told = { at, kept };
        return kept;
      } catch (error) {
        if (known.get(transcript) === entry) known.delete(transcript);
        throw error;
      }
    },
    forget: (transcript) => void known.delete(transcript),
  };
}

function inOrder(rows: readonly Row<DecisionBody>[]): readonly Row<DecisionBody>[] {
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function byDecision(rows: readonly Row<DecisionReplyBody>[]): KeptDecisions['replies'] {
  const sorted = rows.toSorted(
    (a, b) => a.body.ruling - b.body.ruling || (a.body.at < b.body.at ? -1 : 1),
  );
  return Map.groupBy(sorted, ({ body }) => body.decision);
}

/** The rows of one table for one transcript: read once, and then those alone that were written. */
class Rows<Body extends Filed> {
  readonly #table: Table<Body>;
  readonly #transcript: string;
  #rows: Map<string, Row<Body>> | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #written = new Set<string>();
  /** Counts what was written. */
  revision = 0;

  constructor(table: Table<Body>, transcript: string) {
    this.#table = table;
    this.#transcript = transcript;
  }

  written(id: string): void {
    this.#written.add(id);
    this.revision += 1;
  }

  /** One reading after the other: whoever comes while something is read waits for it. */
  now(): Promise<readonly Row<Body>[]> {
    const mine = this.#turn.then(() => this.#read());
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #read(): Promise<readonly Row<Body>[]> {
    if (this.#rows === null) {
      const found = await this.#table.find('transcript', this.#transcript);
      this.#rows = new Map(found.map((row) => [row.id, row]));
    }
    const rows = this.#rows;
    const ids = [...this.#written];
    this.#written.clear();
    const read = await Promise.all(ids.map((id) => this.#table.get(id)));
    for (const [at, row] of read.entries()) {
      if (row === null) rows.delete(ids[at] ?? '');
      else if (row.body.transcript === this.#transcript) rows.set(row.id, row);
    }
    return [...rows.values()];
  }
}
