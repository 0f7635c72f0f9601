import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sentenceFor, CommandProblem } from '../sentence-for.ts';
import type { MetricsAddress } from './metrics-address.ts';
import type { Metrics } from './metrics.ts';

export type MetricsServer = {
  readonly address: string;
  close(): Promise<void>;
};

/** A scraper or two, and somebody who looks. */
const MOST_CONNECTIONS = 16;
const SLOWEST_MS = 5_000;

/**
 * Answers `GET /metrics` on an address of its own, and nothing else. Rejects with a
 * {@link CommandProblem} where it cannot listen there.
 */
export async function serveMetrics(
  { host, port }: MetricsAddress,
  { text, contentType }: Pick<Metrics, 'text' | 'contentType'>,
): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: SLOWEST_MS, headersTimeout: SLOWEST_MS });
  server.maxConnections = MOST_CONNECTIONS;
  server.on('request', (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || request.url?.split('?', 1)[0] !== '/metrics') {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Metrics are at /metrics.\n');
      return;
    }
    text().then(
      (body) => response.writeHead(200, { 'Content-Type': contentType }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new CommandProblem(whyNot(error, host, port))));
    server.listen(port, host, resolve);
  });
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    address: `http://${shown}:${(server.address() as AddressInfo).port}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): string {
  const what = `TRIAD_METRICS is ${host}, port ${port}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `${what}, which is in use. Choose another port, or end the program that uses it.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${what}, and this machine has no such address. Choose one that it has.`;
    case 'EACCES':
      return `${what}, which is not allowed to this user. Choose a port above 1023.`;
    default:
      return `${what}: ${sentenceFor(error)}`;
  }
}
