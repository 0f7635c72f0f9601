import type { DocumentAnswer } from '@triad/collab';
import { EVENTS_PATH, TUNNEL_PATH } from '@triad/collab';
import { WebSocket } from 'ws';
import { Tunnel } from '../../../apps/web/src/collab/tunnel.ts';
import type { Random } from '../../bench/support/random.ts';
import { socketOrigin, useSignedInSockets } from '../../bench/load/signed-in-socket.ts';
import { Caller } from '../whole-server/caller.ts';
import { Tab } from '../whole-server/tab.ts';
import { Line } from './line.ts';

// The tunnel makes its socket by the global class, as in a browser.
useSignedInSockets();

/** A request that is answered no sooner is given up, ms: a line may swallow it. */
const PATIENCE_MS = 8_000;
const WATCH_AGAIN_MS = 250;

/**
 * Somebody at the end of a line of their own, with a session that was begun before: documents by
 * sockets or over the web app's tunnel, requests, and events.
 */
export class Person {
  readonly name: string;
  readonly line: Line;
  /** Over the line. */
  readonly caller: Caller;
  /** Past the line: for setting up and for looking at what is there. */
  readonly direct: Caller;
  readonly tunnel: Tunnel | null;
  readonly tabs: Tab[] = [];
  #events: WebSocket | null = null;
  #gone = false;

  private constructor(name: string, line: Line, direct: Caller, random: Random) {
    this.name = name;
    this.line = line;
    this.direct = direct;
    this.caller = new Caller(line, PATIENCE_MS);
    this.caller.cookie = direct.cookie;
    const tunnelUrl = socketOrigin(line.origin, direct.cookie) + TUNNEL_PATH;
    this.tunnel = random.chance(0.5) ? new Tunnel(tunnelUrl) : null;
  }

  /** `to`: which server the line leads to. */
  static async come(
    name: string,
    direct: Caller,
    to: () => string,
    random: Random,
  ): Promise<Person> {
    return new Person(name, await Line.open(to), direct, random);
  }

  /** Those documents of a transcript that they are told of. */
  async documentsOf(transcript: string): Promise<readonly DocumentAnswer[]> {
    return (await this.direct.call('readTranscript', { transcript })).documents;
  }

  /** Reads a document, and acts nothing in it. */
  read(head: DocumentAnswer): Tab {
    return this.keep(new Tab(this.caller, head, this.tunnel));
  }

  keep<T extends Tab>(tab: T): T {
    this.tabs.push(tab);
    return tab;
  }

  /** Hears what happens in a project, and comes back whenever the line is lost. */
  watch(project: string): void {
    if (this.#gone) return;
    const url = `${this.line.origin.replace('http', 'ws')}${EVENTS_PATH}?EIO=4&transport=websocket`;
    const socket = new WebSocket(url, { headers: { cookie: this.direct.cookie } });
    this.#events = socket;
    socket.on('error', () => undefined);
    socket.on('open', () => socket.send('40'));
    socket.on('message', (data: Buffer) => {
      const packet = data.toString('utf8');
      if (packet === '2') socket.send('3');
      else if (packet.startsWith('40')) {
        socket.send(`420${JSON.stringify(['watch', { project }])}`);
      }
    });
    socket.on('close', () => setTimeout(() => this.watch(project), WATCH_AGAIN_MS).unref());
  }

  async leave(): Promise<void> {
    this.#gone = true;
    for (const tab of this.tabs) tab.close();
    this.#events?.terminate();
    await this.line.close();
  }
}
