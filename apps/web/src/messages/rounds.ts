import { count, list } from './format.ts';

/** The name that a lead gave it, told from the sentence around it. */
const quoted = (name: string): string => `‘${name}’`;

/** Rounds of coding: open ones and blind ones. */
export const rounds = {
  title: 'Rounds',
  lead: 'In open coding members see one another’s layers. In a blind round each coder sees the text and their own layer alone, until a lead closes the round.',
  name: {
    open: (number: number) => (number === 1 ? 'Open coding' : `Open coding, round ${number}`),
    blind: (number: number) => `Blind round ${number}`,
  },
  numbered: (number: number) => `Round ${number}`,
  kind: { open: 'Open', blind: 'Blind' },
  state: { open: 'in progress', closing: 'being closed', closed: 'closed' },
  openedOn: (when: string) => `opened ${when}`,
  closedOn: (when: string) => `closed ${when}`,
  due: (when: string) => `due ${when}`,
  overdue: (when: string) => `was due ${when}`,
  allTranscripts: 'All transcripts',
  transcripts: (n: number) => count(n, 'transcript', 'transcripts'),
  inIt: 'In it',
  everyCoder: 'Every coder of the project',
  done: 'done',
  started: 'started',
  notStarted: 'not started',
  notDone: 'not done yet',
  /** Of a round that is closed. */
  wasDone: 'was done',
  wasNotDone: 'was not done',
  didNotStart: 'did not start',
  noLongerCodes: 'no longer codes',
  dueOnlyLater: 'You code in this round yourself, so you can only make it later.',
  iAmDone: 'I am done',
  iAmDoneHint:
    'Your own word: everybody in the project sees it. You can go on, and take it back, until the round is closed.',
  doneFailed: 'Your word was not kept.',
  closedAlone: (titles: readonly string[]) => `Closed already: ${list(titles)}`,
  reopenedFor: (names: readonly string[]) => `Open again for ${list(names)}`,
  open: 'Open a round',
  openTitle: 'Open a round',
  openKind: 'How people code',
  openKindOpen: 'Open coding',
  openKindOpenHint: 'Members see one another’s layers live.',
  openKindBlind: 'A blind round',
  openKindBlindHint:
    'Each coder sees the text and their own layer alone. Layers of others, talk and who is where are hidden from them until you close it.',
  roundTitle: 'Title',
  roundTitleHint: 'Optional, e.g. Pilot.',
  which: 'Transcripts',
  whichAll: 'All, also those that come later',
  whichSome: 'These',
  who: 'Coders',
  whoHint: 'On these transcripts they work in this round alone while it lasts.',
  dueLabel: 'Due',
  dueHint: (zone: string) => `Your time zone: ${zone}`,
  ownEarlier: 'They may look at their own earlier layers',
  ownEarlierHint: 'Read only, while the round lasts.',
  chooseTranscripts: 'Choose at least one transcript.',
  chooseCoders: 'Choose at least one coder.',
  chooseDue: 'Choose a time to come.',
  openSubmit: 'Open the round',
  opened: (name: string) => `${name} is open.`,
  change: 'Change',
  changeOf: (name: string) => `Change ${name}`,
  close: 'Close the round',
  closeOf: (name: string) => `Close ${quoted(name)}?`,
  closeBlind:
    'All layers are copied as they are now and then revealed to the team. Nobody can mark in this round any more; you can open it again for one coder.',
  closeOn: 'Go on closing',
  closeCut:
    'Something, such as a full disk, kept the server from copying every layer. What was copied stays; the rest is copied now, and then all is revealed.',
  closeWaiting: (names: readonly string[]) => `Not done yet: ${list(names)}.`,
  closeBound: (when: string) =>
    `You code in this round yourself, so you can close it once all are done, or from ${when} on.`,
  closeGone: (names: readonly string[]) =>
    `Nobody waits for ${list(names)}: no longer ${names.length === 1 ? 'a coder' : 'coders'} of this project. What they marked is copied too.`,
  closeOpen:
    'All layers are copied as they are now; figures rest on these copies. Nobody can mark in this round any more.',
  closeWhich: 'Close it for',
  closeWhichAll: 'all transcripts',
  closed: (name: string) => `${name} is closed.`,
  reopen: 'Open again for one coder',
  reopenOf: (name: string) => `Open ${quoted(name)} again for one coder`,
  reopenLead:
    'What they change now is kept as a copy of its own, and told as made after the reveal, for good.',
  reopenShut: (titles: readonly string[], by: string) =>
    `It has no effect on ${list(titles)} for now: they code ${titles.length === 1 ? 'it' : 'these'} blind in ${by}. It has once that is closed.`,
  reopenShutAll: (by: string) =>
    `They code the same transcripts blind in ${by}, so this would have no effect. Close that round first.`,
  reopenedShut: (name: string, by: string) => `No effect for ${name} until ${by} is closed.`,
  reopenWho: 'Coder',
  reopenWhy: 'Why',
  reopenSubmit: 'Open again',
  closeAgain: (name: string) => `End it for ${name}`,
  record: 'Record',
  recordOf: (name: string) => `Record of ${name}`,
  recordLead: 'What figures rest on, and what was known before.',
  copies: 'Copies of layers',
  copiesNone: 'None yet: they are made when the round is closed.',
  seen: 'Had opened before',
  seenNone: 'Nobody in it had opened a layer of others on these transcripts before it began.',
  seenLine: (who: string, whose: string, where: string, round: string) =>
    `${who} had opened the layer of ${whose} on ${where} (${round})`,
  reopened: 'Opened again',
  reopenedStill: 'still open',
  reopenedUntil: (when: string) => `ended ${when}`,
  recordGone: (names: readonly string[]) =>
    `No longer ${names.length === 1 ? 'codes' : 'code'}: ${list(names)}.`,
  events: 'What became of it',
  event: {
    opened: (by: string | null) => (by === null ? 'It came with the project' : `${by} opened it`),
    due: (by: string, from: string, to: string) => `${by} changed its date from ${from} to ${to}`,
    coder: (who: string, codes: boolean, by: string) => {
      if (codes) return who === by ? `${who} codes again` : `${who} codes again (by ${by})`;
      return who === by ? `${who} no longer codes` : `${who} no longer codes (by ${by})`;
    },
    closedFor: (by: string, titles: readonly string[]) => `${by} closed it for ${list(titles)}`,
    closed: (by: string) => `${by} closed it`,
  },
  reasonGone: 'The reason went with a transcript that was deleted.',
  columnCoder: 'Coder',
  columnTranscript: 'Transcript',
  columnSpans: 'Spans',
  columnSketches: 'Sketches',
  columnHash: 'SHA-256',
  columnWhen: 'Copied',
  afterReveal: 'after the reveal',
  basis: 'What figures rest on',
  basisLead:
    'Agreement, decisions and candidates rest on one closed round of each transcript: the one that was closed last, unless a lead chooses another.',
  basisLatest: (name: string) => `Closed last (${name})`,
  basisOf: (title: string) => `The round on which the figures of ${title} rest`,
  gone: 'a transcript removed since',
  blindHere: (name: string) =>
    `${name} is blind: you see the text and your own marks, and nothing of the others until it is closed.`,
  inItNames: (names: readonly string[]) => `In it: ${list(names)}.`,
  inItCount: (n: number, done: number) => `In it: ${count(n, 'person', 'people')}, ${done} done`,
  reopenedTitle: (name: string) => `${quoted(name)} is open again for you`,
  reopenedForYou: (name: string, by: string | null) =>
    by === null
      ? `${quoted(name)} is open again for you.`
      : `${by} opened ${quoted(name)} again for you:`,
  reopenedMeans:
    'Whatever you mark or change here now is seen by all at once, and is marked “after the reveal” for good.',
  reopenedElsewhere: (name: string) => `You mark in ${quoted(name)} now.`,
  goTo: (name: string) => `Go to ${name}`,
  noRound: 'No round takes your marks here. A lead can open one.',
  doneOf: (done: number, all: number) => `${done} of ${all} done`,
  hiddenWhile: (name: string) => `hidden while ${name} lasts`,
  hiddenHere: (name: string) => `${name} is under way on this transcript: its layers are hidden.`,
} as const;
