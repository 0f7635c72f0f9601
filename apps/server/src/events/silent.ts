import type { Announce } from './announce.ts';

/** For work on the data folder while no server runs: nobody listens. */
export const SILENT: Announce = {
  changed() {},
  membershipEnded() {},
  rolesChanged: () => Promise.resolve(),
  projectEnded() {},
  sessionEnded() {},
};
