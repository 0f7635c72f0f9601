import type { ChangedEvent } from '@triad/collab';
import { isBlindAnywhere, NOTHING_HIDDEN } from '@triad/collab';
import type { Logger } from 'pino';
import type { Clock } from '../context.ts';
import type { Tables } from '../data/tables.ts';
import type { DocumentHost } from '../documents/host.ts';
import type { About, Announce } from '../events/announce.ts';
import { roundFacts } from '../rounds/facts.ts';
import { memberMay } from './membership.ts';
import type { Membership } from './membership.ts';

/*
 * When something last changed in a project: one instant for what every member may know of and one
 * for what only those may who see layers. They are kept in memory and written from time to time, so
 * that no edit waits for it; a crash loses at most that time, and nothing else depends on it.
 */

/** Who may know that it changed; observers of the transcripts alone that they may read. */
type Audience = 'members' | 'observers' | 'readers';
const AUDIENCES: readonly Audience[] = ['members', 'observers', 'readers'];

/** Between two writings. */
const EVERY_MS = 30_000;
/** Instants in memory; with more they are written at once. */
const MOST_WAITING = 10_000;

/**
 * An opened transcript begins an empty layer, invitations and outside reviewers are for leads alone, and
 * agreement is worked out by the server.
 */
const NOT_NOTED: ReadonlySet<ChangedEvent['what']> = new Set([
  'documents',
  'invites',
  'reviews',
  'agreement',
]);

/** Notes and tells when something last changed in a project. */
export type Activity = {
  /** Tells as `announce` does, and notes that the project changed. */
  noting(announce: Announce): Announce;
  /** When something last changed of which the member may know: a UTC ISO instant. */
  lastChange(membership: Membership): Promise<string>;
  /** Forgets a project that nobody sees any more; nothing of it is written after. */
  forget(project: string): Promise<void>;
  /** Writes what waits. */
  close(): Promise<void>;
};

export function makeActivity({
  tables,
  documents,
  clock,
  log,
}: {
  readonly tables: Tables;
  readonly documents: Pick<DocumentHost, 'onChange'>;
  readonly clock: Clock;
  readonly log: Logger;
}): Activity {
  const waiting = new Map<string, { readonly project: string; readonly at: string }>();
  let timer: NodeJS.Timeout | null = null;
  let written: Promise<void> = Promise.resolve();

  function note(project: string, audience: Audience, at = clock().toISOString()): void {
    const id = idOf(project, audience);
    if ((waiting.get(id)?.at ?? '') < at) waiting.set(id, { project, at });
    if (waiting.size > MOST_WAITING) void flush();
    timer ??= setTimeout(() => void flush(), EVERY_MS).unref();
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    written = written.then(async () => {
      for (const [id, noted] of waiting) {
        await write(id, noted).catch(() => log.warn('a change of a project was not noted'));
        // Kept until it is written, since whoever asks meanwhile is told it from here.
        if (waiting.get(id) === noted) waiting.delete(id);
      }
    });
    return written;
  }

  async function write(id: string, { project, at }: { project: string; at: string }) {
    if (!(await isThere(project))) return;
    const row = await tables.activity.get(id);
    if (row === null) await tables.activity.insert(id, { at });
    else if (row.body.at < at) await tables.activity.update(row, { at });
    // The project may have gone meanwhile through another server.
    if (!(await isThere(project))) await tables.activity.remove(id);
  }

  async function isThere(project: string): Promise<boolean> {
    const row = await tables.projects.get(project);
    return row !== null && row.body.pending === null;
  }

  // Statements are not announced: whoever shows them has the document itself.
  documents.onChange((name, change) => {
    if (name.kind === 'theory' && change === 'content') note(name.project, 'members');
  });

  return {
    noting: (announce) => ({
      ...announce,
      changed(event, about = {}) {
        announce.changed(event, about);
        if (NOT_NOTED.has(event.what) || about.heardBy !== undefined) return;
        note(event.project, audienceOf(event, about), about.at);
      },
    }),
    async lastChange({ project, member }) {
      // Who codes blind is not told, by an instant either, that others mark or discuss.
      const isBlind = isBlindAnywhere(await roundFacts(tables, project.id), member.id);
      const isReader = memberMay(member, 'layer.read', NOTHING_HIDDEN);
      const mayKnow = AUDIENCES.filter(
        (audience) =>
          audience === 'members' || (!isBlind && (audience === 'observers' || isReader)),
      );
      const instants = await Promise.all(
        mayKnow.map(async (audience) => {
          const id = idOf(project.id, audience);
          return waiting.get(id)?.at ?? (await tables.activity.get(id))?.body.at ?? '';
        }),
      );
      return instants.reduce((a, b) => (a > b ? a : b), project.body.createdAt);
    },
    async forget(project) {
      for (const audience of AUDIENCES) waiting.delete(idOf(project, audience));
      await written;
      for (const audience of AUDIENCES) await tables.activity.remove(idOf(project, audience));
    },
    close: flush,
  };
}

/** What belongs to a transcript is not for all members to know. */
function audienceOf({ what, transcript }: ChangedEvent, { observersRead }: About): Audience {
  if (what === 'counts' || what === 'progress' || observersRead === false) return 'readers';
  return transcript === undefined ? 'members' : 'observers';
}

function idOf(project: string, audience: Audience): string {
  return `${project}/${audience}`;
}
