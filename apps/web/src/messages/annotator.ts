import { CLOSE } from '@triad/collab';
import type { LateKind } from '@triad/collab';
import type { Bearing, RestatementForm, SketchShape } from '@triad/realist';
import type { CommandId, Refusal, Shortcut } from '../annotator/keys.ts';
import { count, list } from './format.ts';
import { saving } from './saving.ts';

const CLOSED: Readonly<Record<number, string>> = {
  [CLOSE.signedOut.code]: 'Your session is over',
  [CLOSE.generation.code]: 'This transcript was replaced',
};

const LATE = 'after the reveal';
type Counted = { readonly kind: LateKind; readonly n: number };
const COUNTS: Readonly<Record<LateKind, (n: number) => string>> = {
  spans: (n) => count(n, 'span', 'spans'),
  sketches: (n) => count(n, 'sketch', 'sketches'),
  memos: (n) => count(n, 'memo', 'memos'),
};

/** Every sentence of the annotator. */
export const annotator = {
  command: {
    'mark-C': 'Context',
    'mark-M': 'Mechanism',
    'mark-O': 'Outcome',
    'mark-I': 'Intervention',
    'mark-A': 'Actor',
    'mark-undecided': 'Undecided',
    unsure: 'Sure or unsure',
    remove: 'Delete the span',
    memo: 'Memo on the span or sketch',
    comment: 'Comment for the team',
    sketch: 'Tie into a sketch',
    infer: 'Inferred part of the open sketch',
    'start-back': 'Begin a word earlier',
    'start-forward': 'Begin a word later',
    'end-forward': 'End a word later',
    'end-back': 'End a word earlier',
    next: 'Next span',
    previous: 'Previous span',
    'snap-word': 'Select the word',
    'snap-sentence': 'Select the sentence',
    'snap-turn': 'Select the turn',
    'spans-here': 'List the spans at the caret',
    list: 'Go to the list',
    filter: 'Search the list',
    undo: 'Undo your last act',
    redo: 'Redo',
    back: 'One step back',
    help: 'All keys',
  } satisfies Readonly<Record<CommandId, string>>,
  group: {
    Code: 'Code',
    Tie: 'Tie',
    Change: 'Change',
    Select: 'Select',
    Move: 'Move',
    Other: 'Other',
  } satisfies Readonly<Record<Shortcut['group'], string>>,
  foot: {
    code: 'code',
    sketch: 'tie into a sketch',
    memo: 'memo',
    boundary: 'move a boundary',
    step: 'next, previous span',
    comment: 'comment',
    help: 'all keys',
    lettersOff: 'Letter keys are off; turn them on here, or all turned off in your account.',
    reading: (name: string, time: string) =>
      time === '' ? `${name} is here` : `${name} is reading ${time}`,
  },
  textDescription:
    'Read-only text. Select words; C, M and O mark them; question mark lists all keys.',
  textReadOnly: 'Read-only text.',
  state: saving,
  closed: {
    title: (code: number): string => CLOSED[code] ?? 'This transcript is closed to you',
    otherTitle: (name: string) => `${name} is signed in here now`,
    other:
      'Somebody else signed in over your session in this browser. To go on yourself, sign them out and sign in again.',
    openAsOther: 'Open it with this account',
    back: 'Back to the project',
    comingBack: 'This transcript was made anew; opening it',
    again: (code: number): string =>
      code === CLOSE.signedOut.code ? 'Sign in again' : 'Open it again',
  },
  inRound: (name: string, round: string) => `${name} (${round})`,
  /** Small figures above: lanes are narrow. */
  initialsInRound: (initials: string, round: number) =>
    initials + [...String(round)].map((figure) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(figure))).join(''),
  /** Of a span, where its stripe in the margin is pointed at. */
  about: (name: string, role: string, isLate: boolean) =>
    isLate ? `${name}: ${role}, ${LATE}` : `${name}: ${role}`,
  late: {
    mark: LATE,
    again: `opened again ${LATE}`,
    /** Of a layer: what was made or changed then, and what was taken away. */
    count: (made: readonly Counted[], gone: readonly Counted[]) => {
      const tell = (all: readonly Counted[]): string =>
        list(all.flatMap(({ kind, n }) => (n === 0 ? [] : [COUNTS[kind](n)])));
      const [there, away] = [tell(made), tell(gone)];
      if (away === '') return `${there} ${LATE}`;
      return there === '' ? `${away} removed ${LATE}` : `${there} ${LATE}, ${away} removed`;
    },
  },
  loading: 'Opening the transcript',
  announce: {
    selectFirst: 'Select words first.',
    ownFirst: 'Go to one of your own spans first.',
    opening: 'Your layer is still opening.',
    readOnly: 'You read here; marking is for coders while the round is open.',
    blindTalk: 'In a blind round there is no talk. A memo is yours alone until it is closed.',
    noNext: 'No further span below.',
    noPrevious: 'No further span above.',
    nothingToUndo: 'Nothing to undo.',
    nothingToRedo: 'Nothing to redo.',
    inSketch: 'That span is in the sketch already.',
    joined: 'Added to the open sketch.',
    sketchOpened: (parts: number) =>
      parts === 0
        ? 'Sketch opened. Select words and mark them; they join it.'
        : `Sketch opened with ${count(parts, 'part', 'parts')}.`,
    noMemo: 'Go to a span or open a sketch first; the memo is linked to it.',
    noSketch: 'Open a sketch first.',
    noSpansHere: 'No span at the caret.',
    marked: (role: string) => `Marked as ${role}.`,
    deleted: 'Span deleted.',
    sketchDeleted: (undo: string | null) =>
      undo === null ? 'Sketch deleted.' : `Sketch deleted. ${undo} brings it back.`,
  },
  snapping: {
    label: 'Marks take',
    exact: 'just what is selected',
    word: 'whole words',
    sentence: 'whole sentences',
    turn: 'whole turns',
    failed: 'The setting was not kept.',
  },
  side: {
    label: 'Transcripts and layers',
    transcripts: 'Transcripts',
    layers: 'Layers',
    you: 'You',
    onlyMine: 'Only mine',
    all: 'All',
    show: (name: string) => `Show the layer of ${name}`,
    empty: 'Nobody has begun a layer here.',
    otherRounds: 'Other rounds',
    showRound: (name: string) => `Show all layers of ${name}`,
    codingIn: 'You mark in',
  },
  panel: {
    label: 'Spans, sketches, memos and talk',
    spans: 'Spans',
    sketches: 'Sketches',
    memos: 'Memos',
    talk: 'Talk',
    inOrder: 'in text order',
    everybody: 'Everybody',
    coder: 'Coder',
    words: 'Search in the quotes',
    roles: 'Roles shown',
    found: (n: number, all: number) => (n === all ? count(n, 'span', 'spans') : `${n} of ${all}`),
    noSpans: 'No spans yet',
    noSpansBody: 'Select words in the text and press C, M, O or U.',
    noneFound: 'No span fits the filter',
    clear: 'Clear the filter',
    unsure: 'unsure',
    memo: 'memo',
    inSketch: (numbers: string) => `in sketch ${numbers}`,
    alsoAs: (initials: string) => `also ${initials}`,
    lost: (n: number) =>
      n === 1 ? '1 span has lost its words' : `${count(n, 'span', 'spans')} have lost their words`,
    delete: 'Delete',
    role: 'Role',
    markUnsure: 'Mark unsure',
    markSure: 'Mark sure',
    addMemo: 'Memo',
    start: 'Start',
    end: 'End',
    tie: 'Tie',
  },
  choice: {
    label: 'Spans at this place',
    several: (n: number) => `${count(n, 'span', 'spans')} here`,
  },
  toolbar: 'Mark the selection',
  sketch: {
    title: (n: number) => `Sketch ${n}`,
    shape: {
      empty: 'no parts yet',
      'single role': 'one role so far',
      'C–M dyad': 'C–M dyad',
      'M–O dyad': 'M–O dyad',
      'C–O dyad': 'C–O dyad: what mechanism would explain it?',
      'C–M–O triad': 'C–M–O triad',
      other: 'partial',
    } satisfies Readonly<Record<SketchShape, string>>,
    none: 'No sketches yet',
    noneBody:
      'Select a passage and press T: marks inside it become parts of a configuration. A dyad is as good as a triad.',
    open: 'Open',
    openHint: 'Words that you mark now join this sketch. Esc closes it.',
    close: 'Done',
    delete: 'Delete sketch',
    parts: 'Parts',
    partRole: 'Role in this sketch',
    removePart: 'Take out of the sketch',
    inferred: 'inferred',
    infer: 'Add an inferred part',
    inferHint: 'Implied, said by nobody',
    inferAdd: 'Add',
    restatement: 'Restatement',
    form: 'Form',
    chooseForm: 'Choose a form',
    forms: {
      'when-then-because': 'When … then … because',
      'if-then-because': 'If … then … because',
      plain: 'Plain',
    } satisfies Readonly<Record<RestatementForm, string>>,
    statement: 'Bears on',
    noStatement: 'No statement',
    chooseStatement: 'Choose another or none',
    statementRemoved: 'The statement it bore on was removed.',
    statementsOpening: 'Opening the statements',
    bearing: 'How',
    bearings: {
      supports: 'supports',
      refutes: 'refutes',
      caveat: 'caveat',
    } satisfies Readonly<Record<Bearing, string>>,
    addCurrent: 'Add the current span',
    elsewhere: (title: string) => `on ${title}`,
    missing: 'words not shown',
    memo: 'Memo',
    untitled: 'Untitled statement',
    noStatements: 'The project has no theory statement yet; a lead writes them on their own page.',
    pick: 'Add a span you marked before',
    pickSearch: 'Search your spans',
  },
  memo: {
    none: 'No memos yet',
    noneBody: 'Press N on a span or in an open sketch and write why you decided as you did.',
    label: 'Memo',
    on: {
      span: 'on a span',
      sketch: 'on a sketch',
      part: 'on a part',
      memo: 'on a memo',
    },
    onSketch: (n: number) => `on Sketch ${n}`,
    delete: 'Delete memo',
    go: 'Show what it is about',
  },
  talk: {
    talkShort: 'Comment',
    none: 'No comments yet',
    noneBody:
      'Comments are seen by everyone who may read this transcript. They are never counted as coding.',
    label: 'Comment for the team',
    placeholder: 'Write a comment…',
    onSpan: 'on the current span',
    onThatSpan: 'on the span where you began',
    onPassage: 'on the selected words',
    tooLong: 'on the transcript: too much is selected for a passage',
    onTranscript: 'on the transcript',
    onSketch: 'on a sketch',
    onTurn: 'on a turn',
    reply: 'Reply',
    send: 'Send',
    resolve: 'Resolve',
    reopen: 'Reopen',
    resolvedBy: (name: string) => `resolved by ${name}`,
    remove: 'Delete',
    showResolved: (n: number) => `Show ${n} resolved`,
    hideResolved: 'Hide resolved',
    failed: 'The comment was not sent; it is still in the field.',
    wordsGone: 'Words were taken out of the text since you began this',
    wordsGoneBody: 'If your comment holds them, take them out of it before you send it.',
    lookedOver: 'It holds none of them',
    waiting: {
      label: 'Comments that were not sent',
      title: (n: number) =>
        n === 1
          ? 'What you were writing in Talk was not sent'
          : `${n} comments that you were writing in Talk were not sent`,
      blind:
        'In a blind round there is no talk. What you wrote is in Talk again once the round is closed, if this page stays open.',
      gone: 'What you were answering is gone.',
      mayNot: 'Meanwhile you may no longer comment here.',
      copy: 'Copy',
      copied: 'Copied.',
      letGo: 'Let it go',
    },
    about: 'About',
    lost: 'The text no longer holds these words. Nothing was moved.',
    turnGone: 'The turn that this is about is gone from the text.',
    untold:
      'This is about words of a turn that was edited since. Which of them are meant cannot be told any more.',
    notPlaced: 'The comment was not put there.',
  },
  keys: {
    title: 'Keys of the annotator',
    lead: 'They act while the text has focus. A press on a key changes it; single letters can all be turned off in your account.',
    search: 'Search the keys',
    none: 'No key fits.',
    off: 'off',
    change: (what: string) => `Change the key of: ${what}`,
    press: 'Press the new key. Esc keeps the old one; Backspace turns it off.',
    clash: (what: string) => `That key already does: ${what}.`,
    refused: {
      tab: 'Tab moves between the parts of the page and cannot be taken.',
      moves: 'That key moves through the text and cannot be taken.',
      locks: 'A key that locks others cannot be taken.',
      alt: 'Keys with Alt belong to the browser and the keyboard. Press the key without Alt.',
      accent: 'That key only begins a character. Press one that gives a character at once.',
      browser: 'The browser or the system does something with that key. Press another one.',
      other: 'That key cannot be taken. Press a letter, a sign or another key.',
    } satisfies Readonly<Record<Refusal, string>>,
    reset: 'Give all keys back',
  },
  formerMember: 'Former member',
} as const;
