import type { ChangedEvent } from '@triad/collab';

export type About = {
  readonly observersRead?: boolean;
  readonly unheardBy?: readonly string[];
  /** This account alone hears of it. */
  readonly heardBy?: string;
  /** When it changed, where it is told later: a UTC ISO instant. */
  readonly at?: string;
};

/** Tells the tabs that watch a project what changed; nothing is promised, clients fetch after gaps. */
export type Announce = {
  /**
   * `observersRead` is that of the transcript it belongs to: observers hear of what they may read
   * alone. `unheardBy` are accounts that must not hear of it: those who code it blind.
   */
  changed(event: ChangedEvent, about?: About): void;
  /** The account's membership is over: its tabs are told and hear no more of the project. */
  membershipEnded(project: string, account: string): void;
  /** Roles changed: what the account's tabs may hear is decided anew. */
  rolesChanged(project: string, account: string): Promise<void>;
  /** The project is gone, for everybody who watches it. */
  projectEnded(project: string): void;
  /** The sign-in session is over: its sockets are told and disconnected. */
  sessionEnded(session: string): void;
};
