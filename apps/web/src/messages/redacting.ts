import { count, list, number } from './format.ts';

/** Taking words out of a transcript for good. */
export const redacting = {
  button: 'Redact…',
  title: 'Take these words out for good',
  buttonOf: (removed: string) =>
    `Redact what was removed: ${removed.length > 60 ? `${removed.slice(0, 60)}…` : removed}`,
  typeButton: 'Redact words…',
  tooLong: (most: number) =>
    `That is more than goes at once. Choose at most ${number(most)} characters.`,
  lead: 'They go from the text and from everything that was made of it, for everybody.',
  words: 'The words',
  typedHint:
    'As they were said or written, such as a name that was corrected away, or that stands in a note or the title alone.',
  look: 'Look for them',
  removedThere: 'Removed there:',
  replacement: 'What stands there instead',
  replacementHint: 'One line, such as [name] or [place].',
  replacementLong: (most: number) => `At most ${most} characters.`,
  suggestions: ['[redacted]', '[name]', '[place]'],
  use: (replacement: string) => `Use ${replacement}`,
  where: 'Where in the text',
  all: (places: number) => `Wherever they stand: ${count(places, 'place', 'places')}`,
  allHint: 'Whatever their capitals and spaces, and inside longer words if they are not short.',
  here: 'This place alone',
  hereHint: 'Other places of the text keep them. What follows is cleaned all the same.',
  looking: 'Looking where else they stand',
  inText: (places: number) =>
    places === 0
      ? 'The text does not hold them now.'
      : `They go from the text, wherever they stand: ${count(places, 'place', 'places')}.`,
  elsewhere: (places: number) => (places === 0 ? 'They go from' : 'They also go from'),
  nowhere: (places: number) =>
    `As far as you may see, they stand nowhere ${places === 0 ? 'in this transcript' : 'else in it'}.`,
  found: (found: {
    readonly title: number;
    readonly fileName: number;
    readonly speakers: number;
    readonly versions: number;
    readonly comments: number | null;
    readonly decisions: number | null;
    readonly memos: number;
    readonly restatements: number;
    readonly inferred: number;
    readonly reasons: number;
  }): readonly string[] =>
    [
      some(found.title, () => 'the title'),
      some(found.fileName, () => 'the name of the file'),
      some(found.speakers, (n) => count(n, 'label of a speaker', 'labels of speakers')),
      some(found.memos, (n) => count(n, 'memo', 'memos')),
      some(found.restatements, (n) => count(n, 'restatement', 'restatements')),
      some(found.inferred, (n) => count(n, 'inferred part', 'inferred parts')),
      some(found.comments ?? 0, (n) => count(n, 'comment', 'comments')),
      some(found.decisions ?? 0, (n) =>
        count(
          n,
          'reason of a decision or answer to one',
          'reasons of decisions and answers to them',
        ),
      ),
      some(found.reasons, (n) =>
        count(n, 'reason for opening a round again', 'reasons for opening a round again'),
      ),
      some(found.versions, (n) => count(n, 'version of the history', 'versions of the history')),
    ].filter((line) => line !== null),
  spans:
    'Spans on these words stay, on what stands there instead. Copies of closed rounds are rewritten, and say so.',
  history:
    'In the turns where they stand or stood the history keeps no older wording: it may be the same name, misheard.',
  hidden:
    'A round hides work from you here. It is cleaned as well; whether these words stand in it is not told.',
  original: {
    rewritten: 'The original file is rewritten without them.',
    removed:
      'The original file is removed: it cannot be told for certain that it would be rid of them.',
  },
  backups:
    'This cannot be undone. Backups made before can no longer be read for this transcript: make a new one afterwards.',
  outside: 'These words also stand in what is not touched. Look there, and change it by hand:',
  outsideIn: {
    statements: (n: number) => count(n, 'theory statement', 'theory statements'),
    rounds: (n: number) => count(n, 'title of a round', 'titles of rounds'),
    reasons: (n: number) =>
      count(n, 'reason for opening another round again', 'reasons for opening other rounds again'),
    invites: (n: number) => count(n, 'note of an invite', 'notes of invites'),
    participants: (n: number) =>
      `pseudonym or description of ${count(n, 'participant', 'participants')}`,
    project: () => 'title or description of the project',
    transcripts: (n: number) =>
      count(n, 'title or speaker of another transcript', 'titles or speakers of other transcripts'),
    cmocs: (n: number) => count(n, 'CMOC or memo on one', 'CMOCs or memos on them'),
    groups: (n: number) => count(n, 'outcome group', 'outcome groups'),
    cmocVersions: (n: number) =>
      `${count(n, 'version', 'versions')} of CMOCs put to sign-off, which ${n === 1 ? 'is' : 'are'} frozen`,
    signOffs: (n: number) => count(n, 'sign-off', 'sign-offs'),
    lineages: (n: number) =>
      count(n, 'memo on combining or dividing', 'memos on combining or dividing'),
    reviewLinks: (n: number) =>
      count(n, 'link for an outside reviewer', 'links for outside reviewers'),
    reviewReplies: (n: number) =>
      count(n, 'answer of an outside reviewer', 'answers of outside reviewers'),
  },
  others:
    'Not touched: texts of other transcripts, which are not looked through here; names of members; whatever was exported, downloaded or printed.',
  besides: 'What else to know',
  closes: 'For a few seconds nobody can open this transcript.',
  next: 'Go on…',
  confirmTitle: 'Take them out for good?',
  confirm: (places: number, replacement: string) =>
    `${count(places, 'place', 'places')} of the text will say ${replacement}.`,
  confirmElsewhere: (replacement: string) =>
    `The text stays as it is. Wherever else they stand it will say ${replacement}.`,
  act: 'Take them out',
  back: 'Back',
  working: 'Taking the words out',
  done: (places: number) =>
    places === 0
      ? 'The words were taken out for good.'
      : `The words were taken out of ${count(places, 'place', 'places')}.`,
  /** To whoever opens the transcript, or had it open. */
  came: 'A lead took words out of this transcript for good. Spans on them are on what stands there instead.',
  cameTitle: 'Words were taken out',
  cameDismiss: 'I know',
  pageTitle: 'Closed for a moment',
  pill: 'words are being taken out',
  redacted: 'redacted',
  redactedOn: (when: string) => `redacted ${when}`,
  list: 'Redactions',
  entry: (places: number, original: 'rewritten' | 'removed' | null) =>
    list(
      [
        places === 0
          ? 'words taken out that the text did not hold any more'
          : `words taken out of ${count(places, 'place', 'places')}`,
        original === null
          ? null
          : { rewritten: 'the original rewritten', removed: 'the original removed' }[original],
      ].filter((part) => part !== null),
    ),
} as const;

function some(value: number, tell: (value: number) => string): string | null {
  return value === 0 ? null : tell(value);
}
