import { count, list, number } from './format.ts';

/** The overview of a project. */
export const overview = {
  transcripts: 'Transcripts',
  columnParticipant: 'Participant',
  columnTitle: 'Transcript',
  columnSpeakers: 'Speakers',
  columnTurns: 'Turns',
  columnWords: 'Words',
  columnDuration: 'Length',
  columnSpans: 'Highlights by coder',
  columnActs: 'More',
  noTimes: 'no times',
  noParticipant: 'not mapped',
  notCoded: 'not coded yet',
  spansOf: (name: string, spans: number, sketches: number) =>
    `${name}: ${count(spans, 'highlight', 'highlights')}${sketches > 0 ? `, ${count(sketches, 'sketch', 'sketches')}` : ''}`,
  notReadable: 'A lead has not opened this transcript to observers.',
  totals: (transcripts: number, words: number) =>
    `${count(transcripts, 'transcript', 'transcripts')} · ${number(words)} words`,
  import: 'Import transcripts',
  dropTitle: 'Drop the files to import them',
  dropBody: 'Word, text, Markdown or subtitles. You will see who speaks before anything is stored.',
  emptyTitle: 'Bring in the first interviews',
  emptyBody:
    'Drop transcripts anywhere on this page: .docx, .txt, .md, .vtt or .srt, several at once. Triad finds the speakers, turns and times; you check them beside the source before anything is stored.',
  emptyPrivacy: 'Name participants by pseudonym only, such as #13.',
  emptyOthers:
    'No transcripts yet. A lead of this project imports them; you will see them here at once.',
  choose: 'Choose files',
  theory: 'Theory statements',
  theoryLead: 'What the team thinks works, for whom and why, before the data speaks.',
  theoryEmpty:
    'Write what you think works, for whom and why, before you read. Sketches can then say whether they support, refute or qualify it.',
  theoryEmptyOthers: 'The leads have not written any yet.',
  theoryOpen: 'Open theory statements',
  theoryWrite: 'Write the first statement',
  untitled: 'Untitled statement',
  noSentence: 'No sentence yet',
  teamAlone: 'You are alone here. Invite those who code and review with you.',
  invite: 'Invite people',
  observersReadHint: 'Observers see the words and the layers of this transcript.',
  observersPill: 'open to observers',
  renameTranscript: 'Rename',
  renameTitle: 'Rename the transcript',
  transcriptTitle: 'Title',
  titleProblem: 'Give it a title of up to 200 characters.',
  letObserversRead: 'Let observers read it',
  stopObserversRead: 'Close it to observers',
  downloadOriginal: 'Download the original',
  originalNotKept: 'The original was not kept',
  removeTranscript: 'Remove the transcript',
  removeQuestion: (title: string) => `Remove ${title}?`,
  removeBody: (spans: number, sketches: number, coders: readonly string[]) =>
    spans + sketches === 0
      ? 'Its text goes for everybody. Nobody has coded it.'
      : `Its text goes for everybody, and with it ${count(spans, 'highlight', 'highlights')} and ${count(sketches, 'sketch', 'sketches')} of ${list(coders)}. This cannot be undone.`,
  removed: (title: string) => `${title} was removed.`,
  editProject: 'Change title',
  editTitle: 'Change the project',
  removeProject: 'Remove the project',
  removeProjectQuestion: (title: string) => `Remove ${title}?`,
  removeProjectBody: (transcripts: number, members: number) =>
    `Its ${count(transcripts, 'transcript', 'transcripts')}, the theory and everything that ${count(members, 'member', 'members')} coded go for everybody. This cannot be undone.`,
  removeProjectConfirm: (title: string) => `To confirm, write the title: ${title}`,
} as const;
