import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { ChangedEvent, DecisionAnswer } from '@triad/collab';
import { call } from './client.ts';
import { mergeDecision, withDecision } from './merge-decision.ts';
import { keys, queries } from './queries.ts';

/*
 * Decisions of others reach a page one by one: an answer of a long transcript holds its whole text, and
 * leads decide every few seconds. Nothing lives in an event alone: what cannot be asked for by itself is
 * fetched whole.
 */

/** So many are asked for at a time; of more, as after a strategy, all is fetched once. */
const ONE_BY_ONE = 12;

/** An event about a decision, with its transcript. */
type Told = Pick<ChangedEvent, 'project' | 'id' | 'version'> & { readonly transcript: string };

type Asking = { inFlight: number; isOver: boolean };
const asking = new WeakMap<QueryClient, Map<string, Asking>>();

/** Brings a decision that was told of into what is shown of its transcript. */
export async function followDecision(
  client: QueryClient,
  { project, transcript, id, version }: Told,
): Promise<void> {
  const whole = [keys.adjudication(project, transcript), keys.decisions(project, transcript)];
  const shown = whole.filter((queryKey) => isShown(client, queryKey));
  // What no page shows is fetched when one does.
  for (const queryKey of whole) {
    if (!shown.includes(queryKey)) void client.invalidateQueries({ queryKey, refetchType: 'none' });
  }
  if (shown.length === 0) return;
  const fetchAll = (): void => {
    for (const queryKey of whole) void client.invalidateQueries({ queryKey });
  };
  // Many at once, or what is no decision by itself: a sketch that was joined or parted.
  if (version === 0) {
    fetchAll();
    return;
  }
  const now = askingOf(client, transcript);
  if (now.inFlight >= ONE_BY_ONE) {
    now.isOver = true;
    return;
  }
  now.inFlight += 1;
  try {
    const told = await call('readDecision', { transcript, decision: id });
    // An answer that is on its way may be of before, and would come over this.
    await Promise.all(shown.map((queryKey) => settled(client, queryKey)));
    putDecision(client, project, transcript, told);
  } catch {
    now.isOver = true;
  } finally {
    now.inFlight -= 1;
    if (now.inFlight === 0 && now.isOver) {
      now.isOver = false;
      fetchAll();
    }
  }
}

/** Puts a decision into the answers that are known of its transcript. */
export function putDecision(
  client: QueryClient,
  project: string,
  transcript: string,
  decision: DecisionAnswer,
): void {
  client.setQueryData(queries.adjudication(project, transcript).queryKey, (known) =>
    known === undefined ? undefined : mergeDecision(known, decision),
  );
  client.setQueryData(queries.decisions(project, transcript).queryKey, (known) =>
    known === undefined ? undefined : withDecision(known, decision),
  );
}

function askingOf(client: QueryClient, transcript: string): Asking {
  const ofClient = asking.get(client) ?? new Map<string, Asking>();
  asking.set(client, ofClient);
  const now = ofClient.get(transcript) ?? { inFlight: 0, isOver: false };
  ofClient.set(transcript, now);
  return now;
}

function isShown(client: QueryClient, queryKey: QueryKey): boolean {
  return (client.getQueryCache().find({ queryKey })?.getObserversCount() ?? 0) > 0;
}

async function settled(client: QueryClient, queryKey: QueryKey): Promise<void> {
  const query = client.getQueryCache().find({ queryKey });
  if (query?.state.fetchStatus !== 'fetching') return;
  // It says itself to whoever asked for it that it failed.
  await query.promise?.catch(() => undefined);
}
