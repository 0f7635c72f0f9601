import { bytes, count, dateTime } from './format.ts';

const transcripts = (n: number): string => count(n, 'transcript', 'transcripts');

/** Copies on devices: the project's setting, and what becomes of it on this one. */
export const devices = {
  setting: 'Keep copies on members’ devices',
  settingHint:
    'Members can then go on coding without a connection. The words of the transcripts that they open, and their own coding, stay on their computers for up to 14 days after the server was last heard. Triad does not encrypt these copies: whoever can use the computer can read them. Turn it on only where computers have a password and an encrypted disk. Turning it off removes each copy as soon as its device is connected.',
  on: 'Copies of opened transcripts are kept on members’ devices.',

  tellTitle: 'This project keeps copies on this device',
  tell: [
    'The text of each transcript that you open here, and your own coding of it, stay in this browser, so that you can go on without a connection. Nothing that others coded or wrote is kept.',
    'They are not encrypted: whoever can use this browser can read participants’ words. On a computer that others use, sign out when you are done: that removes them.',
    'They also go when a lead turns this off or you leave the project, and 14 days after the server was last heard. A private window keeps them only until it is closed.',
  ],
  tellNone:
    'This browser cannot keep copies on this page, so nothing stays on this device, and work that was not sent waits in its tab. That takes a browser of today, out of private mode, and an address that begins with https.',
  untellTitle: 'This project no longer keeps copies',
  untell:
    'A lead turned this off. What this device kept of the project is removed; work that could not be sent is offered as a file.',
  understood: 'Understood',

  offline: (contactAt: string): string =>
    `No connection. You see what this device keeps, as of ${dateTime(contactAt)}.`,
  waiting: (n: number): string => `Work on ${transcripts(n)} waits here to be sent.`,
  sending: (n: number): string => `Work on ${transcripts(n)} waits on this device to be sent.`,

  /** Documents that were left before all of them was saved. */
  left: (n: number): string =>
    `Not saved: work on ${count(n, 'document', 'documents')} is kept in this tab. It is sent as soon as the server answers; leave the tab open.`,

  notHere: 'Not kept on this device',
  notHereBody: 'It is there again with the connection.',

  section: 'This device',
  sectionNothing: 'Nothing of your projects is kept on this device.',
  sectionKept: (n: number, size: number): string =>
    `${transcripts(n)}, ${bytes(size)}, with your own coding. Not encrypted by Triad.`,
  sectionNone:
    'This browser keeps no copies on this page: it is too old, in private mode, or the address does not begin with https.',
  sectionEvicted:
    'The browser may remove them where the disk is nearly full: what is only on this device is then lost.',
  clear: 'Remove them from this device',
  cleared: 'Nothing is kept on this device any more.',
} as const;
