import type {
  Bearing,
  Footing,
  MarkRole,
  OutcomeHorizon,
  OutcomeSign,
  Standing,
} from '@triad/realist';
import type { Verdict } from '@triad/realist';
import { count, number } from './format.ts';

const bearing: Readonly<Record<Bearing, string>> = {
  supports: 'supports',
  refutes: 'refutes',
  caveat: 'caveat',
};
const standing: Readonly<Record<Standing, string>> = {
  observed: 'observed',
  anticipated: 'anticipated',
  implied: 'implied',
};
const footing: Readonly<Record<Footing, string>> = {
  volunteered: 'volunteered',
  agreed: 'agreed to what was put',
  corrected: 'corrected what was put',
  added: 'added to what was put',
};
const sign: Readonly<Record<OutcomeSign, string>> = {
  intended: 'intended',
  unintended: 'unintended',
  'no-change': 'no change',
};
const horizon: Readonly<Record<OutcomeHorizon, string>> = {
  proximal: 'proximal',
  distal: 'distal',
};

type SkeletonPiece = { readonly text: string; readonly role: MarkRole | null };
const skeleton = (...pieces: readonly (readonly [string, MarkRole | null])[]) =>
  pieces.map(([text, role]): SkeletonPiece => ({ text, role }));

/** A number stays on the line of what it counts. */
const unbroken = (counted: string): string => counted.replaceAll(' ', '\u00a0');

/** CMOCs: the list of them, one with its draft, and what is made of several. */
export const cmocs = {
  title: 'CMOCs',
  loading: 'Fetching the CMOCs…',
  opening: 'Opening the draft…',
  none: 'No CMOCs yet',
  noneBody:
    'A CMOC says in one sentence what happens for whom in which circumstances and why: context, mechanism, outcome, and the quotes for and against it. It begins as an accepted candidate, or as an empty draft.',
  noneOthers: 'The leads have not drafted any CMOC yet.',
  toConsolidate: 'Go to the candidates',
  newDraft: 'New draft',
  untitled: 'Untitled',
  gone: 'This CMOC is no more',
  goneBody: 'The address may be mistyped, or the project it was in is another.',
  toAll: 'All CMOCs',

  summary: (all: number, facts: string) => `${count(all, 'CMOC', 'CMOCs')}: ${facts}.`,
  agreed: (n: number) => `${number(n)} agreed`,
  proposed: (n: number) => `${number(n)} put to sign-off`,
  contested: (n: number) => `${number(n)} with an open objection`,
  drafts: (n: number) => count(n, 'draft', 'drafts'),
  retired: (n: number) => `${number(n)} retired`,

  state: {
    draft: 'draft',
    agreed: '✓ agreed',
    agreedShort: '✓',
    agreedSaid: 'agreed',
    signed: (agree: number, asked: number) => `${number(agree)} of ${number(asked)}`,
    signedSaid: (agree: number, asked: number) => `${number(agree)} of ${number(asked)} agree`,
    contested: 'objection',
    retired: 'retired',
    revising: 'being revised',
    revisingShort: (what: string) => `${what} · revising`,
    version: (n: number) => `version ${number(n)}`,
    noVersion: 'never put to sign-off',
    names: {
      draft: 'draft',
      proposed: 'put to sign-off',
      agreed: 'agreed',
      contested: 'contested',
      retired: 'retired',
    },
  },

  list: {
    left: 'CMOCs by outcome',
    back: 'All of the project',
    overview: 'Overview',
    ungrouped: 'Under no outcome yet',
    showRetired: 'Show retired ones',
    number: (n: number) => `CMOC ${number(n)}`,
  },

  overview: {
    choose: (n: number, title: string) => `Choose CMOC ${number(n)}: ${title}`,
    chosen: (n: number) => `${number(n)} chosen`,
    clear: 'Clear',
    combine: 'Combine…',
    combineHint: 'Choose two or more to combine them, or to lay them side by side.',
    besideHint: 'Choose two or more to lay them side by side.',
    tooMany: (most: number) => `At most ${number(most)} can be combined at once.`,
    beside: 'Side by side',
    noSentence: 'No sentence yet.',
    parts: (c: number, m: number, o: number) => `${number(c)} C · ${number(m)} M · ${number(o)} O`,
    partsSaid: (c: number, m: number, o: number) =>
      `${count(c, 'context', 'contexts')}, ${count(m, 'mechanism', 'mechanisms')}, ${count(o, 'outcome', 'outcomes')}`,
    evidence: (supports: number, refutes: number, caveat: number) =>
      [
        count(supports, 'supports', 'support'),
        ...(refutes === 0 ? [] : [count(refutes, 'refutes', 'refute')]),
        ...(caveat === 0 ? [] : [count(caveat, 'caveat', 'caveats')]),
      ]
        .map(unbroken)
        .join(', '),
    noEvidence: 'no evidence',
    acts: (n: number) => `Acts on CMOC ${number(n)}`,
    place: 'Number and outcome…',
    divide: 'Divide…',
    retire: 'Retire…',
    unretire: 'Take up again…',
  },

  create: {
    title: 'New draft',
    lead: 'It begins empty. Leads write it together; nobody is asked to sign before you put it to sign-off.',
    name: 'Title',
    nameHint: 'Such as ‘Presence of a matched peer’. It can be changed at any time.',
    group: 'Outcome',
    noGroup: 'Under no outcome yet',
    newGroup: 'New outcome group…',
    newGroupName: 'Name of the new group',
    newGroupHint: 'Such as ‘Hope’ or ‘Service engagement’.',
    send: 'Begin the draft',
  },
  place: {
    title: (n: number) => `Number and outcome of CMOC ${number(n)}`,
    lead: 'For display: links and sign-offs name the CMOC itself, whatever its number.',
    number: 'Number',
    taken: (n: number, title: string, isRetired: boolean) =>
      `CMOC ${number(n)} is ‘${title}’${isRetired ? ', which is retired' : ''}; the two swap numbers.`,
    wrong: 'A whole number from 1 to 9,999.',
    send: 'Save',
  },
  retire: {
    title: (n: number) => `Retire CMOC ${number(n)}?`,
    unTitle: (n: number) => `Take CMOC ${number(n)} up again?`,
    lead: 'It stays readable, with its versions and sign-offs, behind a switch of the list. It can be taken up again.',
    unLead: 'It is a draft again, and to be put to sign-off afresh.',
    why: 'Why',
    send: 'Retire it',
    unSend: 'Take it up again',
  },

  page: {
    right: 'Sign-off',
    of: (n: number) => `CMOC ${number(n)}`,
    readOnly: 'Leads write it; you read along as they do.',
    retired: 'It is retired, and stays as it was.',
    ended: 'The draft cannot be written now.',
    undo: 'Undo',
    redo: 'Redo',
    more: 'More acts',
    history: 'Versions and differences',
    titleLabel: 'Title',
    titlePlaceholder: 'A title, such as ‘Presence of a matched peer’',
  },

  sentence: {
    title: 'The sentence',
    label: 'The sentence',
    description:
      'One sentence. Select words and press Alt with C, M or O to mark them; Alt with 0 takes the mark off.',
    none: 'No sentence yet.',
    tools: 'Marks of the sentence',
    markAs: (role: string) => `Mark as ${role.toLowerCase()}`,
    unmark: 'Unmark',
    keysHint: 'marks what is selected',
    selectFirst: 'Select the words first.',
    begin: 'Begin with a form, or in your own:',
    forms: {
      'when-then-because': 'When …, …, because …',
      'if-then-because': 'If …, then …, because …',
      plain: 'Free',
    },
    skeletons: {
      'when-then-because': skeleton(
        ['When ', null],
        ['…', 'C'],
        [', ', null],
        ['…', 'O'],
        [', because ', null],
        ['…', 'M'],
        ['.', null],
      ),
      'if-then-because': skeleton(
        ['If ', null],
        ['…', 'C'],
        [', then ', null],
        ['…', 'O'],
        [', because ', null],
        ['…', 'M'],
        ['.', null],
      ),
    },
    missing: (roles: string) =>
      `No words are marked as ${roles}. That is fine where the sentence has none.`,
  },

  parts: {
    title: 'Parts',
    none: 'No parts yet.',
    noneOf: {
      C: 'No context',
      M: 'No mechanism',
      O: 'No outcome',
      I: 'No intervention',
      A: 'No actor',
    },
    add: (role: string) => `Add ${role}`,
    words: (role: string, n: number) => `${role} ${number(n)}`,
    placeholder: {
      C: 'What is there before',
      M: 'What changes in people’s reasoning or resources',
      O: 'What results',
      I: 'What is offered',
      A: 'Who acts',
    },
    resource: 'Resource',
    resourcePlaceholder: 'What the programme offers',
    reasoning: 'Reasoning',
    reasoningPlaceholder: 'How people respond to it',
    form: 'Told as',
    forms: { whole: 'as a whole', 'resource-and-reasoning': 'resource and reasoning' },
    effect: 'Effect',
    effects: { helping: 'helping', hindering: 'hindering' },
    stated: 'stated',
    inferred: 'inferred',
    inferredLabel: 'Stated by a quote, or inferred',
    forWhom: 'For whom',
    forWhomPlaceholder: 'child, peer, service …',
    forWhomOf: (whom: string) => `for ${whom}`,
    sign: 'Intended or not',
    signs: sign,
    horizon: 'Near or far',
    horizons: horizon,
    notSaid: { sign: 'intended?', horizon: 'proximal?' },
    moveUp: 'Move up',
    moveDown: 'Move down',
    remove: 'Remove',
    memo: 'Write a memo',
    removed: 'The part is taken out. Its quotes stay, for the CMOC as a whole.',
    empty: 'no words yet',
  },

  quote: {
    none: {
      hidden: 'Hidden while you code its transcript blind, or not for your roles.',
      lost: 'These words are gone from the text: it was corrected or redacted.',
      gone: 'Nothing is agreed here any more: the decision was changed.',
      coming: 'The quote is on its way…',
    },
    agreedFrom: (names: string) => `agreed from ${names}`,
    way: 'the way of this quote',
  },

  evidence: {
    title: 'Evidence',
    none: 'No evidence yet.',
    noneBody:
      'Quotes for it, against it, and caveats: what says when the mechanism is not triggered.',
    counts: (quotes: number, participants: number, bearings: string) =>
      [
        count(quotes, 'quote', 'quotes'),
        // None: nobody has said yet which speaker is which participant.
        ...(participants === 0 ? [] : [count(participants, 'participant', 'participants')]),
        ...(bearings === '' ? [] : [bearings]),
      ].join(' · '),
    bearingCounts: (supports: number, refutes: number, caveat: number) =>
      [
        ...(supports === 0 ? [] : [count(supports, 'supports', 'support')]),
        ...(refutes === 0 ? [] : [count(refutes, 'refutes', 'refute')]),
        ...(caveat === 0 ? [] : [count(caveat, 'caveat', 'caveats')]),
      ].join(', '),
    onePerson: (speaker: string) => `One person only: all that supports it is said by ${speaker}.`,
    filter: 'Which evidence',
    all: 'All',
    filters: { supports: 'For', refutes: 'Against', caveat: 'Caveats' },
    noneSuch: 'There is no evidence of that kind.',
    add: 'Add evidence…',
    remove: 'Remove',
    removeOf: (quote: string) => `Remove the quote ${quote}`,
    removed: 'The quote is taken out.',
    undo: 'Undo',
    bearing: 'Bearing',
    bearings: bearing,
    signs: { supports: '+', refutes: '−', caveat: '◇' },
    standing: 'Standing',
    standings: standing,
    standingNotSaid: 'observed?',
    footing: 'Footing',
    footings: footing,
    footingNotSaid: 'volunteered?',
    role: 'Role in this CMOC',
    noRole: 'no role',
    part: 'Evidence for',
    partWhole: 'the CMOC as a whole',
    alsoIn: (role: string | null, n: number) =>
      role === null
        ? `also in CMOC ${number(n)}`
        : `also ${role.toLowerCase()} in CMOC ${number(n)}`,
    memo: 'Memo',
    of: (at: number, total: number) => `Quote ${number(at)} of ${number(total)}`,
  },

  addEvidence: {
    title: 'Add evidence',
    lead: 'Agreed quotes of one transcript. They are added as supporting; change that in the list.',
    transcript: 'Transcript',
    chooseTranscript: 'Choose a transcript',
    search: 'Search its quotes',
    quotes: 'Agreed quotes',
    loading: 'Fetching what is agreed…',
    none: 'Nothing is agreed in this transcript yet. Places become quotes once they are decided.',
    noneFound: 'No agreed quote is like that.',
    here: 'already evidence here',
    send: (n: number) => (n === 0 ? 'Add' : `Add ${count(n, 'quote', 'quotes')}`),
    added: (n: number) => `${count(n, 'quote is', 'quotes are')} added.`,
    noTranscripts: 'No transcript has a closed round yet.',
    toAdjudicate: 'Adjudicate this transcript',
    part: 'Evidence for',
    tooMany: (most: number) => `A CMOC has at most ${number(most)} pieces of evidence.`,
  },

  narrative: {
    title: 'Narrative',
    label: 'Narrative',
    placeholder:
      'What the sentence cannot say: how it came about, for whom it holds, where it did not.',
    none: 'No narrative yet.',
  },
  memos: {
    title: 'Memos',
    none: 'No memos yet. A memo says why it is as it is: what was decided, and from what.',
    add: 'Write a memo',
    label: (name: string, when: string) => `Memo of ${name}, ${when}`,
    placeholder: 'Why, and from what',
    by: (name: string, when: string) => `${name}, ${when}`,
    about: {
      part: (part: string) => `on ${part}`,
      evidence: (quote: string) => `on the quote ${quote}`,
      gone: 'on something that was taken out',
    },
    remove: 'Remove this memo',
    removed: 'The memo is taken out.',
    notInVersions: 'Memos are the leads’ working notes: they are no part of what is signed.',
  },

  history: {
    title: 'Versions and differences',
    lead: 'Each version that was put to sign-off stays as it was. Choose two to see what differs.',
    none: 'It was never put to sign-off, so there is no version yet.',
    from: 'From',
    to: 'To',
    draft: 'The draft as it is now',
    version: (n: number, when: string, standing: string) =>
      `Version ${number(n)}, ${when} · ${standing}`,
    standings: {
      proposed: 'put to sign-off',
      agreed: 'agreed',
      contested: 'contested',
      superseded: 'superseded',
    },
    same: 'Nothing differs.',
    note: (n: number, name: string, note: string) =>
      `Of version ${number(n)} ${name} said: ${note}`,
    /** In the place of a new line that was begun or taken out. */
    newLine: '¶',
    removedWord: 'removed',
    addedWord: 'added',
    endOf: 'end',
    remarked: (was: string, is: string) => `was ${was}, now ${is}`,
    unmarked: 'unmarked',
    fields: {
      title: 'Title',
      sentence: 'Sentence',
      parts: 'Parts',
      evidence: 'Evidence',
      narrative: 'Narrative',
    },
    kinds: { added: 'added', removed: 'removed', changed: 'changed' },
    moved: 'moved',
    fact: (name: string, before: string, after: string) => `${name}: ${before} → ${after}`,
    facts: {
      role: 'role',
      inferred: 'footing in quotes',
      form: 'told as',
      effect: 'effect',
      sign: 'intended or not',
      horizon: 'near or far',
      part: 'evidence for',
      bearing: 'bearing',
      standing: 'standing',
      footing: 'footing',
      quote: 'quote',
    },
    texts: { text: 'words', resource: 'resource', reasoning: 'reasoning', forWhom: 'for whom' },
    notSaid: 'not said',
    otherQuote: 'another quote',
    inline: 'Inline',
    beside: 'Side by side',
    how: 'Shown',
    signed: (n: number) => count(n, 'sign-off', 'sign-offs'),
    verdicts: {
      agree: 'agrees',
      'agree-with-comment': 'agrees, with a comment',
      object: 'objects',
      abstain: 'abstains',
    } satisfies Readonly<Record<Verdict, string>>,
  },

  lineage: {
    title: 'Lineage',
    combinedFrom: 'Combined from',
    dividedFrom: 'Divided from',
    becameOne: 'Combined into',
    became: 'Divided into',
    by: (name: string, when: string) => `${name}, ${when}`,
    quotes: (came: number, all: number) =>
      `${number(came)} of ${count(all, 'quote', 'quotes')} came along`,
    undo: 'Undo…',
    undoTitle: { combine: 'Undo the combining?', divide: 'Undo the dividing?' },
    undoLead:
      'The parents come back as drafts, to be signed afresh. What was made of them is retired, and stays readable.',
    undoWhy: 'Why',
    undoSend: 'Undo it',
    undone: 'The parents are drafts again.',
    wasUndone: (name: string, when: string, why: string) =>
      `Undone by ${name}, ${when}${why === '' ? '.' : `: ${why}`}`,
  },

  beside: {
    title: 'Side by side',
    tooFew: 'Choose two CMOCs to lay them side by side.',
    sharedQuotes: (n: number) =>
      n === 0
        ? 'They share no quote.'
        : `They share ${count(n, 'quote', 'quotes')}; each is marked.`,
    shared: 'also in another here',
    combine: 'Combine these…',
    back: 'Back to the list',
    open: 'Open',
  },
  combine: {
    title: 'Combine',
    lead: 'They become one draft, to be signed afresh. These are retired and stay readable, with their sign-offs.',
    theOne: 'The combined CMOC',
    send: 'Combine',
    done: 'They are combined. The new draft is here.',
    takeAll: 'Take all that are left',
    take: 'take',
  },
  divide: {
    title: (n: number) => `Divide CMOC ${number(n)}`,
    lead: 'It becomes two or more drafts, to be signed afresh. It is retired and stays readable, with its sign-offs.',
    child: (n: number) => `Draft ${number(n)}`,
    addChild: 'One more draft',
    removeChild: (n: number) => `Take out draft ${number(n)}`,
    send: 'Divide',
    done: 'It is divided. The first of the new drafts is here.',
  },
  allocate: {
    wording: 'Sentence and narrative from',
    noWording: 'Neither: begin anew',
    parts: 'Parts',
    partOf: (number: number, role: string, text: string) => `${role} of CMOC ${number}: ${text}`,
    noParts: 'There are no parts.',
    quotes: 'Where each quote goes',
    quotesLead: (children: number) =>
      children === 1
        ? 'Press 1 to take a quote over, 0 to leave it with its parent; J and K step.'
        : `Press 1 to ${number(children)} for the draft it goes to, several where it serves several, 0 to leave it with the parent; J and K step.`,
    left: (n: number) =>
      n === 0 ? 'Every quote is decided.' : `${count(n, 'quote is', 'quotes are')} left to decide.`,
    none: 'There are no quotes to allocate.',
    to: 'This quote goes to',
    nowhere: 'Leave with the parent',
    of: (n: number) => `CMOC ${number(n)}`,
    memo: 'Memo: why',
    memoHint: 'Required. It stands in the history of all of them.',
    notYet: (reasons: string) => `Not yet: ${reasons}.`,
    missing: {
      quotes: (n: number) => `${count(n, 'quote is', 'quotes are')} not decided`,
      memo: 'the memo is empty',
      title: 'a title is missing',
    },
    titleLabel: 'Title',
  },
} as const;
