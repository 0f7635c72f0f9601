import type { Outcome, PlaceState, StrategyName, Touched } from '@triad/collab';
import type { DecideCommand } from '../pages/adjudicate/decide-keys.ts';
import type { Act } from '../pages/adjudicate/outcomes.ts';
import type { ShownState } from '../pages/adjudicate/standing.ts';
import { count, list, number } from './format.ts';

const act: Readonly<Record<Act, string>> = {
  union: 'Union',
  intersection: 'Intersection',
  both: 'Both stand',
  drawn: 'Draw afresh',
  none: 'None of these',
};

const state: Readonly<Record<PlaceState, string>> = {
  open: 'open',
  agreed: 'agreed',
  decided: 'decided',
};

const take = (n: number): string => `Take what stands ${ORDINALS[n - 1] ?? 'there'}`;
const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
];

/** Deciding what is agreed of what coders marked, and what of it reaches them. */
export const adjudicating = {
  title: 'Adjudicate',
  of: (title: string) => `${title}: adjudicate`,
  lead: 'Where coders differ, a lead decides what is agreed. The coders see what was decided on their spans, and why.',
  loading: 'The places are being put together',
  mayNotDecide: 'A lead decides. You see what is decided here, and why.',
  mayNot: 'Not for your roles',
  mayNotBody: 'Decisions are read by leads, coders and reviewers.',
  none: 'No round is closed yet',
  noneBody:
    'What coders marked is decided once a round is closed. Open a round, let the coders finish, close it.',
  toRounds: 'Go to the rounds',
  allHidden: 'Hidden while you code blind',
  allHiddenBody:
    'What is decided on a transcript that you code blind is shown to you once the round is closed.',
  hidden: (n: number) =>
    `${count(n, 'transcript is', 'transcripts are')} not shown, since you code ${n === 1 ? 'it' : 'them'} blind now.`,
  failed: 'It could not be put together',
  back: 'All transcripts',
  again: (n: number) => `${number(n)} should be looked at again`,

  sentence: {
    nothing: 'No coder marked anything on the transcripts with a closed round.',
    unknown: 'The transcripts are being compared; how far each is decided is shown in a moment.',
    /** Of places on which coders differ, or that were decided all the same. */
    decided: (decided: number, all: number) =>
      all === 1
        ? decided === 1
          ? 'The one place that needed a decision is decided'
          : 'One place is to be decided, and it is open'
        : decided === all
          ? `All ${number(all)} places are decided`
          : `${number(decided)} of ${number(all)} places are decided`,
    agreed: (n: number) => `on ${count(n, 'more place', 'more places')} all coders agree already`,
    onlyAgreed: (n: number) =>
      n === 1
        ? 'On the one place that was marked all coders agree'
        : `On all ${number(n)} places all coders agree`,
    touched: (n: number) => `${number(n)} should be looked at again`,
  },

  table: {
    caption: 'Transcripts with a closed round: how far each is decided',
    transcript: 'Transcript',
    all: 'Places',
    agreed: 'Agreed already',
    decided: 'Decided',
    open: 'Open',
    touched: 'Look again',
    answers: 'Coders’ answers',
    far: 'How far',
    never: 'being compared',
    answersOf: (accepts: number, differs: number) =>
      [
        ...(accepts > 0 ? [`${number(accepts)} accept`] : []),
        ...(differs > 0 ? [`${number(differs)} ${differs === 1 ? 'differs' : 'differ'}`] : []),
      ].join(', '),
    showOpen: (title: string, n: number) => `${title}: show the ${number(n)} that are open`,
    showTouched: (title: string, n: number) =>
      `${title}: show the ${number(n)} to be looked at again`,
  },

  place: {
    left: 'Places',
    right: 'Talk, and where the place stands',
    list: 'Places, in the order of the text',
    passage: 'The passage',
    passageDraw:
      'The passage: select words with the mouse or with Shift and the arrow keys, then press the letter of a role',
    moreAround: 'Show more around it',
    cut: '…',
    rows: 'What each coder has here',
    state: 'State',
    states: {
      all: 'Every place',
      open: 'Open',
      agreed: 'Agreed already',
      decided: 'Decided',
      touched: 'To be looked at again',
      answered: 'Answered by coders',
    } satisfies Readonly<Record<ShownState, string>>,
    stateCount: (label: string, n: number) => `${label} (${number(n)})`,
    of: state,
    mark: (what: string) => `✓ ${what}`,
    touchedMark: 'look again',
    waits: 'being sent',
    counted: (decided: number, all: number, agreed: number) =>
      [
        decided === all && all > 0
          ? `All ${number(all)} are decided.`
          : `${number(decided)} of ${number(all)} decided.`,
        ...(agreed > 0 ? [`On ${number(agreed)} more all agree.`] : []),
      ].join(' '),
    allDecided: 'Every place here is decided.',
    further: (title: string, open: number) => `Go on with ${title}, ${number(open)} open`,
    noFurther: 'No other transcript has an open place.',
    laterWork: (names: readonly string[]) =>
      `${list(names)} changed marks after the round was closed. They are not counted here: that is a setting of Agreement.`,
    orphans: 'Decisions on places that are gone',
    orphansBody:
      'The coders’ spans that they were about are not there any more. They are kept, and lead to what they stood on.',
    whole: 'The whole way of this quote',
    noText:
      'The text has changed and is being compared anew. Decide once the places are shown again.',
  },

  act,
  /** What a lead made of a place, in a word or two: in the list, and after a tick. */
  short: {
    coder: 'one coder’s',
    union: 'union',
    intersection: 'intersection',
    drawn: 'drawn afresh',
    both: 'both stand',
    none: 'none',
  } satisfies Readonly<Record<Outcome['kind'], string>>,
  acts: {
    label: 'Decide',
    take: 'Take',
    takeOf: (name: string) => `what ${name} has`,
    more: {
      union: 'All that any coder has here, as one span',
      intersection: 'What all coders have in common',
      both: 'Each of the spans as it is',
      drawn: 'Select the words yourself',
      none: 'Nothing is agreed here',
    } satisfies Readonly<Record<Act, string>>,
    wouldTakeAll: (mayDecide: boolean) =>
      mayDecide
        ? 'All coders agree: what they have becomes an agreed span when it is taken, here or with all others on which all agree.'
        : 'All coders agree here.',
    own: (n: number) =>
      n === 1 ? 'One of these is yours; the ruling will say so.' : 'Some of these are yours.',
    again: 'Still stands',
    againMore: 'Decide the same once more, on what is there now',
    reopen: 'Take the decision back',
    reason: 'Reason',
    reasonHint: (key: string) => `Optional. ${key} decides, Escape goes back to the keys.`,
    chooseAct: 'The reason is kept. Now choose what is taken.',
    notHere: 'That cannot be done at this place.',
    nobody: (n: number) => `There is no coder’s span ${number(n)} here.`,
    chooseRole: 'With which role?',
    chooseRoleOf: (what: string) => `${what}: with which role?`,
    asUsual: (role: string) => `Enter: ${role.toLowerCase()}`,
    cancel: 'Back',
    chooseSpans: 'Which of them stand?',
    spansHint: 'Two at least. The same key, or Enter, decides.',
    decideThese: 'These stand',
    drawHint:
      'Select the words in the passage, by mouse or with Shift and the arrow keys; then press the letter of the role.',
    drawn: 'Selected',
    nothingDrawn: 'No words are selected yet.',
    drawnBeside:
      'None of these words is one that a coder marked here. Select at least one of those that are lit.',
    drawnGone:
      'The words that were drawn are gone from the text. Draw others, or decide otherwise.',
    flag: 'Flag',
  },
  touched: {
    title: 'To be looked at again',
    what: {
      'span-changed': 'a coder’s span was changed since',
      'span-gone': 'a coder’s span is gone',
      'span-new': 'a coder’s span came that was not there',
      'places-joined': 'the place is one with another that was decided by itself',
      'words-gone': 'words of what was agreed are gone from the text',
    } satisfies Readonly<Record<Touched, string>>,
    since: (what: readonly Touched[]) =>
      `Since it was decided ${list(what.map((one) => TOUCHED[one]))}.`,
  },

  ruling: {
    title: 'What was decided',
    none: 'Nothing is decided yet.',
    waits: 'The decision was taken back; the place waits.',
    by: (name: string, isOwn: boolean) => (isOwn ? `${name}, who has a span here` : name),
    byStrategy: (strategy: string, name: string) => `${strategy}, at ${name}’s command`,
    why: 'Reason',
    noWhy: 'no reason was written',
    earlier: (n: number) => `Earlier rulings (${number(n)})`,
    takenBack: 'taken back',
    batch: 'Undo all that was decided together',
    coder: (name: string) => `${name}’s span`,
    gone: 'a span that is gone',
    as: (what: string, role: string) => `${what}, as ${role.toLowerCase()}`,
    both: (names: readonly string[]) => `both stand: ${list(names)}`,
    agreed: 'Agreed',
    wordsGone: 'its words are gone from the text',
    number: (n: number) => `ruling ${number(n)}`,
  },
  reply: {
    title: 'Coders’ answers',
    ask: 'Your answer, once',
    accept: 'Accept',
    differ: 'Differs, because …',
    because: 'Why you differ',
    send: 'Send',
    cancel: 'Not now',
    accepts: (name: string) => `${name} accepts`,
    differs: (name: string) => `${name} differs`,
    toEarlier: 'to an earlier ruling',
    sent: 'Your answer is sent.',
  },
  strategy: (strategy: StrategyName, nameOf: (member: string) => string): string => {
    if (strategy.startsWith('coder:')) return `${nameOf(strategy.slice(6))}’s spans`;
    if (strategy.startsWith('at-least:')) return `At least ${strategy.slice(9)} coders`;
    return STRATEGIES[strategy] ?? strategy;
  },

  configurations: {
    title: 'Configurations with this place',
    none: 'It stands in no sketch.',
    byHand: 'joined or parted by a lead',
    joinWith: (n: number) => `Join with ${number(n)}`,
    joinMore: 'These sketches mean one configuration',
    part: 'Part from these',
    partMore: 'This sketch means another configuration',
    partOf: (name: string) => `Part from these: ${name}’s sketch`,
    one: (n: number) => `Configuration ${number(n)}`,
    ties: 'What leads said of them',
    untie: 'Take back',
    joined: (name: string, of: readonly string[]) => `${name} joined sketches of ${list(of)}`,
    parted: (name: string, of: readonly string[]) => `${name} parted a sketch of ${list(of)}`,
    sketches: (n: number) => count(n, 'sketch', 'sketches'),
  },

  bulk: {
    button: 'Take all',
    label: 'Decide many at once',
    /** With how many places it would decide now. */
    all: (n: number) => `On which all agree (${number(n)})`,
    by: (strategy: string, n: number) => `${strategy} (${number(n)})`,
    hint: 'of what nobody has decided',
    title: (n: number) => `Decide ${count(n, 'place', 'places')} at once?`,
    body: (strategy: string, n: number) =>
      `By ‘${strategy}’ ${count(n, 'place', 'places')} that nobody has decided ${n === 1 ? 'becomes a decision' : 'become decisions'} in your name. What a lead decided stays. They can be undone together.`,
    confirm: (n: number) => `Decide ${number(n)}`,
    done: (n: number) => `${count(n, 'place', 'places')} decided.`,
    undo: 'Undo together',
    undone: (n: number, left: number) =>
      left === 0
        ? `${count(n, 'decision', 'decisions')} taken back.`
        : `${count(n, 'decision', 'decisions')} taken back; ${number(left)} decided otherwise since stay.`,
    undoTitle: 'Take back all that was decided together?',
    undoBody:
      'What somebody decided otherwise since stays. Each ruling stays in the record as an earlier one.',
    undoConfirm: 'Take back',
    nothing: 'Nothing is left for it',
  },

  leads: {
    at: (name: string, at: number, all: number) => `${name} is at ${number(at)} of ${number(all)}`,
    more: (n: number) => `+${number(n)}`,
    here: (names: readonly string[]) =>
      `${list(names)} ${names.length === 1 ? 'looks' : 'look'} at this place now.`,
    mark: (name: string) => `${name} is here`,
    /** Another decided while this lead was looking. */
    meanwhile: (name: string, what: string, when: string) =>
      `${name} decided this meanwhile: ${what} (${when}).`,
    meanwhileBack: (name: string) => `${name} took the decision back meanwhile.`,
    unlock: 'Decide it anyway',
    unlockSaid: 'The acts are yours again.',
    first: (key: string) => `Somebody decided this meanwhile. ${key} lets you decide all the same.`,
  },
  refused: {
    title: 'Not decided',
    yours: (what: string) => `You wanted: ${what}. Your reason is kept below.`,
    look: 'Look again',
    again: 'Try again',
  },

  said: {
    decided: (what: string) => `Decided: ${what}.`,
    takenBack: 'The decision is taken back.',
    undone: 'Undone.',
    nothingToUndo: 'Nothing was decided here in this session.',
    lastOpen: 'That was the last open place here.',
    goOn: (title: string, key: string) => `${key} goes on with ${title}.`,
    refused: 'A decision was not taken: the place is shown again.',
    choose: 'Choose a place in the list.',
    flagged: 'Flagged.',
    readOnly: 'A lead decides; you can read and answer.',
  },
  setting: {
    onwards: 'After a decision go to the next open place',
  },

  keys: {
    title: 'Keys of this page',
    label: {
      'take-1': take(1),
      'take-2': take(2),
      'take-3': take(3),
      'take-4': take(4),
      'take-5': take(5),
      'take-6': take(6),
      'take-7': take(7),
      'take-8': take(8),
      'take-9': take(9),
      ...act,
      again: 'It still stands: decide the same again',
      reopen: 'Take the decision back',
      unlock: 'Decide though another lead just did',
      flag: 'Flag the place',
      reason: 'Write a reason',
      comment: 'Comment on the place',
      next: 'Next place',
      previous: 'Previous place',
      undo: 'Undo the last decision',
      transcript: 'Next transcript with open places',
      back: 'One step back',
      help: 'All keys',
    } satisfies Readonly<Record<DecideCommand, string>>,
    step: 'next, previous',
    take: 'take a coder’s',
    reason: 'reason',
    undo: 'undo',
    all: 'all keys',
  },

  /** In the annotator. */
  own: {
    title: 'What was decided',
    mark: (what: string) => `✓ ${what}`,
    count: (decided: number, toAnswer: number) =>
      toAnswer === 0
        ? `${number(decided)} decided`
        : `${number(decided)} decided, ${number(toAnswer)} to answer`,
    show: 'Show these',
    showAll: 'Show all spans',
    next: 'Next to answer',
    lane: 'Agreed',
    laneOf: (round: string) => `Agreed, ${round}`,
    laneInitials: '✓',
  },
} as const;

const TOUCHED: Readonly<Record<Touched, string>> = adjudicating.touched.what;

const STRATEGIES: Readonly<Record<string, string>> = {
  all: 'What all agree on',
  majority: 'What most coders have',
  union: 'The union of each place',
  intersection: 'What each place has in common',
};
