import { count, number } from './format.ts';

/** Candidates for CMOCs: computing them, and what becomes of each. */
export const consolidating = {
  title: 'Consolidate',
  loading: 'Fetching the candidates…',
  mayNot: 'Candidates are not for your roles',
  mayNotBody:
    'Leads, coders and reviewers see which configurations are proposed. You see the CMOCs that come of them.',
  hidden: (n: number) =>
    `${count(n, 'transcript is', 'transcripts are')} left out, since you code ${n === 1 ? 'it' : 'them'} blind now.`,
  none: 'No candidates yet',
  noneBody:
    'Triad puts together what coders tied into sketches, and agreed marks that lie together, and proposes each as a configuration. You decide what becomes of it.',
  noneOthers: 'A lead has not consolidated anything yet.',
  noneCame: 'Nothing is proposed',
  noneCameBody:
    'No coder tied anything into a sketch, and no marks of two coders lie together. A CMOC can still be begun as a draft.',
  toRounds: 'Go to the rounds',
  needsRound: 'Candidates come of closed rounds. There is none yet.',

  summary: (all: number, accepted: number, aside: number, open: number) =>
    `${count(all, 'candidate', 'candidates')}: ${number(accepted)} accepted, ${number(aside)} set aside, ${number(open)} to look at.`,
  stale: (titles: string, n: number) =>
    `Something has moved on in ${titles} since ${n === 1 ? 'it was' : 'they were'} consolidated: marks, decisions, the text or settings.`,
  fresh: (titles: string, n: number) =>
    `${titles} ${n === 1 ? 'has' : 'have'} a closed round and ${n === 1 ? 'was' : 'were'} never consolidated.`,
  more: (n: number) => `${number(n)} more`,

  job: {
    first: 'Consolidate…',
    again: 'Consolidate again…',
    running: (done: number, total: number) =>
      `Consolidating: ${number(done)} of ${count(total, 'transcript', 'transcripts')}`,
    stop: 'Stop',
    done: (when: string, by: string) => `Consolidated ${when} by ${by}.`,
    stopped: (done: number, total: number, when: string) =>
      `Stopped ${when}, after ${number(done)} of ${count(total, 'transcript', 'transcripts')}; what was there before stands for the others.`,
    failed: (when: string) =>
      `It failed ${when}. What was there before stands. Consolidate again; if it fails again, the server’s log says why.`,
    decided: (n: number, strategy: string) =>
      `The strategy, ${strategy}, decided ${count(n, 'place', 'places')} that no lead had.`,
    leftOpen: (n: number) => `${count(n, 'place was', 'places were')} left open.`,
    undo: 'Undo what the strategy decided',
    undone: (decided: number, left: number) =>
      `${count(decided, 'decision is', 'decisions are')} taken back.${left === 0 ? '' : ` ${count(left, 'place was', 'places were')} decided otherwise since, and stays so.`}`,
    undoTitle: 'Take back what the strategy decided?',
    undoOf: (strategy: string, name: string, when: string) =>
      `The strategy was: ${strategy}. It decided at the command of ${name}, ${when}.`,
    undoBody: (n: number) =>
      `${count(n, 'place is', 'places are')} open again, unless a lead decided it otherwise since. CMOCs keep their evidence; what is agreed no more is shown there as such.`,
    undoConfirm: 'Take it back',
    said: {
      running: 'Consolidating has begun.',
      done: 'Consolidating is done.',
      stopped: 'Consolidating was stopped.',
      failed: 'Consolidating failed.',
    },
    dialog: 'Consolidate',
    lead: (n: number) =>
      `Candidates are computed for ${count(n, 'transcript', 'transcripts')}. What was accepted or set aside stays so.`,
    question: 'What no lead has decided',
    leave: 'Leave it open',
    leaveHint: (open: number, agreed: number) =>
      open + agreed === 0
        ? 'Every place is decided.'
        : `${count(open + agreed, 'place is', 'places are')} without a decision${agreed === 0 ? '' : `, ${number(agreed)} of them marked alike by all coders`}, and without a quote until there is one. Candidates say where.`,
    counting: 'Counting what is not decided…',
    notCompared:
      'Some transcripts are still being compared, so it is not known how many places are without a decision. Candidates say where.',
    decideUncounted:
      'Where the strategy proposes nothing, the place stays open. The decisions are written like a lead’s, under your name, and can be undone together.',
    decide: (strategy: string) => `Decide it by the strategy: ${strategy}`,
    decideExactly: (decides: number, open: number) =>
      `${count(decides, 'place is', 'places are')} decided${open === 0 ? '' : `, ${count(open, 'stays', 'stay')} open, since the strategy proposes nothing there`}. The decisions are written like a lead’s, under your name, and can be undone together.`,
    decideHint: (open: number) =>
      `Up to ${count(open, 'place is', 'places are')} decided; where the strategy proposes nothing, the place stays open. The decisions are written like a lead’s, under your name, and can be undone together.`,
    begin: 'Consolidate',
  },
  strategy: {
    all: 'only where all agree',
    majority: 'what most coders marked',
    union: 'the union of what two or more marked',
    intersection: 'the words that all who marked it share',
    atLeast: (n: string) => `what at least ${n} coders marked`,
    coder: (name: string) => `as ${name} marked`,
  },
  why: {
    title: 'Why it is proposed',
    one: (name: string) => `${name} tied it. Nobody else tied these places together.`,
    together: (names: string) => `${names} tied it.`,
    several: (name: string, n: number) => `${name} (in ${number(n)} sketches)`,
    share: (shared: number, places: number) =>
      `Two coders or more use ${shared === places ? (places === 1 ? 'its one place' : `all ${number(places)} of its places`) : `${number(shared)} of its ${count(places, 'place', 'places')}`}.`,
    shareNone: 'They use no place in common.',
    byHand: 'A lead said that these sketches are one configuration.',
    closeness: (places: number, length: number) =>
      `Nobody tied ${places === 1 ? 'this place' : `these ${number(places)} places`}. Two coders or more marked each, and they lie close together, within ${number(length)} characters.`,
  },

  list: {
    left: 'Candidates',
    label: 'Candidates',
    back: 'All of the project',
    state: 'State',
    states: { open: 'To look at', accepted: 'Accepted', 'set-aside': 'Set aside', all: 'All' },
    ofState: (state: string, n: number) => `${state} (${number(n)})`,
    from: 'From',
    fromAny: 'Any origin',
    sketches: 'From sketches',
    closeness: 'From closeness',
    transcript: 'Transcript',
    everyTranscript: 'Every transcript',
    support: 'Support',
    anySupport: 'Any support',
    supportOf: (n: number) => `${number(n)} coders or more`,
    missing: 'What is missing',
    whatever: 'Whole or not',
    without: {
      C: 'No context',
      M: 'No mechanism: what would explain it?',
      O: 'No outcome',
    },
    found: (n: number) => count(n, 'candidate', 'candidates'),
    clear: 'Clear',
    noneFound: 'No candidate is like that',
    noneOpen: 'All are looked at',
    supportShort: (n: number) => count(n, 'coder', 'coders'),
    noWords: 'No words are decided yet',
    missingShort: { C: 'no context', M: 'no mechanism', O: 'no outcome' },
    outdated: 'outdated',
  },

  candidate: {
    of: (transcript: string) => `Candidate from ${transcript}`,
    from: { sketches: 'from sketches', closeness: 'from closeness' },
    support: (n: number) => `supported by ${count(n, 'coder', 'coders')}`,
    states: { open: 'to look at', accepted: 'accepted', 'set-aside': 'set aside' },
    becameBy: (name: string, when: string) => `Accepted by ${name}, ${when}.`,
    asideBy: (name: string, when: string) => `Set aside by ${name}, ${when}.`,
    toCmoc: 'Go to its CMOC',
    undecided: (n: number) =>
      `${count(n, 'place is', 'places are')} not decided yet, so ${n === 1 ? 'it has' : 'they have'} no quote.`,
    undecidedLead: (n: number) =>
      n === 1
        ? 'Accepted now, the CMOC begins without; decide it and consolidate again, or add the quote later.'
        : 'Accepted now, the CMOC begins without; decide them and consolidate again, or add the quotes later.',
    undecidedShort: 'Not decided yet: there is no quote.',
    noneHere: 'Decided: none of these. There is no quote.',
    adjudicate: 'Adjudicate this transcript',
    missing: {
      C: 'No context is marked.',
      M: 'No mechanism is marked. What would have to be true for this outcome to come about? An answer can stand as an inferred part.',
      O: 'No outcome is marked.',
    },
    contested: 'contested: two coders use it here in different roles',
    inferred: (name: string) => `inferred by ${name}`,
    shared: 'in both',
    restatements: 'In the coders’ words',
    bearings: 'Bears on',
    bearing: {
      supports: (name: string) => `${name}: supports`,
      refutes: (name: string) => `${name}: refutes`,
      caveat: (name: string) => `${name}: caveat on`,
    },
    aStatement: 'a theory statement',
    elsewhere: 'Parts that lie in other transcripts',
    elsewhereLead: 'They count in nothing here, and are evidence all the same.',
    elsewhereNone: 'Nothing is agreed of it there yet.',
    elsewhereBy: (name: string, role: string, transcript: string) =>
      `${role}, ${name}, in ${transcript}`,
    outdated:
      'The last computing did not propose it any more: what it came of has changed. It is kept as it was.',
    resembling: 'Uses some of the same words',
    resemblingLead: 'Whether they are one configuration is for you to judge.',
    shares: (n: number) => `shares ${count(n, 'place', 'places')}`,
    beside: 'Side by side',
    notBeside: 'Show one',
    choose: 'Choose a candidate',
    gone: 'This candidate is no more',
    goneBody: 'The last computing did not propose it, and nobody had looked at it.',
    goFirst: 'Go to the first',
    right: 'About this candidate',
    words: 'The candidate',
  },
  act: {
    accept: 'Accept as a new CMOC',
    add: 'Add to a CMOC…',
    aside: 'Set aside…',
    reopen: 'Back to those to look at',
    accepted: 'A draft is made of it.',
    added: 'Its evidence is added.',
    asideSaid: 'Set aside.',
    reopened: 'It is to be looked at again.',
    open: 'Open it',
    readOnly: 'Leads decide what becomes of candidates.',
    blind: 'You code blind somewhere in this project, so another lead decides for now.',
    asideTitle: 'Set it aside',
    asideLead: 'It stays, with your reason, and can be taken up again.',
    asideWhy: 'Why',
    asideHint: 'Such as: too thin, said better elsewhere, not about the programme.',
    asideSend: 'Set aside',
    addTitle: 'Add to which CMOC?',
    addLead: 'Its parts and quotes are added to that draft, and nothing of it is lost.',
    addSend: 'Add',
    alreadySettled: 'It is settled already.',
  },
  pick: {
    search: 'Search by number, title or sentence',
    label: 'CMOCs',
    none: 'No CMOC is like that.',
    noneAtAll: 'There is no CMOC yet to add to. Accept this candidate as a new one.',
    untitled: 'Untitled',
  },
  keys: {
    title: 'Keys of this page',
    lead: 'Steps and help follow your keys in the annotator.',
    all: 'All keys',
    next: 'Next candidate',
    previous: 'Candidate before',
    accept: 'Accept as a new CMOC',
    add: 'Add to a CMOC',
    'set-aside': 'Set aside',
    beside: 'Lay the most alike beside it',
    help: 'All keys',
    off: 'off',
    step: 'step',
    acceptShort: 'accept',
    addShort: 'add to',
    asideShort: 'set aside',
    last: 'That was the last.',
    first: 'This is the first.',
    choose: 'Choose a candidate first.',
    noAlike: 'No other candidate uses any of its words.',
  },
  methods: {
    title: 'For the methods section',
    lead: 'How CMOCs came about, in words for a paper. Check them as you would your own.',
    copy: 'Copy',
    copied: 'Copied.',
    notCopied: 'It could not be copied. Select the text and copy it.',
  },
} as const;
