import type { MemberRole, ProjectAnswer, RouteName, RouteAnswers } from '@triad/collab';
import { ROUTES } from '@triad/collab';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { createServer } from '../src/serve.ts';
import type { RunningServer, ServerOptions } from '../src/serve.ts';

/** Quick to compute; what it costs in earnest is tested once, by itself. */
export const QUICK_PASSWORDS = { memoryKib: 64, passes: 1, parallelism: 1 };
export const PASSWORD = 'a long enough one';

/** Far more than a test needs, so that only the tests of limits meet them. */
const GENEROUS = { points: 100_000, seconds: 60 };
export const NO_RATE_LIMITS = {
  general: GENEROUS,
  signInByAddress: GENEROUS,
  signInByEmail: GENEROUS,
  tokens: GENEROUS,
  reviews: GENEROUS,
  invites: GENEROUS,
  projects: GENEROUS,
  demos: GENEROUS,
  passwords: GENEROUS,
  previews: GENEROUS,
  imports: GENEROUS,
  redactions: GENEROUS,
};

export type TestServer = RunningServer & { readonly folder: string };

/** Removed with the test, and what a server puts beside it too. */
export async function makeFolder(): Promise<string> {
  const folder = await makeInner();
  onTestFinished(() => removeWithKeys(folder));
  return folder;
}

async function makeInner(): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'triad-test-')), 'data');
  await mkdir(folder);
  return folder;
}

function removeWithKeys(folder: string): Promise<void> {
  return rm(dirname(folder), { recursive: true, force: true });
}

/** The real server on a free port, ended with the test. */
export async function startServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const folder = options.dataFolder ?? (await makeFolder());
  const server = await createServer({
    dataFolder: folder,
    passwordCost: QUICK_PASSWORDS,
    rateLimits: NO_RATE_LIMITS,
    ...options,
  });
  onTestFinished(() => server.close(), 30_000);
  return { ...server, folder };
}

/** One server for all tests of a file, ended after them. */
export function shareServer(): () => Promise<TestServer> {
  let started: Promise<TestServer> | null = null;
  afterAll(async () => {
    const server = await started;
    if (server === null) return;
    await server.close();
    await removeWithKeys(server.folder);
  });
  return () => {
    started ??= (async () => {
      const folder = await makeInner();
      const server = await createServer({
        dataFolder: folder,
        passwordCost: QUICK_PASSWORDS,
        rateLimits: NO_RATE_LIMITS,
      });
      return { ...server, folder };
    })();
    return started;
  };
}

export type Answer<N extends RouteName> = {
  readonly status: number;
  readonly body: RouteAnswers[N];
  readonly error: { readonly code: string; readonly message: string; readonly path?: string };
  readonly headers: Headers;
};

/** A browser as far as the API is concerned: it keeps the cookie. */
export class Client {
  cookie: string | null = null;
  readonly address: string;

  constructor(address: string) {
    this.address = address;
  }

  async call<N extends RouteName>(
    name: N,
    params: Readonly<Record<string, string>> = {},
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
    search = '',
  ): Promise<Answer<N>> {
    const { method, path } = ROUTES[name];
    const isPlain = body instanceof FormData || body instanceof Uint8Array;
    const response = await fetch(this.address + fill(path, params) + search, {
      method,
      headers: {
        ...(this.cookie === null ? {} : { cookie: this.cookie }),
        ...(body === undefined || isPlain ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isPlain ? body : JSON.stringify(body) }),
    } as RequestInit);
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      this.cookie = pair.endsWith('=') ? null : pair;
    }
    const bytes = await response.text();
    const isJson = response.headers.get('content-type')?.includes('application/json') ?? false;
    const parsed: unknown = isJson ? JSON.parse(bytes) : bytes;
    return {
      status: response.status,
      body: parsed as RouteAnswers[N],
      error: (parsed as { error?: Answer<N>['error'] }).error ?? { code: '', message: '' },
      headers: response.headers,
    };
  }

  /** The answer of a call that must succeed. */
  async get<N extends RouteName>(
    name: N,
    params: Readonly<Record<string, string>> = {},
    body?: unknown,
  ): Promise<RouteAnswers[N]> {
    const answer = await this.call(name, params, body);
    if (answer.status >= 300) {
      throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }
}

function fill(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? crypto.randomUUID());
}

/** The fragment of a link. */
export function tokenOf(link: string | null): string {
  return link?.split('#')[1] ?? '';
}

/** The first account of a new server, signed in. */
export async function setUp(server: TestServer, name = 'Lea'): Promise<Client> {
  const client = new Client(server.address);
  await client.get(
    'setup',
    {},
    { token: tokenOf(server.setupUrl), name, email: `${name}@example.org`, password: PASSWORD },
  );
  return client;
}

/** A new account that joins a project with these roles, by an invite of `lead`. */
export async function invite(
  lead: Client,
  project: string,
  roles: readonly MemberRole[],
  name: string = crypto.randomUUID(),
): Promise<Client & { readonly member: string }> {
  const { link } = await lead.get('createInvite', { project }, { roles, note: '', validDays: 1 });
  const client = new Client(lead.address);
  await client.get(
    'acceptInvite',
    {},
    {
      token: tokenOf(link),
      account: { name, email: `${name}@example.org`, password: PASSWORD },
    },
  );
  const { me } = await client.get('readProject', { project });
  return Object.assign(client, { member: me });
}

export function newProject(client: Client, title = 'A project'): Promise<ProjectAnswer> {
  return client.get('createProject', {}, { title });
}

/** The parts of an import of a short invented interview. */
export function shortInterview(over: Readonly<Record<string, unknown>> = {}) {
  return {
    title: 'Interview 1',
    fileName: 'interview 1.txt',
    format: 'txt',
    sha256: 'a'.repeat(64),
    keepOriginal: false,
    speakers: [
      { key: 's1', name: 'Interviewer', kind: 'interviewer', participant: null },
      { key: 's2', name: '#1', kind: 'participant', participant: null },
    ],
    turns: [
      { speaker: 's1', start: 0, end: 4, text: 'What changed?' },
      { speaker: 's2', start: 4, end: 31.5, text: 'I began to walk.\nThen I slept.' },
    ],
    ...over,
  };
}

export function importForm(transcript: unknown, original?: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  form.append('transcript', JSON.stringify(transcript));
  if (original !== undefined) form.append('original', new Blob([original]), 'original.bin');
  return form;
}

export function importShort(client: Client, project: string) {
  return client.get('importTranscript', { project }, importForm(shortInterview()));
}
