import type { ReviewLinkAnswer } from '@triad/collab';
import { count, number } from './format.ts';

/** Links for outside reviewers, and the page that they open; that one is for people who know none of our words. */
export const reviews = {
  title: 'Review links',
  lead: 'For public-involvement partners and outside experts: the sentence in plain words, and the quotes that you choose. No account and no transcript. What they answer never counts to the quorum.',
  none: 'No link was made yet.',
  create: 'New review link',
  state: {
    open: 'open',
    expired: 'expired',
    withdrawn: 'withdrawn',
  } satisfies Readonly<Record<ReviewLinkAnswer['state'], string>>,
  until: (when: string) => `until ${when}`,
  ended: (when: string) => `ended ${when}`,
  made: (name: string, when: string) => `made by ${name}, ${when}`,
  opened: (when: string) => `opened ${when}`,
  notOpened: 'not opened yet',
  answered: (n: number, all: number) =>
    all === 1
      ? n === 0
        ? 'not answered'
        : 'answered'
      : `${n === 0 ? 'none' : number(n)} of ${number(all)} answered`,
  noAnswer: 'no answer yet',
  withQuotes: (n: number) => (n === 0 ? 'no quotes' : count(n, 'quote', 'quotes')),
  ofVersion: (n: number | null) => (n === null ? 'of the draft' : `of version ${n}`),
  withdraw: 'Withdraw',
  withdrawOf: (note: string) => `Withdraw the link: ${note}`,
  withdrawQuestion: 'Withdraw this link?',
  withdrawBody: (note: string) => `${note}: it stops working at once. What was answered stays.`,
  withdrawn: 'The link is withdrawn.',

  dialog: {
    title: 'New review link',
    lead: 'One link for one person. They see what you write and choose here, and nothing else of the project.',
    note: 'For whom',
    noteHint:
      'They see it, and it tells links apart: a name that may be shown, or a part such as “parent partner”.',
    notePlaceholder: 'Parent partner',
    days: 'The link works for',
    daysOf: (n: number) => count(n, 'day', 'days'),
    cmocs: 'What they are asked about',
    cmocsHint: 'Choose a CMOC, then say it in plain words.',
    choose: 'Add a CMOC',
    sentence: (n: number) => `CMOC ${n} in plain words`,
    sentenceHint:
      'It begins as the team’s sentence. Say it as you would to somebody who does not do research.',
    sentenceEmpty: 'Write what they should read.',
    quotes: (n: number) => `Quotes shown with CMOC ${n}`,
    quotesHint:
      'None unless you choose. Whoever has the link reads them: choose those that nobody can be known by.',
    noQuotes: 'This CMOC has no quotes.',
    removeItem: (n: number) => `Leave CMOC ${n} out`,
    submit: 'Make the link',
    full: (n: number) => `A link can ask about ${number(n)} CMOCs at most.`,
  },
  link: {
    lead: 'It is shown only now: the server keeps nothing that could open it. Whoever has it can answer.',
    label: 'Review link',
  },

  /** Plain words: whoever reads them may never have heard of the study. */
  page: {
    title: 'What do you think?',
    loading: 'One moment',
    from: (from: string, project: string) => `${from} asks for your view, for “${project}”.`,
    for: (note: string) => `This page is for: ${note}.`,
    why: 'A research team talked with people, and tried to say in a sentence what helps, and why. Please read each sentence and say if it fits with what you know. There are no wrong answers.',
    items: (n: number) => (n === 1 ? 'There is 1 sentence.' : `There are ${number(n)} sentences.`),
    saves: 'Each answer is kept as soon as you give it.',
    until: (when: string) => `You can come back and change what you said until ${when}.`,
    item: (at: number, all: number) => `${number(at)} of ${number(all)}`,
    quotesTitle: 'What people said',
    question: 'Does this fit with what you know?',
    answers: {
      fits: 'It fits',
      'does-not-fit': 'It does not fit',
      'in-my-experience': 'In my experience …',
    },
    words: {
      fits: 'Do you want to add something? (You do not have to.)',
      'does-not-fit': 'What does not fit? (You do not have to say.)',
      'in-my-experience': 'In my experience …',
    },
    wordsHint: 'Please leave out names of people and places.',
    keep: 'Keep what I wrote',
    kept: 'Kept. Thank you.',
    keeping: 'Keeping …',
    notKept: 'Not kept yet.',
    needsWords: 'Please write a few words, then press “Keep what I wrote”.',
    next: 'Next',
    back: 'Back',
    finish: 'I am done',
    progress: (n: number, all: number) =>
      n === all
        ? 'You have answered everything.'
        : `You have answered ${number(n)} of ${number(all)}.`,
    thanks: 'Thank you',
    thanksBody: 'The team can read your answers now. You can close this page.',
    change: 'Look at my answers again',
    leftOut: (n: number) =>
      n === 1
        ? 'You have not answered 1 of them. That is all right.'
        : `You have not answered ${number(n)} of them. That is all right.`,
    noToken: 'This link is not complete',
    noTokenBody: 'Please open the whole link that was sent to you.',
    over: 'This link does not work any more',
    overBody:
      'It has ended, or the team has taken it back, or a letter of it is missing. What you answered before is kept. If you want to say more, please ask whoever sent it to you.',
    unknown: 'This link is not known',
    unknownBody: 'A letter may be missing. Please open the whole link that was sent to you.',
    trouble: 'Something went wrong',
    again: 'Try again',
  },
} as const;
