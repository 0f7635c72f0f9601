import { createServer } from '../../../apps/server/src/serve.ts';

/*
 * The whole server in a process of its own, as in earnest. Told by its one argument, as JSON; says
 * where it listens in one line on standard output, and ends with its standard input, so that it
 * never outlives a bench that was stopped.
 */

export type ServerOrder = { readonly dataFolder: string; readonly web: string };
export type ServerReady = { readonly address: string };

const order = JSON.parse(process.argv[2] ?? '{}') as ServerOrder;
const server = await createServer({ ...order, onFailure: () => process.exit(1) });
process.stdin.resume();
process.stdin.once('end', () => void server.close().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ address: server.address } satisfies ServerReady)}\n`);
