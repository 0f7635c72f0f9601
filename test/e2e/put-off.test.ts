import { CLOSE, EVENTS_PATH, LIMITS } from '@triad/collab';
import { once } from 'node:events';
import { beforeAll, test } from 'vitest';
import type { ClientOptions } from 'ws';
import { WebSocket } from 'ws';
import { EVENT_LIMITS } from '../../apps/server/src/events/event-limits.ts';
import { annotator as words } from '../../apps/web/src/messages/annotator.ts';
import { say } from '../../apps/web/src/messages.ts';
import { browserSuite } from '../support/browser-suite.ts';
import type { Person } from '../support/person.ts';
import { enterLead, openInterview } from '../support/team.ts';

const QUOTE = 'My doctor wrote it on a card';

browserSuite('a document that the server puts off', (stage) => {
  let ana: Person;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });

  test('says why, and comes by itself when there is room', async () => {
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

  test('and a page that may not hear of its project says why, too', async () => {
    const { id } = await ana.call('createProject', {}, { title: 'Allotments' });
    await ana.page.goto('about:blank');
    const cookie = await cookieOf(ana);
    const url = `${ana.at(EVENTS_PATH).replace(/^http/, 'ws')}?EIO=4&transport=websocket`;
    const taken = await Promise.all(
      Array.from({ length: EVENT_LIMITS.eventSockets }, () => listen(url, { headers: { cookie } })),
    );
    await ana.goTo(`/projects/${id}`);
    const said = ana.page.getByText(say.ui.connection['too-many']);
    await said.waitFor();
    for (const socket of taken) socket.terminate();
    await said.waitFor({ state: 'detached' });
  });
});

/** An event socket that is let in, as soon as one is: the page that was left may still have its own. */
async function listen(url: string, options: ClientOptions): Promise<WebSocket> {
  for (;;) {
    const socket = new WebSocket(url, options);
    await once(socket, 'message');
    socket.send('40');
    const [answer] = (await once(socket, 'message')) as [Buffer];
    if (String(answer).startsWith('40')) return socket;
  }
}

/** Opens as many sockets as one account may have. */
async function takeAll(person: Person): Promise<readonly WebSocket[]> {
  const cookie = await cookieOf(person);
  const url = person.at('/tunnel').replace(/^http/, 'ws');
  return Promise.all(
    Array.from({ length: LIMITS.socketsPerAccount }, () => takeOne(url, { headers: { cookie } })),
  );
}

async function cookieOf(person: Person): Promise<string> {
  const cookies = await person.context.cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
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
