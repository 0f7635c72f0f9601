import { DOCUMENT_SCHEMA, parseDocumentName } from '@triad/collab';
import type { DocumentName } from '@triad/collab';
import type { StoreLoss, StoreOpening } from '@triad/storage';
import type { Logger } from 'pino';
import type { Tables } from './data/tables.ts';
import type { DocumentHost } from './documents/host.ts';
import { OPERATOR_MESSAGES } from './messages.ts';

/*
 * What the operator is told of the store: what a damaged write-ahead log has lost, and which of the
 * documents concerned a client has written to since. A client that still holds a document brings
 * back by itself what the server lacks; nobody can tell whether that was all.
 */

export type StoreCondition = {
  /** Null where this start found nothing missing. */
  readonly loss: StoreLoss | null;
  /** Of the documents of `loss`, those that a client has brought something for since. */
  readonly broughtBack: readonly string[];
  readonly earlierLosses: readonly StoreLoss[];
  readonly counter: StoreOpening['counter'];
  readonly logSetAside: string | null;
};

export type ConditionWatch = { condition(): StoreCondition | null; end(): void };

/** Says in the log what the opening found: loudly if something is missing. */
export function logOpening(opening: StoreOpening, log: Logger): void {
  const { loss, counter, logSetAside } = opening;
  if (loss !== null) {
    const { documents, ...counts } = loss;
    const names = documents.map(({ name, updates }) => ({ name, updates }));
    log.error(
      { ...counts, documents: names.slice(0, MOST_LOGGED), logSetAside },
      OPERATOR_MESSAGES.loss(loss),
    );
  } else if (logSetAside !== null) log.warn({ logSetAside }, OPERATOR_MESSAGES.logSetAside());
  if (counter === 'unreadable' || counter === 'gone') {
    log.warn({ counter }, OPERATOR_MESSAGES.noCounter());
  }
}

const MOST_LOGGED = 50;

/**
 * Watches which of the documents that lost something a client writes to. There is no condition to
 * tell where the store does not know what its opening found (null).
 */
export function watchCondition(
  opening: StoreOpening | null,
  documents: DocumentHost,
): ConditionWatch {
  if (opening === null) return { condition: () => null, end: () => undefined };
  const { loss, earlier, counter, logSetAside } = opening;
  const lacking = new Map(loss?.documents.map(({ name }) => [withoutGeneration(name), name]));
  const broughtBack = new Set<string>();
  const end =
    lacking.size === 0
      ? () => undefined
      : documents.onWritten((name) => {
          const known = lacking.get(name);
          if (known !== undefined) broughtBack.add(known);
        });
  return {
    condition: () => ({
      loss,
      broughtBack: [...broughtBack],
      earlierLosses: earlier,
      counter,
      logSetAside,
    }),
    end,
  };
}

/** A layer whose head was lost with its updates. */
export type LostLayer = {
  readonly name: Extract<DocumentName, { kind: 'layer' }>;
  readonly generation: string;
  readonly schema: number;
};

/**
 * Layers that were begun in what is missing, and belong to a transcript, round and member that are
 * there. Under another generation than theirs the client that holds one would be refused, and with
 * it the only copy.
 */
export async function lostLayers(
  loss: StoreLoss,
  tables: Pick<Tables, 'transcripts' | 'rounds' | 'members'>,
): Promise<readonly LostLayer[]> {
  const lost: LostLayer[] = [];
  for (const { name: log } of loss.documents) {
    const name = parseDocumentName(withoutGeneration(log));
    const generation = log.slice(log.indexOf('@') + 1);
    if (name?.kind !== 'layer') continue;
    const [transcript, round, member] = await Promise.all([
      tables.transcripts.get(name.transcript),
      tables.rounds.get(name.round),
      tables.members.get(name.member),
    ]);
    const project = transcript?.body.project;
    if (project === undefined || transcript?.body.pending !== null) continue;
    if (round?.body.project !== project || member?.body.project !== project) continue;
    lost.push({ name, generation, schema: DOCUMENT_SCHEMA.layer });
  }
  return lost;
}

function withoutGeneration(log: string): string {
  return log.split('@', 1)[0] ?? '';
}
