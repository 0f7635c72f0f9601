import { CLOSE, LIMITS } from '@triad/collab';
import { once } from 'node:events';
import { test } from 'vitest';
import type { ClientOptions } from 'ws';
import { WebSocket } from 'ws';
import { annotator as words } from '../../apps/web/src/messages/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, openInterview } from '../support/team.ts';

const QUOTE = 'My doctor wrote it on a card';

browserSuite('a document that the server puts off', (stage) => {
  test('says why, and comes by itself when there is room', async () => {
    const ana = await enterLead(stage, 'Ana Lima');
    const { project, transcript, hers } = await openInterview(ana);
    await hers.drag(QUOTE);
    await hers.press('c');
    await hers.says('Saved');
    await ana.page.goto('about:blank');
    const taken = await takeAll(ana);
    await ana.goTo(`/projects/${project}/transcripts/${transcript}`);
    await hers.says(words.state.later(CLOSE.tooManySockets.code, words.state.waiting.none));
    for (const socket of taken) socket.terminate();
    await hers.isReady();
    await hers.sees(QUOTE, ['C']);
  });
});

/** Opens as many sockets as one account may have. */
async function takeAll(person: Person): Promise<readonly WebSocket[]> {
  const cookies = await person.context.cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const url = person.at('/tunnel').replace(/^http/, 'ws');
  return Promise.all(
    Array.from({ length: LIMITS.socketsPerAccount }, () => takeOne(url, { headers: { cookie } })),
  );
}

/** The page that was left may still have its socket: then the last is refused, and tried again. */
async function takeOne(url: string, options: ClientOptions): Promise<WebSocket> {
  for (;;) {
    const socket = new WebSocket(url, options);
    await once(socket, 'open');
    socket.ping();
    // A pong comes once a socket is read, which is after it was let in.
    const isIn = once(socket, 'pong').then(() => true);
    if (await Promise.race([isIn, once(socket, 'close').then(() => false)])) return socket;
  }
}
