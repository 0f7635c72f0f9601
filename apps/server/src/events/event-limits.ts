/** Bounds of the project events. */
export const EVENT_LIMITS = {
  /** Event sockets of one account, in all its tabs and on all its devices. */
  eventSockets: 64,
  /** Projects that one socket watches at a time. */
  watchedProjects: 20,
  /** How often one socket may ask to watch, in its life. */
  watches: 1_000,
  /** One message of a client, bytes. */
  eventMessageBytes: 8 * 1024,
} as const;
