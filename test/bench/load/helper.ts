import { fork } from 'node:child_process';
import { once } from 'node:events';

export type Failed = { readonly kind: 'failed'; readonly reason: string };

/** A process of clients, which does what it is told and ends with the bench. */
export type Helper<Order, Answer> = {
  /** One order at a time; rejects if it could not be done. */
  ask(order: Order): Promise<Answer>;
  end(): Promise<void>;
};

export function startHelper<Order extends object, Answer extends object>(
  script: string,
  nodeOptions: readonly string[] = [],
): Helper<Order, Answer> {
  const child = fork(script, { execArgv: [...nodeOptions] });
  const exited = once(child, 'exit').then(() => null);
  return {
    async ask(order) {
      const answered = once(child, 'message') as Promise<[Answer | Failed]>;
      child.send(order);
      const answer = await Promise.race([answered.then(([first]) => first), exited]);
      if (answer === null) throw new Error('the clients ended before they were told to');
      if (isFailed(answer)) throw new Error(`the clients: ${answer.reason}`);
      return answer;
    },
    async end() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

/** The other side: performs orders as they come, and ends when the bench is gone. */
export function serveOrders<Order, Answer>(perform: (order: Order) => Promise<Answer>): void {
  process.on('message', (order: Order) => {
    void perform(order)
      .catch((error: unknown): Failed => ({
        kind: 'failed',
        reason: error instanceof Error ? error.message : String(error),
      }))
      .then((answer) => process.send?.(answer));
  });
  process.once('disconnect', () => process.exit(0));
}

function isFailed(answer: object): answer is Failed {
  return 'kind' in answer && answer.kind === 'failed';
}
