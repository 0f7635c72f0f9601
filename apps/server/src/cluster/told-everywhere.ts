import type { Announce } from '../events/announce.ts';
import type { TranscriptKeys } from '../sealing/keyring.ts';
import type { PeerMessage } from './peers.ts';

/*
 * What holds for one server by itself, and where several share the data must be told to all of them: who
 * may hear no more, and which keys are no more.
 */

/** Where this server shares nothing, or not yet, nobody else is told. */
type Tell = (message: PeerMessage) => Promise<void>;

/** Events as such are carried by Redis; the ends of things are told to each server, and cannot be lost. */
export function announceEverywhere(announce: Announce, tell: Tell): Announce {
  // Nobody waits for it; that it failed was logged, and who is connected is looked at again anyway.
  const note = (message: PeerMessage): void => void tell(message).catch(() => undefined);
  return {
    changed: (event, about) => announce.changed(event, about),
    membershipEnded(project, account) {
      announce.membershipEnded(project, account);
      note({ kind: 'membership-ended', project, account });
    },
    async rolesChanged(project, account) {
      await announce.rolesChanged(project, account);
      await tell({ kind: 'roles-changed', project, account });
    },
    projectEnded(project) {
      announce.projectEnded(project);
      note({ kind: 'project-ended', project });
    },
    sessionEnded(session) {
      announce.sessionEnded(session);
      note({ kind: 'session-ended', session });
    },
  };
}

/** A key that was destroyed is in nobody's memory when this resolves. */
export function keysEverywhere(keys: TranscriptKeys, tell: Tell): TranscriptKeys {
  const told = (transcript: string): Promise<void> => tell({ kind: 'keys-changed', transcript });
  return {
    make: (transcript) => keys.make(transcript),
    newest: (transcript) => keys.newest(transcript),
    state: (name) => keys.state(name),
    forget: (transcript) => keys.forget(transcript),
    async destroy(transcript) {
      await keys.destroy(transcript);
      await told(transcript);
    },
    async renewFrom(transcript, name) {
      await keys.renewFrom(transcript, name);
      await told(transcript);
    },
    async retire(transcript, name) {
      await keys.retire(transcript, name);
      await told(transcript);
    },
  };
}
