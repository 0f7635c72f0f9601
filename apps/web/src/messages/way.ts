import type { Outcome } from '@triad/collab';
import type { CmocState } from '@triad/realist';
import { count, list, number } from './format.ts';
import { signing } from './signing.ts';

/** The whole way of one quote. */
export const way = {
  title: 'The way of a quote',
  lead: 'What each coder marked, what was decided of it, and what it became. Each step leads to where it was done.',
  loading: 'Reading the way of this quote',
  mayNot: 'Not for your roles',
  mayNotBody: 'Leads, coders and reviewers see what became of a quote.',
  blind: 'Hidden while you code blind',
  blindBody:
    'What others marked and decided on this transcript is shown to you once the round is closed.',
  none: 'Nothing is known of this quote',
  noneBody:
    'It may have been removed, or stand in a layer that was not in a closed round. A way begins once a round is closed.',
  toTranscript: 'Go to the transcript',

  passage: 'The passage',
  noPassage: 'The words of this passage are gone from the text.',
  round: (n: number, kind: 'open' | 'blind') =>
    kind === 'blind' ? `round ${number(n)}, blind` : `round ${number(n)}, open coding`,
  steps: 'The way',
  summary: {
    marked: (coders: number) => count(coders, 'coder marked it', 'coders marked it'),
    undecided: 'nobody decided yet',
    waits: 'the decision was taken back and waits',
    nothing: 'decided: none of these',
    agreed: (n: number) => count(n, 'agreed quote', 'agreed quotes'),
    unused: 'no CMOC uses it',
    used: (n: number) => count(n, 'CMOC uses it', 'CMOCs use it'),
  },

  marked: {
    title: 'Marked',
    as: (name: string, role: string) => `${name} marked ${role}`,
    at: (when: string) => `marked ${when}`,
    unsure: 'unsure',
    lost: 'its words are gone from the text',
    memo: 'Memo',
    inSketch: 'In a sketch',
    copy: (when: string) => `copy of ${when}`,
    copyTitle: (sha256: string) => `SHA-256 of the copy of the layer that counts: ${sha256}`,
    missing: (names: readonly string[]) => `${list(names)} marked nothing here.`,
    toText: 'In the transcript',
  },

  decided: {
    title: 'Decided',
    none: 'Nobody has decided this place yet.',
    allAgree: 'All coders agree here. It is agreed once a lead lets it stand.',
    toPlace: 'Adjudicate this place',
    byStrategy: (strategy: string) =>
      `Decided by the strategy (${strategy}), at the lead’s command.`,
    own: 'One of the spans is the lead’s own.',
    again: (n: number) => `decided before: ${count(n, 'time', 'times')}`,
    takenBack: 'The decision was taken back; the place waits.',
    tookBack: 'took the decision back',
    touched: 'To be looked at again: what it stood on has changed.',
    outcome: {
      coder: 'took one coder’s span, as it is',
      both: 'let the spans stand, each as it is',
      union: 'took the union of the spans',
      intersection: 'took what the spans have in common',
      drawn: 'drew a span afresh',
      none: 'took none of these',
    } satisfies Readonly<Record<Outcome['kind'], string>>,
    why: (text: string) => `“${text}”`,
    reply: {
      accepts: (name: string) => `${name} accepts it`,
      differs: (name: string) => `${name} sees it differently`,
    },
    toRuling: (n: number) => `of decision ${number(n)}`,
  },

  agreed: {
    title: 'Agreed',
    none: 'Nothing is agreed here.',
    from: (names: readonly string[]) => `from the spans of ${list(names)}`,
    state: {
      hidden: 'not for you to read now',
      lost: 'its words are gone from the text',
      gone: 'no longer agreed: the decision was changed',
    },
  },

  candidate: {
    title: 'Candidate',
    none: 'No candidate for a CMOC has it.',
    state: {
      open: 'proposed, and waits',
      accepted: 'accepted',
      'set-aside': 'set aside',
    },
    to: 'In Consolidate',
  },

  evidence: {
    title: 'In CMOCs',
    none: 'Nothing came of it yet: no CMOC uses it.',
    cmoc: (n: number) => `CMOC ${number(n)}`,
    as: (role: string) => `as ${role}`,
    whole: 'for the CMOC as a whole',
    versions: (numbers: readonly number[]) =>
      numbers.length === 1
        ? `in version ${number(numbers[0] ?? 0)}`
        : `in versions ${list(numbers.map(number))}`,
    draftOnly: 'in the draft alone',
    notInDraft: 'no longer in the draft',
    parents: 'Came from',
    children: 'Went into',
    states: signing.state satisfies Readonly<Record<CmocState, string>>,
    toCmoc: 'Open it',
  },
} as const;

/** What was decided of a place, in a few words. */
export function outcomeWords(outcome: Outcome): string {
  return way.decided.outcome[outcome.kind];
}
