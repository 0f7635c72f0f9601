import { CLOSE, parseDocumentName } from '@triad/collab';
import { DEVICE_REASONS } from '../device/reasons.ts';
import { dateTime } from './format.ts';

const WHY: Readonly<Record<number, string>> = {
  [CLOSE.signedOut.code]: 'You were signed out before they were sent.',
  [CLOSE.forbidden.code]:
    'Meanwhile a blind round began, a round was closed, or a lead changed what you may write there.',
  [CLOSE.tooLarge.code]:
    'With them it would hold more than one document can, or one part of them is larger than can be sent.',
  [CLOSE.textTooLong.code]: 'With them the text would be longer than a transcript may be.',
  [CLOSE.leaseOver.code]: 'Your right to edit the text had run out.',
  [CLOSE.schema.code]: 'This page was older than the server.',
  [CLOSE.malformed.code]: 'The server could not read them.',
  [CLOSE.unmigrated.code]:
    'The server could not bring the document to its present version; its log says why.',
  [CLOSE.unknown.code]: 'Meanwhile it was removed, or you are no longer a member of its project.',
  [DEVICE_REASONS.tooOld.code]:
    'They were on this device alone, which had not heard the server for 14 days.',
  [DEVICE_REASONS.asked.code]: 'They were on this device alone, and you had its copies removed.',
};

/** Of a layer that takes no more, by what shut it. */
const SHUT = {
  blind: 'Meanwhile a blind round began: until it is closed your earlier marks take no changes.',
  closed: 'Meanwhile its round was closed.',
  reopening: 'Meanwhile the time for which your marks were open again had ended.',
} as const;

/** Work that stays in the tab because the server does not have it. */
export const keptWork = {
  label: 'Work that the server does not have',
  unsent: (document: string, title: string | null, at: string): string =>
    `Your last changes to ${named(document, title)} did not reach the server (${dateTime(at)}).`,
  replaced: (document: string, title: string | null, at: string): string =>
    `The server went back to an earlier state, without some of your work on ${named(document, title)} (${dateTime(at)}).`,
  redacted: (document: string, title: string | null, at: string): string =>
    `Words were taken out of ${named(document, title)} for good before your last changes reached the server (${dateTime(at)}). The file has these changes without those words.`,
  /** By the code of the reason, or what shut the layer; empty where there is none to be told. */
  why: (code: number | null, shut: keyof typeof SHUT | null): string =>
    shut === null ? (code === null ? '' : (WHY[code] ?? '')) : SHUT[shut],
  /** Where it is: in this tab alone, or also on the device. */
  what: {
    tab: 'Download it before you close this tab: the file lists what is missing, in words.',
    device:
      'The file of it stays on this device until you download it or let it go, 14 days at most without the server. It lists what is missing, in words.',
    file: 'You have it as a file.',
  },
  download: 'Download',
  letGo: 'Let it go',
  /** Asked where no file of it was downloaded. */
  letGoTitle: 'Let this work go?',
  letGoBody:
    'The server does not have it, and you have not downloaded it. Once you let it go nobody has it any more.',
  keep: 'Keep it',
  /** Without its ending. */
  fileName: (document: string, title: string | null, at: string): string =>
    `triad ${title ?? named(document, null)} ${at.slice(0, 16).replace(':', '.')}`,
} as const;

function named(document: string, title: string | null): string {
  if (title !== null) return `‘${title}’`;
  const kind = parseDocumentName(document)?.kind;
  if (kind === 'theory') return 'the theory statements';
  return kind === 'cmoc' ? 'a CMOC' : 'a transcript';
}
