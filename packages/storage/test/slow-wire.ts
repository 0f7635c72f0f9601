import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * A wire to a server that holds what passes for a while now and then, either way: whoever is behind
 * it is paused between any two of its steps. `pauseMs` gives each pause, 0 for none.
 */
export async function startSlowWire(
  target: string,
  pauseMs: () => number,
): Promise<{ readonly uri: string; close(): Promise<void> }> {
  const { hostname, port, pathname, searchParams } = new URL(target);
  // Else the driver asks a replica set for its members, and goes past the wire.
  searchParams.set('directConnection', 'true');
  const open = new Set<Socket>();

  function carry(from: Socket, to: Socket): void {
    let turn = Promise.resolve();
    from.on('data', (chunk) => {
      turn = turn.then(async () => {
        const pause = pauseMs();
        if (pause > 0) await delay(pause);
        to.write(chunk);
      });
    });
    from.on('close', () => to.destroy());
    from.on('error', () => to.destroy());
    open.add(from);
    from.on('close', () => open.delete(from));
  }

  const wire = createServer((client) => {
    const server = connect(Number(port), hostname);
    carry(client, server);
    carry(server, client);
  }).listen(0, '127.0.0.1');
  await once(wire, 'listening');
  const address = wire.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    uri: `mongodb://127.0.0.1:${address.port}${pathname}?${searchParams}`,
    async close() {
      for (const socket of open) socket.destroy();
      wire.close();
      await once(wire, 'close');
    },
  };
}
