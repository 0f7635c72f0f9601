import type { Express, Response } from 'express';
import type { Readiness } from './readiness.ts';

/**
 * What a supervisor or a proxy asks: `/healthz`, whether the process answers, and `/readyz`, whether
 * requests may be sent to it. Anybody may ask, nobody is counted, and a word is all that is told.
 */
export function mountProbes(app: Express, readiness: Readiness): void {
  app.get('/healthz', (_request, response) => say(response, 200, 'ok'));
  app.get('/readyz', async (_request, response) => {
    const why = await readiness.ask();
    say(response, why === null ? 200 : 503, why ?? 'ready');
  });
}

function say(response: Response, status: number, word: string): void {
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('text/plain').send(`${word}\n`);
}
