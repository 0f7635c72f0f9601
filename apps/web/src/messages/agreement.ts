import type {
  AgreementFigure,
  AgreementJob,
  GroupKind,
  MovedOn,
  SketchDifference,
  SpanDifference,
} from '@triad/collab';
import { MEASURES } from './agreement-measures.ts';
import { MOVED, place } from './agreement-places.ts';
import { count, list, number } from './format.ts';
import { shared } from './shared.ts';

type Kind = GroupKind | SketchDifference;

/** Every sentence about where coders agree and where they part. None of them grades. */
export const agreement = {
  title: 'Agreement',
  lead: 'Where and how coders differ, on the copies of closed rounds. The places come first; figures describe them.',
  loading: 'Reading what was worked out',
  of: (title: string) => `Agreement on ${title}`,
  open: 'See where coders differ',

  none: 'Nothing to compare yet',
  noneBody:
    'Agreement rests on the copies that are made when a round is closed. Let two coders or more code the same transcripts in a blind round, and close it.',
  toRounds: 'Go to the rounds',
  allHidden: 'Hidden while you code blind',
  allHiddenBody:
    'You code these transcripts blind now. Where the coders of an earlier round agree or differ is shown to you once that round is closed.',
  hidden: (n: number) =>
    `${count(n, 'transcript is', 'transcripts are')} hidden while you code ${n === 1 ? 'it' : 'them'} blind: nothing of ${n === 1 ? 'it' : 'them'} is on this page.`,
  mayNot: 'Not for your roles',
  mayNotBody:
    'Leads, coders and reviewers see where coders agree. A lead can change what your roles are.',

  sentence: {
    notYet: 'Nothing has been worked out yet.',
    tooFew:
      'On none of these transcripts did two coders finish, so there is nothing to compare yet.',
    unmarked: 'The coders marked nothing on these transcripts.',
    allAgree: (places: number) =>
      places === 1
        ? 'The coders agree on the one place that is marked.'
        : `The coders agree on all ${number(places)} places that are marked.`,
    differ: (n: number) => `${count(n, 'place differs', 'places differ')}`,
    all: (what: string) => `all of them ${what}`,
    most: (what: string) => `most ${what}`,
    isOne: (what: string) => `1 is ${what}`,
    some: (n: number, what: string) => `${number(n)} ${what}`,
    against: (n: number, a: string, b: string) =>
      `${number(n)} ${n === 1 ? 'is' : 'are'} ${a} against ${b}`,
    againstOne: (a: string, b: string) => `${a} against ${b}`,
    /** After 'most', 'all of them' or a number above 1. */
    kind: {
      split: 'are passages that were cut differently',
      missed: 'are passages that not every coder marked',
      boundary: 'are where a span begins or ends',
      role: 'are about the role',
      undecided: 'are left undecided by a coder',
    } satisfies Readonly<Record<SpanDifference, string>>,
    /** Of a single place. */
    kindOfOne: {
      split: 'a passage that was cut differently',
      missed: 'a passage that not every coder marked',
      boundary: 'where a span begins or ends',
      role: 'about its role',
      undecided: 'left undecided by a coder',
    } satisfies Readonly<Record<SpanDifference, string>>,
    sketches: (n: number) =>
      `${count(n, 'difference lies', 'differences lie')} in how configurations are tied.`,
  },

  kinds: 'How they differ',
  kindsSketches: 'In how configurations are tied',
  configurations: (n: number) =>
    `${count(n, 'configuration', 'configurations')} in all, of one coder or several.`,
  kind: {
    split: 'Cut differently',
    missed: 'Missed by some',
    boundary: 'Beginning or end',
    role: 'Role',
    undecided: 'Left undecided',
    agree: 'All the same',
    'role-elsewhere': 'Other configurations',
    unsure: 'Unsure',
    'part-missing': 'A part is missing',
    'part-role': 'Role of a part',
    bearing: 'Bearing',
    'tied-otherwise': 'Tied otherwise',
  } satisfies Readonly<Record<Kind, string>>,
  kindWhat: {
    split: 'One coder marked as one span what another marked as several.',
    missed: 'Some coders marked the passage, others marked nothing like it there.',
    boundary: 'All mean the same passage, and begin or end it at different words.',
    role: 'The same words have different roles, in the same configuration or outside any.',
    undecided: 'A coder left the role undecided.',
    agree: 'Every coder marked the same words with the same role.',
    'role-elsewhere':
      'The same words have different roles, each in another configuration. That is no disagreement.',
    unsure:
      'A coder marked the span as unsure. Counted beside the other kinds; by itself no difference.',
    'part-missing': 'One coder has a part whose role the other has nowhere in the configuration.',
    'part-role': 'The same passage is a part for both, in different roles.',
    bearing: 'They differ on which statement it bears on, or how.',
    'tied-otherwise':
      'The parts are there for both, tied into different or differently many sketches.',
  } satisfies Readonly<Record<Kind, string>>,
  /** In a line, of one place: `missed by Tom`. */
  kindOf: {
    split: (names: string) => `cut differently by ${names}`,
    missed: (names: string) => `missed by ${names}`,
    boundary: () => 'beginning or end',
    role: () => 'role',
    undecided: (names: string) => `undecided: ${names}`,
    'part-missing': () => 'a part is missing',
    'part-role': () => 'role of a part',
    bearing: () => 'bearing',
    'tied-otherwise': () => 'tied otherwise',
  } satisfies Readonly<Record<SpanDifference | SketchDifference, (names: string) => string>>,
  showPlaces: (kind: string, n: number) => `${kind}: show the ${count(n, 'place', 'places')}`,

  transcripts: 'Transcripts',
  transcriptsCaption: 'Transcripts with a closed round: who coded them, and where they differ',
  column: {
    title: 'Transcript',
    round: 'Round',
    coders: 'Coders',
    places: 'Places that differ',
    kinds: 'By kind',
    state: 'State',
    flags: 'Flags',
    leftOut: 'Left out',
  },
  ofPlaces: (differ: number, places: number) => `${number(differ)} of ${number(places)}`,
  barOf: (parts: readonly (readonly [string, number])[]) =>
    parts.map(([kind, n]) => `${kind} ${number(n)}`).join(', '),
  coderCounts: (name: string, spans: number, sketches: number) =>
    `${name}: ${count(spans, 'span', 'spans')}, ${count(sketches, 'sketch', 'sketches')}`,
  fresh: 'up to date',
  never: 'not worked out yet',
  moved: (what: readonly MovedOn[]) => `moved on: ${list(what.map((one) => MOVED[one]))}`,
  movedHint:
    'The figures and places shown are of before. Work it out again to bring them up to date.',
  lost: (n: number) => `${count(n, 'span', 'spans')} without words`,
  notDone: (names: readonly string[]) => `not done: ${list(names)}`,
  laterWork: (names: readonly string[]) => `later work of ${list(names)}`,
  late: (names: readonly string[]) => `after the reveal: ${list(names)}`,
  flags: (n: number) => count(n, 'flag', 'flags'),

  filter: {
    label: 'Transcripts shown',
    all: (n: number) => (n === 1 ? '1 transcript' : `All ${number(n)} transcripts`),
    some: (n: number) => count(n, 'transcript', 'transcripts'),
    title: 'Choose transcripts',
    lead: 'All counts and figures on the page, and the export, are then of these alone.',
    everything: 'All',
    nothing: 'None',
    apply: 'Show these',
    gone: 'None of the transcripts that this link names can be compared now.',
    showAll: 'Show all transcripts',
  },

  job: {
    running: (done: number, total: number) => `Working out, ${number(done)} of ${number(total)}`,
    label: 'Working out agreement',
    stop: 'Stop',
    again: 'Work out again',
    first: 'Work it out',
    byOthers: 'A lead or a reviewer can work it out.',
    done: (when: string) => `Worked out ${when}`,
    stopped: (done: number, total: number, when: string) =>
      `Stopped ${when}, after ${number(done)} of ${number(total)}. What was worked out by then is shown.`,
    failed: (when: string) =>
      `It ended early ${when}. What was worked out by then is shown; try again.`,
    said: {
      running: 'Agreement is being worked out.',
      done: 'Agreement is worked out.',
      stopped: 'It was stopped.',
      failed: 'It ended early.',
    } satisfies Readonly<Record<AgreementJob['state'], string>>,
    movedOn: (n: number, all: number) =>
      n === all && n === 1
        ? 'What is shown has moved on since it was worked out.'
        : `${number(n)} of ${number(all)} transcripts have moved on since they were worked out.`,
    failedSome: (n: number) =>
      `${count(n, 'transcript', 'transcripts')} could not be worked out; the table says why.`,
  },

  figures: {
    title: 'Figures',
    lead: 'Pooled over the transcripts: sums are added before they are divided. A figure describes these coders on these texts, under these settings.',
    common: (transcripts: number, coders: number) =>
      `Each is of ${count(transcripts, 'transcript', 'transcripts')} and ${count(coders, 'coder', 'coders')}, unless its row says otherwise.`,
    off: 'This project shows the places alone: coefficients are turned off in the settings.',
    spans: 'Spans, by their first reading',
    spansLead: 'Where coders marked something, and which role they gave it at first.',
    table: 'Roles in configurations',
    tableLead:
      'Which role each coder gave a place in a sketch. Places in no sketch are not in these.',
    none: 'None was worked out.',
    caption: (of: string) => `Figures: ${of}`,
    column: {
      name: 'Figure',
      value: 'Value',
      interval: '95% interval',
      withoutUnsure: 'Without unsure',
      n: 'Of',
    },
    all: 'all roles',
    undefined: 'none',
    noInterval: 'none drawn',
    interval: (low: string, high: string) => `${low} to ${high}`,
    scale: (low: string) =>
      `The bars run from ${low} to 1; the mark is the value, the bar its interval.`,
    of: (n: string, transcripts: number, coders: number) =>
      `${n}; ${count(transcripts, 'transcript', 'transcripts')}, ${count(coders, 'coder', 'coders')}`,
    unit: {
      spans: (n: number) => count(n, 'span', 'spans'),
      parts: (n: number) => count(n, 'part', 'parts'),
    } satisfies Readonly<Record<AgreementFigure['unit'], (n: number) => string>>,
    intervalsComing: 'The intervals are being drawn and come in a moment.',
    intervalsOff: 'Intervals are turned off in the settings.',
    unused: (roles: readonly string[], names: readonly string[]) =>
      `Nobody marked anything as ${list(roles)}, so there is no figure for ${roles.length === 1 ? 'it' : 'them'} of: ${names.join(', ')}.`,
    about: (name: string) => `What ${name} is`,
    reason: {
      'too-few-coders': 'Fewer than two coders finished.',
      'not-two-coders': 'This measure is of exactly two coders.',
      'nothing-pairable': 'No place has values of two coders.',
      'values-missing': 'This measure needs a value of every coder for every place.',
      'no-variation': 'Everything has one value, so nothing could have come out otherwise.',
      'nothing-coded': 'Nobody marked anything of this.',
      'no-gap': 'Nothing is left unmarked by anyone.',
      'never-meet': 'Spans of different coders nowhere share a position.',
      'labels-overlap':
        'Spans of one coder with different roles overlap; this measure needs one role a position.',
      'too-few-samples': 'One random coding does not tell how such codings vary.',
      'too-dense': 'So many spans lie close together that their best alignment is too far to find.',
      'not-numbers': 'This measure is of numbers.',
      'not-a-ratio-scale': 'The numbers are no ratio scale, which this measure needs.',
      'pair-absent': 'One of the two coders has not finished it.',
      'nothing-left': 'No text is left that adds to the figure.',
      'a-pair-undefined': 'It is a mean over pairs of coders, and one pair has no figure.',
    } satisfies Readonly<Record<NonNullable<AgreementFigure['reason']>, string>>,
  },
  measure: MEASURES,

  pairs: {
    title: 'Coder against coder',
    caption: (measure: string) => `Coder against coder: ${measure}`,
    choose: 'Measure',
    chooseRole: 'Role',
    allRoles: 'All roles',
    measure: {
      overlapOneToOne: 'Span F, overlap one to one',
      overlap: 'Span F, overlap',
      exact: 'Span F, exact',
      dice: 'Dice, in characters',
      kappa: 'κ, in characters',
      agreement: 'Agreement, in characters',
    },
    what: {
      overlapOneToOne: 'Spans of either that meet one of the same role, each used once.',
      overlap: 'Spans of either that meet one of the same role.',
      exact: 'Spans of either with a twin: same beginning, end and role.',
      dice: 'Twice the characters that both marked, by all that either marked (Dice 1945). Unmarked text plays no part.',
      kappa: 'Cohen’s κ with each character a unit, as NVivo reports it.',
      agreement:
        'The share of characters that both marked or both left, as NVivo reports it. Unmarked text raises it.',
    },
    of: (measure: string, role: string) => `${measure}; ${role}`,
    coder: 'Coder',
    same: 'the same coder',
    none: 'Fewer than two coders have a transcript in common.',
    cell: (a: string, b: string, spans: number, transcripts: number) =>
      `${a} and ${b}: ${count(spans, 'span', 'spans')} of the two on ${count(transcripts, 'transcript', 'transcripts')} that both finished`,
    n: (spans: number) => `n ${spans}`,
    undefined: 'neither marked anything there',
  },
  roles: {
    title: 'Role against role',
    lead: 'How often two coders gave a place these roles; on the right, how often one of them marked nothing there.',
    caption: 'Role against role: how often two coders gave a place these',
    role: 'Role',
    /** Each pair of roles is told once. */
    above: 'told above',
    nobody: 'not marked',
    show: (about: string) => `${about}: show the places`,
    none: 'No place was marked by two coders.',
    cell: (a: string, b: string, n: number) => `${a} against ${b}: ${count(n, 'pair', 'pairs')}`,
  },

  leftOut: {
    title: 'Left out',
    nothing: 'Nothing is left out.',
    undecided: (n: number) =>
      `${count(n, 'span whose role is undecided is', 'spans whose role is undecided are')} in no figure of roles.`,
    unsure: (n: number) =>
      `${count(n, 'span is', 'spans are')} marked unsure: in the figures, with the figure without them beside it.`,
    lost: (n: number) =>
      `${count(n, 'span has', 'spans have')} lost the words that ${n === 1 ? 'it was' : 'they were'} made on, and ${n === 1 ? 'counts' : 'count'} in nothing.`,
    otherTurns: (n: number) =>
      `${count(n, 'span lies', 'spans lie')} in no participant’s turn; the settings count these alone.`,
    elsewhere: (n: number) =>
      `${count(n, 'span of a part lies', 'spans of parts lie')} on another transcript.`,
    more: (n: number) => `${number(n)} more`,
    tooFewCoders: (n: number) =>
      `${count(n, 'transcript has', 'transcripts have')} fewer than two coders who finished.`,
    notDone: (name: string, titles: readonly string[]) =>
      `${name} did not say that they were done: absent on ${list(titles)}.`,
  },
  methods: {
    title: 'For the methods section',
    lead: 'How it was done, as the settings are now; to be put into a paper.',
    copy: 'Copy',
    copied: 'Copied.',
    notCopied: shared.ui.notCopied,
  },
  export: {
    button: 'Export',
    label: 'Export agreement',
    xlsx: 'Excel workbook (XLSX)',
    xlsxHint: 'Places, figures and raw counts, a sheet each.',
    csv: 'CSV files (ZIP)',
    csvHint: 'The same tables, a file each, for your own statistics.',
    json: 'JSON',
    jsonHint: 'All of it with its settings, for a program.',
  },
  settings: {
    button: 'Settings',
    title: 'Settings of agreement',
    lead: 'They hold for the whole project, and each is named in the methods text.',
    coefficients: 'Show coefficients',
    coefficientsHint:
      'Without them the page shows the places and how coders differ, and no figures.',
    turns: 'Which turns count in figures',
    turnsAll: 'All turns',
    turnsAllHint: 'The interviewer’s words are part of the text that is measured.',
    turnsParticipants: 'Participants’ turns alone',
    turnsParticipantsHint:
      'What lies in an interviewer’s turn counts in no figure; its places are still shown.',
    intervals: 'Draw intervals',
    intervalsHint:
      'Resamples transcripts, or the passages of a few, to show how far a figure might move. It takes longer.',
    gamma: 'Work out gamma too',
    gammaHint:
      'It aligns all coders’ spans against random codings, and takes its time on long transcripts.',
    unfinished: 'Count coders who did not say that they were done',
    unfinishedHint:
      'Otherwise a coder of a blind round who did not finish is absent from all figures.',
    late: 'Count what was changed after the reveal',
    lateHint:
      'Otherwise the copy made when the round was closed counts, and later work is named as left out.',
    saved: 'The settings are saved.',
    conflict:
      'Somebody else changed the settings meanwhile. They are shown now as they are; look them over and save again.',
  },

  place,
  flag: {
    button: 'Flag for the lead',
    one: 'Flag',
    note: 'Note',
    noteHint: 'Optional: what the lead should look at.',
    send: 'Flag it',
    by: (name: string) => `Flagged by ${name}`,
    settled: (name: string) => `settled by ${name}`,
    settle: 'Settle',
    unsettle: 'Open again',
    remove: 'Take back',
    said: 'Flagged for the lead.',
    marked: 'flagged',
    key: 'flag',
  },
  talk: {
    title: 'Comments on this place',
    never: 'Comments never count as coding.',
    label: 'Comment on this place',
    none: 'None yet.',
    begunElsewhere: 'You began this on another place.',
    putHere: 'Put it here',
    /** On a narrow page. */
    hidden: 'Open the details to comment.',
    key: 'comment',
  },
  keys: {
    title: 'Keys of this page',
    lead: 'They act while no field has the focus. Next and previous follow the keys of the annotator; letters can be turned off in your account.',
    all: 'all keys',
    next: 'Next place that differs',
    previous: 'Previous place that differs',
    flag: 'Flag the place for the lead',
    comment: 'Comment on the place',
    help: 'All keys',
    off: 'off',
    scroll: 'Scroll the text',
  },
} as const;
