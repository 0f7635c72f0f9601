import type { MovedOn } from '@triad/collab';
import { count, list, number } from './format.ts';

/** What a result stands on. */
export const MOVED: Readonly<Record<MovedOn, string>> = {
  layers: 'what coders marked has changed',
  text: 'the text was edited',
  settings: 'the settings were changed',
  method: 'the method was renewed',
};

/** The places of one transcript. */
export const place = {
  left: 'Places that differ',
  right: 'The place, coder by coder',
  back: 'All transcripts',
  toAgreement: 'Go to Agreement',
  transcript: 'Transcript',
  transcriptCount: (title: string, n: number) => `${title} (${number(n)})`,
  inTranscript: 'Open in the transcript',
  kind: 'Kind',
  everyKind: (n: number) => `Every kind (${number(n)})`,
  oneKind: (kind: string, n: number) => `${kind} (${number(n)})`,
  roles: 'With these roles',
  withRole: (role: string) => `Places with ${role.toLowerCase()}`,
  coder: 'Coder',
  everybody: 'Every coder',
  flagged: 'Flagged',
  found: (places: number, sketches: number) =>
    [
      ...(places > 0 || sketches === 0 ? [count(places, 'place', 'places')] : []),
      ...(sketches > 0
        ? [count(sketches, 'pair of coders who tie otherwise', 'pairs of coders who tie otherwise')]
        : []),
    ].join(', '),
  agreeHere: 'All coders have the same here.',
  clear: 'Clear the filter',
  none: 'No place differs here',
  noneBody: 'Every coder marked the same words with the same roles.',
  noTranscript: 'This transcript is not there',
  noTranscriptBody: 'It was removed, or the link is not whole.',
  unmarked: 'No coder marked anything on this transcript.',
  orphans: 'Flags on places that are gone, or on which the coders do not differ any more',
  noneFound: 'No place fits the filter',
  list: 'Places that differ, in the order of the text',
  configuration: 'configuration',
  next: 'Next place',
  previous: 'Previous place',
  step: 'next, previous',
  at: (at: number, all: number) => `${number(at)} of ${number(all)}`,
  outside: 'not in this list',
  turn: (n: number) => `turn ${number(n)}`,
  further: (title: string) => `Go on with ${title}`,
  last: 'That was the last place here.',
  first: 'That is the first place here.',
  gone: 'The difference that this link leads to is gone',
  goneBody:
    'What it rested on was changed or worked out anew, or the link is not whole. The places that differ now are in the list.',
  goFirst: 'Go to the first place',
  nothingHere: 'nothing here',
  cutHere: 'cut differently here',
  choose: 'Choose a place in the list.',
  unsure: 'unsure',
  memo: 'Memo',
  inSketch: 'In a sketch',
  here: 'this passage',
  asPart: (role: string) => `as ${role}`,
  inferred: 'inferred',
  onlyHere: 'only here',
  elsewhere: (n: number) => `${count(n, 'span', 'spans')} on other transcripts`,
  noWords: 'no words on this transcript',
  sketch: (n: number, all: number) =>
    all === 1 ? 'Sketch' : `Sketch ${number(n)} of ${number(all)}`,
  aStatement: 'a statement that was removed',
  partsSaid: { own: 'only some marked:', shared: 'all marked:', others: 'not marked:' },
  strip: 'Agreement along the transcript; the list says the same in words',
  legend: { agree: 'all the same', differ: 'they differ', alone: 'one coder alone' },
  text: 'The transcript, with what each coder marked',
  failed: 'It could not be worked out',
  blind: 'Hidden while you code this transcript blind',
  blindBody:
    'Where the coders of an earlier round agree or differ is shown to you once the round is closed in which you code it.',
  noRound: 'No round is closed on this transcript',
  noRoundBody: 'Agreement rests on the copies that are made when a round is closed.',
  moved: (what: readonly MovedOn[]) =>
    `The places are of before: ${list(what.map((one) => MOVED[one]))}.`,
  tooFew: 'Fewer than two coders finished here, so there is nothing to compare.',
} as const;
