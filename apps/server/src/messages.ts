/**
 * Every sentence that the server says to a person, by a stable code. Each says what was wrong,
 * where, and what to do; none ever carries a participant's words, an address or a token.
 */
export const MESSAGES = {
  /** `what` is one of {@link FIELD_FAULTS}. */
  'request/invalid': (path: string, what: string) =>
    path === '' ? `The request ${what}.` : `The field '${path}' ${what}.`,
  'request/not-json': () => 'The request is not valid JSON. Reload the page and try again.',
  'request/not-multipart': () =>
    "The request must be multipart with a field 'transcript' and, where the file is to be kept, a file 'original'.",
  'request/too-large': (limitBytes: number) =>
    `The request is larger than ${bytes(limitBytes)}. Send less at once.`,
  'request/foreign-origin': (own: string) =>
    `The request comes from another site. Open Triad at ${own} and try again.`,
  'request/too-many': (seconds: number) =>
    `Too many requests in a short time. Try again in ${plural(seconds, 'second')}.`,
  'request/stale': () =>
    'Somebody else changed this meanwhile, so nothing was changed. Look at it again and repeat what you did.',
  'request/exists': () => 'This exists already, so nothing was changed.',
  'request/no-route': () => 'The server has no such address. Check the path and the method.',
  'request/broken': () => 'The request could not be read to its end. Try again.',

  'session/needed': () => 'You are not signed in, or your session is over. Sign in and try again.',
  'rules/unknown': () =>
    'There is no such thing, or you are not a member of its project. Check the address, or ask a lead of the project for an invite.',
  'rules/not-allowed': () =>
    'Your roles in this project do not allow this. Ask a lead of the project.',

  'accounts/wrong': () => 'E-mail and password do not match an account. Check both and try again.',
  'accounts/wrong-password': () => 'The current password is not right. Check it and try again.',
  'accounts/busy': () =>
    'Too many people are signing in at this moment. Try again in a few seconds.',
  'accounts/email-taken': () =>
    'There is an account with this e-mail address. Sign in first, then open the link again.',
  'accounts/unknown': () =>
    'No account has this address. Check its spelling; demo accounts have no password.',
  'accounts/link-over': () =>
    'This sign-in link was used already, or is too old. Ask for a new one.',
  'accounts/no-password': () =>
    'An account of the demo study has no password: it signs in by one-time links alone.',
  'accounts/demo-cannot-join': () =>
    'You are signed in as a person of the demo study. Sign out, open the link again and use an account of your own.',

  'setup/over': () =>
    'Triad is set up already. Sign in, or ask a lead of a project for an invite link.',
  'setup/wrong-token': () =>
    'This first-run link is not the one of the running server. Use the address that the server printed when it last started.',

  'invites/over': () =>
    'This invite was used already, was withdrawn, or is too old. Ask a lead of the project for a new one.',
  'invites/already-member': () => 'You are a member of this project already.',
  'invites/account-needed': () =>
    'Sign in first, or give a name, an e-mail address and a password to make an account.',
  'invites/used': () =>
    'This invite was used already, so it cannot be withdrawn. Remove the member instead.',
  'invites/too-many': (most: number) =>
    `The project has ${most} open invites. Withdraw some before you make another.`,

  'projects/too-many': (most: number) =>
    `You are in ${most} projects, which is the limit. Remove one before you make another.`,
  'projects/too-many-demos': (most: number) =>
    `You have ${most} demo projects. Remove one before you make another.`,
  'members/too-many': (most: number) =>
    `The project has ${most} members, which is the limit. Remove one before another joins.`,
  'members/last-lead': () =>
    'A project needs a lead, and this is the last one. Make somebody else a lead first.',
  'members/removed': () => 'This member was removed. Send a new invite to bring them back.',

  'participants/exists': (pseudonym: string) =>
    `The project has a participant ${pseudonym} already. Choose another pseudonym, or use that one.`,
  'participants/in-use': (transcripts: number) =>
    `This participant speaks in ${plural(transcripts, 'transcript')}. Change the speakers there first.`,
  'participants/too-many': (most: number) =>
    `The project has ${most} participants, which is the limit.`,

  'transcripts/too-many': (most: number) =>
    `The project has ${most} transcripts, which is the limit. Remove one, or start another project.`,
  'transcripts/too-long': (mostUtf16: number) =>
    `The text is longer than ${mostUtf16.toLocaleString('en')} characters. Split it into several transcripts.`,
  'transcripts/unknown-speaker': (turn: number, key: string) =>
    `Turn ${turn} names the speaker '${key}', who is not in the list of speakers. Reload the page and try again.`,
  'transcripts/speaker-twice': (key: string) =>
    `The speaker '${key}' is in the list twice. Reload the page and try again.`,
  'transcripts/speaker-in-use': (key: string) =>
    `The text uses the speaker '${key}', so it must stay in the list of speakers.`,
  'transcripts/unknown-participant': (name: string) =>
    `The speaker '${name}' is mapped to a participant who is not in this project. Choose another one.`,
  'transcripts/bad-text': (turn: number) =>
    `Turn ${turn} holds a character that no text may hold (U+0000 or half of a pair). Remove it and import again.`,
  'transcripts/other-file': () =>
    'The file is not the one of the preview: its SHA-256 differs. Drop it again and import from the new preview.',
  'transcripts/original-missing': () =>
    'The original is to be kept but was not sent. Drop the file again, or import without keeping it.',
  'transcripts/being-edited': (name: string) =>
    `${name} is editing this text. One person edits at a time; try again when they are done.`,
  'transcripts/lease-over': () =>
    'Your right to edit this text is over. Press Edit text again; what was saved is safe.',
  'transcripts/no-original': () =>
    'The original of this transcript was not kept when it was imported.',

  'preview/name-missing': () => 'The name of the file is missing. Drop the file again.',
  'preview/too-large': (limitBytes: number) =>
    `The file is larger than ${bytes(limitBytes)}. If it is a recording, transcribe it first; if it is a document with pictures, save it without them.`,
  'preview/too-slow': (limitMs: number) =>
    `The file could not be read within ${plural(Math.round(limitMs / 1000), 'second')}. Save it anew as .docx or .txt, or split it, and try again.`,
  'preview/too-much-memory': () =>
    'The file needs more memory than an import may take. Save it anew as .docx or .txt, or split it, and try again.',
  'preview/busy': () => 'Many files are being read at this moment. Try again in a few seconds.',
  'preview/unreadable': (sentence: string) => sentence,

  'comments/too-many': (most: number) =>
    `This transcript has ${most} comments, which is the limit. Remove some first.`,
  'comments/unknown-target': () =>
    'What the comment is about is not there any more. Look again and choose another place.',

  'server/unavailable': () =>
    'The store cannot take or find this now. Nothing that was confirmed is lost. Try again in a moment.',
  'server/too-large': () => 'This is larger than the store takes in one piece. Make it smaller.',
  'server/failed': (reference: string) =>
    `Something went wrong on the server. Try again; if it stays so, tell the operator the reference ${reference}.`,
  'server/web-not-built': () =>
    "The web app is not built. Run 'pnpm build', or start with 'pnpm start', which does it.",
} as const satisfies Readonly<Record<string, (...parameters: never[]) => string>>;

/** What may be wrong with a field, as the end of a sentence that begins with its name. */
export const FIELD_FAULTS = {
  missing: () => 'is missing. Fill it in',
  empty: () => 'is empty. Fill it in',
  'too-short': (least: number) => `is too short. It needs at least ${plural(least, 'character')}`,
  'too-long': (most: number) =>
    `is too long. It may have at most ${plural(most, 'character')}; shorten it`,
  'too-few': (least: number) => `has too few entries. Give at least ${least.toLocaleString('en')}`,
  'too-many': (most: number) => `has too many entries. Give at most ${most.toLocaleString('en')}`,
  'too-small': (least: number) => `is too small. Give at least ${least.toLocaleString('en')}`,
  'too-great': (most: number) => `is too great. Give at most ${most.toLocaleString('en')}`,
  'not-an-address': () => 'is not an e-mail address. Check its spelling',
  'not-an-id': () => 'is not an id. Reload the page and try again',
  'not-one-line': () => 'has more than one line. Write it in one',
  'not-a-choice': (choices: string) => `is none of ${choices}. Choose one of them`,
  'not-text': () => 'is not text. Write it as text',
  'not-a-number': () => 'is not a number. Give a number',
  'not-whole': () => 'is not a whole number. Give one without a fraction',
  'not-a-switch': () => 'is neither true nor false. Give one of them',
  'not-a-list': () => 'is not a list. Give a list',
  'not-an-object': () => 'is not an object with fields. Give one',
  'unknown-field': (name: string) =>
    name === ''
      ? 'has a field that is not known here. Leave it out'
      : `has a field '${name}' that is not known here. Leave it out, or check its spelling`,
  'wrong-form': () => 'does not have the form that is needed. Check it, or reload the page',
} as const;

export type MessageCode = keyof typeof MESSAGES;
export type MessageParameters<Code extends MessageCode> = Parameters<(typeof MESSAGES)[Code]>;

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count.toLocaleString('en')} ${noun}s`;
}

function bytes(count: number): string {
  const mega = count / (1024 * 1024);
  return mega >= 1 ? `${Math.floor(mega)} MB` : `${Math.floor(count / 1024)} kB`;
}
