import type { Act, ChangedEvent, MemberRole } from '@triad/collab';
import { CHANGED_THINGS, isAllowed, NOTHING_HIDDEN } from '@triad/collab';

/*
 * Who hears what. There is a room for each project and act, and one more for those who may do the
 * act on transcripts that observers may read, so that an event goes to exactly those who may fetch
 * what it is about. Who codes a transcript blind is left out of each event on it (announce.ts).
 */

const ACTS: readonly Act[] = [...new Set<Act>(Object.values(CHANGED_THINGS))];

/** All rooms of a member with these roles; to be left together. */
export function roomsFor(project: string, roles: readonly MemberRole[]): readonly string[] {
  const rooms = [projectRoom(project)];
  for (const act of ACTS) {
    if (isAllowed(act, roles, NOTHING_HIDDEN)) rooms.push(actRoom(project, act));
    else if (isAllowed(act, roles, { ...NOTHING_HIDDEN, observersRead: true }))
      rooms.push(observersRoom(project, act));
  }
  return rooms;
}

/** Everybody who watches the project. */
export function projectRoom(project: string): string {
  return `${project}`;
}

/** One account's sockets that watch the project. */
export function watcherRoom(project: string, account: string): string {
  return `${project}/account/${account}`;
}

export function sessionRoom(session: string): string {
  return `session/${session}`;
}

/** Where an event goes. */
export function roomsOf(
  { project, what }: ChangedEvent,
  about: { readonly observersRead?: boolean },
): readonly string[] {
  const act = CHANGED_THINGS[what];
  const rooms = [actRoom(project, act)];
  if (about.observersRead === true) rooms.push(observersRoom(project, act));
  return rooms;
}

function actRoom(project: string, act: Act): string {
  return `${project}/${act}`;
}

function observersRoom(project: string, act: Act): string {
  return `${project}/${act}/observers`;
}
