import type { DocumentName, RouteName } from '@triad/collab';
import { ROUTES } from '@triad/collab';
import { isUuid } from '@triad/realist';
import { hashToken } from '../accounts/tokens.ts';
import type { Tables } from '../data/tables.ts';
import { SEAT } from './homes.ts';

/** Of which project something is, for as long as the server runs: nothing changes its project. */
export type ProjectOf = {
  /** Null: it may be answered anywhere; {@link SEAT}: it belongs to no project, and changes something. */
  request(method: string, path: string): Promise<string | null>;
  /** Null where there is no such document. */
  document(name: DocumentName): Promise<string | null>;
  /** Of what a token in the body of a request stands for; null of all other routes. */
  token(route: RouteName, body: unknown): Promise<string | null>;
};

/** Transcripts, and drafts, whose project is remembered. */
const MOST_KNOWN = 50_000;

const PATH = /^\/api\/(projects|transcripts)\/([^/?]+)/;
/** What these are about only the token in their body says. */
const BY_TOKEN: ReadonlySet<RouteName> = new Set(['acceptInvite', 'lookAtReview', 'answerReview']);
const PATHS_BY_TOKEN: ReadonlySet<string> = new Set([...BY_TOKEN].map((name) => ROUTES[name].path));
/** Read-only, of accounts alone: whichever server is asked reads the same from the store. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export function makeProjectOf(tables: Tables): ProjectOf {
  const known = new Map<string, string>();

  async function remembered(
    id: string,
    read: () => Promise<{ readonly body: { readonly project: string } } | null>,
  ): Promise<string | null> {
    const before = known.get(id);
    if (before !== undefined) return before;
    const project = (await read())?.body.project ?? null;
    if (project === null) return null;
    const [oldest] = known.keys();
    if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    known.set(id, project);
    return project;
  }

  const ofTranscript = (id: string) => remembered(id, () => tables.transcripts.get(id));

  /** A home is given to what exists alone, or whoever makes ids up would fill the store with homes. */
  async function existing(project: string): Promise<string | null> {
    return remembered(project, async () => {
      const row = await tables.projects.get(project);
      return row && { body: { project: row.id } };
    });
  }

  return {
    async request(method, path) {
      if (!path.startsWith('/api/')) return null;
      const [, kind, id] = PATH.exec(path) ?? [];
      if (id === undefined) return SAFE.has(method) || PATHS_BY_TOKEN.has(path) ? null : SEAT;
      if (!isUuid(id)) return null;
      return kind === 'projects' ? existing(id) : ofTranscript(id);
    },
    async document(name) {
      if (name.kind === 'theory') return existing(name.project);
      if (name.kind === 'cmoc') return remembered(name.cmoc, () => tables.cmocs.get(name.cmoc));
      return ofTranscript(name.transcript);
    },
    async token(route, body) {
      if (!BY_TOKEN.has(route)) return null;
      const given = (body as { readonly token?: unknown } | null)?.token;
      if (typeof given !== 'string') return null;
      const hash = hashToken(given);
      const row =
        route === 'acceptInvite'
          ? await tables.invites.one('hash', hash)
          : await tables.reviewLinks.one('hash', hash);
      return row?.body.project ?? null;
    },
  };
}
