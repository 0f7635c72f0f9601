import { ROUTES } from '@triad/collab';
import type { ImportBody, MemberRole, RouteAnswers, RouteName } from '@triad/collab';
import { createHash } from 'node:crypto';
import type { KillableServer } from './killable-server.ts';

const PASSWORD = 'a long enough one';

/** Somebody who is signed in, as far as the API is concerned. */
export class Caller {
  cookie = '';
  readonly server: Pick<KillableServer, 'origin'>;
  /** A request that is not answered within this is given up. */
  readonly #patienceMs: number;

  constructor(server: Pick<KillableServer, 'origin'>, patienceMs = 120_000) {
    this.server = server;
    this.#patienceMs = patienceMs;
  }

  /** Makes the first account. */
  static async first(server: KillableServer): Promise<Caller> {
    const caller = new Caller(server);
    const account = { name: 'Lea', email: 'lea@example.org', password: PASSWORD };
    await caller.call('setup', {}, { token: server.setupToken, ...account });
    return caller;
  }

  /** Makes an account that joins a project by an invite of this one. */
  async invite(project: string, roles: readonly MemberRole[], name: string): Promise<Caller> {
    const { link } = await this.call(
      'createInvite',
      { project },
      { roles, note: '', validDays: 1 },
    );
    const caller = new Caller(this.server);
    const account = { name, email: `${name}@example.org`, password: PASSWORD };
    await caller.call('acceptInvite', {}, { token: link.split('#')[1] ?? '', account });
    return caller;
  }

  /** Rejects unless the server says that it was done. */
  async call<N extends RouteName>(
    name: N,
    params: Readonly<Record<string, string>> = {},
    body?: object,
  ): Promise<RouteAnswers[N]> {
    const { method, path } = ROUTES[name];
    const isForm = body instanceof FormData;
    const filled = path.replace(/:(\w+)/g, (_, key: string) => params[key] ?? '');
    const response = await fetch(this.server.origin + filled, {
      method,
      signal: AbortSignal.timeout(this.#patienceMs),
      headers: {
        cookie: this.cookie,
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) this.cookie = set.split(';', 1)[0] ?? '';
    const text = await response.text();
    if (!response.ok) throw new Error(`${name}: ${response.status} ${text.slice(0, 300)}`);
    const isJson = response.headers.get('content-type')?.includes('application/json') ?? false;
    return (isJson ? JSON.parse(text) : text) as RouteAnswers[N];
  }

  /** Imports an invented interview of so many turns, with an original of so many bytes, if any. */
  async import(
    project: string,
    title: string,
    size: { readonly turns: number; readonly originalBytes: number },
  ): Promise<string> {
    const form = new FormData();
    const original = new Uint8Array(size.originalBytes).fill(title.length);
    form.append('transcript', JSON.stringify(interview(title, size.turns, original)));
    if (original.length > 0) form.append('original', new Blob([original]), `${title}.txt`);
    return (await this.call('importTranscript', { project }, form)).id;
  }
}

function interview(title: string, turns: number, original: Uint8Array): ImportBody {
  return {
    title,
    fileName: `${title}.txt`,
    format: 'txt',
    sha256: createHash('sha256').update(original).digest('hex'),
    keepOriginal: original.length > 0,
    speakers: [
      { key: 's1', name: 'Interviewer', kind: 'interviewer', participant: null },
      { key: 's2', name: '#1', kind: 'participant', participant: null },
    ],
    turns: Array.from({ length: turns }, (_, n) => ({
      speaker: n % 2 === 0 ? 's1' : 's2',
      start: n * 10,
      end: n * 10 + 9,
      text: n % 2 === 0 ? `What came after step ${n}?` : `After step ${n} I went back.\nAnd again.`,
    })),
  };
}
