import type { CmocVersionAnswer, ReviewAnswerKind } from '@triad/collab';
import type { CmocState, MarkRole, UsedRole, Verdict } from '@triad/realist';
import { count, list, number } from './format.ts';
import { method } from './method.ts';
import { reviews } from './reviews.ts';
import { shared } from './shared.ts';

/** Those with which something can be written. */
type Worded = Exclude<Verdict, 'agree'>;

const roles = (missing: readonly MarkRole[]): string =>
  list(missing.map((role) => shared.roles[role].toLowerCase()));

/** Sign-off, outside reviewers, and the settings of the method. */
export const signing = {
  title: 'Sign-off',
  lead: 'Each member says, alone and of one exact version of each CMOC, whether they agree. What was said stays in the record.',
  loading: 'Reading what was put to sign-off',

  sentence: {
    nothing: 'No CMOC has been put to sign-off yet.',
    waits: (n: number) =>
      n === 1 ? '1 version waits for you' : `${number(n)} versions wait for you`,
    none: 'Nothing waits for you',
    notAsked: 'You are not asked to sign',
    agreed: (agreed: number, all: number) =>
      all === 1
        ? `the one CMOC ${agreed === 1 ? 'is' : 'is not'} agreed`
        : `${agreed === 0 ? 'none' : number(agreed)} of ${number(all)} ${agreed < 2 ? 'is' : 'are'} agreed`,
    contested: (n: number) => `${number(n)} contested`,
    notPut: (n: number) => `${number(n)} not put to sign-off`,
  },

  none: 'Nothing to sign yet',
  noneBody:
    'When a lead puts a version of a CMOC to sign-off, it is listed here, and every member is asked about that version.',
  toCmocs: 'Go to the CMOCs',

  state: {
    draft: 'draft',
    proposed: 'put to sign-off',
    agreed: 'agreed',
    contested: 'contested',
    retired: 'retired',
  } satisfies Readonly<Record<CmocState, string>>,
  standing: {
    proposed: 'put to sign-off',
    agreed: 'agreed',
    contested: 'contested',
    superseded: 'superseded',
  } satisfies Readonly<Record<CmocVersionAnswer['standing'], string>>,
  cmoc: (n: number) => `CMOC ${n}`,
  version: (n: number) => `version ${n}`,
  untitled: 'without a title',
  noSentence: 'This version has no sentence.',
  putBy: (name: string, when: string) => `put to sign-off by ${name}, ${when}`,
  /** Of a version, so that two people know that they talk of the same. */
  hash: (sha256: string) => `mark ${sha256.slice(0, 12)}`,
  hashTitle: 'SHA-256 of what this version says: the same mark, the same words.',

  verdict: {
    agree: 'agrees',
    'agree-with-comment': 'agrees, with a comment',
    object: 'objects',
    abstain: 'abstains',
  } satisfies Readonly<Record<Verdict, string>>,
  yours: {
    agree: 'You agreed.',
    'agree-with-comment': 'You agreed, with a comment.',
    object: 'You objected.',
    abstain: 'You abstained.',
  } satisfies Readonly<Record<Verdict, string>>,
  mark: {
    agree: '✓',
    'agree-with-comment': '✓+',
    object: '✕',
    abstain: '–',
    waiting: '·',
  } satisfies Readonly<Record<Verdict | 'waiting', string>>,
  waiting: 'waiting',
  withdrawn: (when: string) => `objected; withdrawn ${when}`,
  wentOn: (name: string, when: string) => `${name} went on in spite of it, ${when}:`,
  saidBefore: (n: number) => `said before: ${count(n, 'time', 'times')}`,
  you: 'you',

  panel: {
    title: 'Sign-off',
    heading: (version: number, agree: number, of: number, quorum: number) =>
      `Sign-off of version ${version} · ${agree} ${agree === 1 ? 'agrees' : 'agree'} of ${of}, quorum\u00a0${quorum}`,
    members: 'What members said',
    partners: 'By link',
    notCounted: (what: string) => `${what} · not counted`,
    none: 'This CMOC has not been put to sign-off. Members are asked once a lead does.',
    noneLead:
      'When the draft says what the team means, put it to sign-off: it is frozen as a version, and every member is asked.',
    revising: (version: number) =>
      `Being revised: the draft says something else than version ${version} by now. This is about version ${version}, which says:`,
    same: (version: number) => `The draft says what version ${version} says.`,
    earlier: 'Earlier versions',
    earlierOf: (version: number, standing: string) => `Version ${version} · ${standing}`,
    nobody: 'Nobody said anything of it.',
    retired: 'This CMOC is retired. What was said of it stays.',
    retiredUnsaid: 'This CMOC is retired. It was never put to sign-off.',
  },

  acts: {
    label: (version: number) => `What you say of version ${version}`,
    agree: 'Agree',
    'agree-with-comment': 'Agree, with a comment',
    object: 'Object',
    abstain: 'Abstain',
    change: 'Change what you said',
    field: {
      'agree-with-comment': 'Your comment',
      object: 'Why you object',
      abstain: 'Why you abstain, if you want to say',
    } satisfies Readonly<Record<Worded, string>>,
    fieldHint: {
      'agree-with-comment': 'Everyone in the project reads it. You count as one who agrees.',
      object:
        'Everyone in the project reads it. While it is open the version is contested, however many agree.',
      abstain: 'It counts neither for nor against.',
    } satisfies Readonly<Record<Worded, string>>,
    send: {
      'agree-with-comment': 'Agree, with this comment',
      object: 'Object',
      abstain: 'Abstain',
    } satisfies Readonly<Record<Worded, string>>,
    of: (version: number, sha256: string) =>
      `It is said of version ${version} alone, mark ${sha256.slice(0, 12)}.`,
    kept: 'What you said before stays in the record.',
    moved: (from: number, to: number) =>
      `Version ${to} was put to sign-off while you wrote about version ${from}. What you typed is kept. Read version ${to} first.`,
    read: (to: number) => `I have read version ${to}`,
    conflict:
      'You said something of this version in another window. What you typed is kept; look at what stands there, then send it again.',
    said: {
      agree: 'You agree.',
      'agree-with-comment': 'You agree, with your comment.',
      object: 'Your objection is recorded.',
      abstain: 'You abstain.',
    } satisfies Readonly<Record<Verdict, string>>,
    withdraw: 'Withdraw the objection',
    withdrawn: 'The objection is withdrawn. It stays in the record.',
  },

  goOn: {
    button: 'Go on in spite of it',
    title: (name: string) => `Go on in spite of what ${name} says?`,
    lead: 'The objection no longer keeps the version from being agreed. It stays in the record, with your reason beside it.',
    reason: 'Why the team goes on',
    submit: 'Go on',
    done: 'Recorded: the team goes on.',
  },

  propose: {
    button: 'Put to sign-off',
    again: (next: number) => `Put version ${next} to sign-off`,
    title: (next: number) => `Put version ${next} to sign-off`,
    lead: 'What the draft says now is frozen, and every member is asked about it.',
    supersedes: (before: number) =>
      `Version ${before} is superseded. What was said of it stays with it.`,
    note: 'A note to the members, if you like',
    noteHint: 'What changed, or what to look at.',
    submit: 'Put to sign-off',
    changed:
      'The draft was changed meanwhile. Below is what it says now: read it, then put it to sign-off.',
    done: (n: number) => `Version ${n} is put to sign-off.`,
    rolesOff: (off: readonly UsedRole[]) =>
      `The settings of the method leave out ${list(off.map(({ role, by }) => `${shared.roles[role].toLowerCase()} (${role}), which the draft has in its ${list(by)}`))}. Give another role there, or offer the role in the settings; then it can be put to sign-off.`,
    warnings: 'To look at before; none of it keeps you from going on',
    warning: {
      noTitle: 'It has no title.',
      noSentence: 'It has no sentence.',
      unfilled: 'The sentence still has the dots of the form that it began with.',
      marks: (missing: readonly MarkRole[]) =>
        `No words of the sentence are marked as ${roles(missing)}.`,
      noEvidence: 'It has no quotes.',
      noSupport: 'No quote supports it.',
      noRefute: 'No quote speaks against it or limits it. Was one looked for?',
      wordless: (n: number) =>
        n === 1 ? 'A part has no words.' : `${number(n)} parts have no words.`,
      inferred: (n: number) =>
        `${n === 1 ? 'A part is' : `${number(n)} parts are`} inferred, which the settings of the method leave out.`,
      lost: (n: number) =>
        n === 1
          ? 'A quote’s words are gone from the text, or are no longer agreed.'
          : `The words of ${number(n)} quotes are gone from the text, or are no longer agreed.`,
    },
  },

  waitingList: {
    title: 'What waits for you',
    of: (at: number, all: number) => `${number(at)} of ${number(all)}`,
    next: 'Next',
    previous: 'Previous',
    open: (cmoc: number) => `Open CMOC ${cmoc}`,
    quotes: (n: number) => count(n, 'quote', 'quotes'),
    noQuotes: 'No quotes.',
    more: (n: number) => `Show ${count(n, 'more quote', 'more quotes')}`,
    done: 'You have said something of every version that is put to sign-off.',
    reminded: (when: string) => `You were reminded of it, ${when}.`,
    noteOf: (name: string) => `${name} says`,
    others: 'What others said',
    nothingYet: 'Nobody has said anything yet.',
  },
  bearing: { supports: 'supports', refutes: 'refutes', caveat: 'caveat' },
  quoteChanged: 'its words were corrected since this version',

  matrix: {
    title: 'Who said what',
    label: 'CMOCs and members: what each said of the version that is put to sign-off',
    cmoc: 'CMOC',
    state: 'State',
    outstanding: 'Outstanding',
    ofQuorum: (agree: number, quorum: number) => `${agree} of ${quorum} needed`,
    cell: (member: string, said: string) => `${member} ${said}`,
    waits: 'has not said anything',
    notAsked: 'is not asked',
    ended: 'objected, which is ended',
    legend: 'What the marks mean',
    filter: 'Show',
    filters: {
      all: 'All',
      waiting: 'Waiting for me',
      contested: 'Contested',
      agreed: 'Agreed',
    },
    empty: 'None of the CMOCs.',
    revising: 'being revised',
  },
  outstanding: {
    title: 'Outstanding',
    none: 'Everybody who is asked has said something.',
    who: (n: number) => count(n, 'version waits', 'versions wait'),
    remind: 'Remind',
    remindAll: 'Remind them',
    remindHint: 'They see on their pages that you ask. Triad sends no mail.',
    reminded: 'They are reminded.',
    lastReminded: (when: string) => `Last reminded ${when}.`,
  },

  export: {
    button: 'Export',
    label: 'Export the record',
    xlsx: 'Spreadsheet (XLSX)',
    xlsxHint: 'Versions, what members said, and what reviewers answered, a sheet each.',
    csv: 'Text tables (CSV)',
    csvHint: 'The same tables as text, in one archive.',
    json: 'Data (JSON)',
    jsonHint: 'The whole record, for a program.',
  },

  keys: {
    title: 'Keys of this page',
    lead: 'They act on the version that is shown, while no field has the focus.',
    all: 'All keys',
    off: 'off',
    next: 'Next version that waits',
    previous: 'Previous version that waits',
    agree: 'Agree',
    comment: 'Agree, with a comment',
    object: 'Object',
    abstain: 'Abstain',
    help: 'These keys',
    step: 'next, previous',
  },

  replied: {
    fits: 'fits',
    'does-not-fit': 'does not fit',
    'in-my-experience': 'in my experience …',
  } satisfies Readonly<Record<ReviewAnswerKind, string>>,

  reviews,
  method,
} as const;
